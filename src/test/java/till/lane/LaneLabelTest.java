package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.sale.EntryMethod;
import till.sale.LineItem;
import till.sale.Reason;
import till.sale.Scan;

/// What a label means is what is sold. `~` stands for the separator.
final class LaneLabelTest {

  private static final String BATCH = "]d2010400638133393110A7~17271231";

  @TempDir private Path folder;

  private Counter counter;

  @BeforeEach
  void open() {
    counter = new Counter(folder).start();
  }

  @AfterEach
  void close() {
    counter.close();
  }

  @ParameterizedTest
  @CsvSource({
    "4006381333931, ]E04006381333931",
    "4006381333931, 4006381333931",
    "4006381333931, 04006381333931",
    "4006381333931, ]I104006381333931",
    "4006381333931, ]C10104006381333931",
    "4006381333931, ]e00104006381333931",
    "4006381333931, ]d2010400638133393110A7~17271231",
    "4006381333931, ]Q1https://id.gs1.org/01/04006381333931/10/A7",
    "4006381333931, ]E3400638133393112",
    "4006381333931, (01)04006381333931(10)A7",
    "cola, ]E00042100005264",
    "cola, ]E0042100005264",
    "cola, ]E004252614",
    "cola, 042100005264",
    "cola, 00042100005264",
    "sweets, ]E496385074",
    "sweets, 96385074",
    "sweets, ]C10100000096385074",
    // an id that is a UPC-A is found by its other forms
    "036000291452, ]E00036000291452",
    "036000291452, ]d20100036000291452",
    "own, ]C04006381333932"
  })
  void anArticleIsFoundByEachOfItsLabels(String itemId, String label) {
    LineItem line = onlyLine(counter.scans(label.replace('~', '\u001D')));
    assertEquals(itemId, line.itemId());
    Scan scan = line.scan().orElseThrow();
    assertEquals(label.replace('~', '\u001D'), scan.aim().orElse("") + scan.data());
  }

  @Test
  void theLineKeepsWhatTheLabelSays() {
    Scan scan = onlyLine(counter.scans(BATCH.replace('~', '\u001D'))).scan().orElseThrow();
    assertEquals("DATAMATRIX", scan.symbology());
    assertEquals(Optional.of("]d2"), scan.aim());
    assertEquals(
        List.of(
            new Scan.Element("01", "04006381333931"),
            new Scan.Element("10", "A7"),
            new Scan.Element("17", "271231")),
        scan.elements());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "]E04006381333932", // and yet these digits are in the book
        "]E0400638133393",
        "]E496385075",
        "]C10104006381333932",
        "]C1010400638133393117271331",
        "]d2010400638133393110~17271231",
        "(01)04006381333932"
      })
  void aLabelThatWasNotReadProperlyIsNoItem(String label) {
    LaneView refused = counter.scans(label.replace('~', '\u001D'));
    assertTrue(refused.transaction().isEmpty());
    ProblemView problem = refused.problems().getFirst();
    assertEquals("bad-label", problem.code());
    assertTrue(
        problem.text().startsWith(Reason.BAD_LABEL.text(List.of("de")) + ": "), problem.text());
    assertEquals(List.of(), counter.scans(Counter.PEN).problems(), "the next one is sold");
  }

  @ParameterizedTest
  @ValueSource(strings = {"]C10204006381333931372", "]C00040063813339", "]Q1https://example.com/x"})
  void whatIsReadAndNotInTheBookIsUnknown(String label) {
    assertEquals("unknown-item", counter.scans(label).problems().getFirst().code());
  }

  @Test
  void aPackPastItsDateIsNotSoldAndOneOnItsLastDayIs() {
    String pen = "]d2" + "0104006381333931" + "17";
    ProblemView problem = counter.scans(pen + "261123").problems().getFirst();
    assertEquals("expired", problem.code());
    assertTrue(problem.text().contains("2026-11-23"), problem.text());
    assertEquals(Counter.PEN, onlyLine(counter.scans(pen + "261124")).itemId());
  }

  @Test
  void aPriceInACodeIsThePriceOfThePack() {
    LineItem line = onlyLine(counter.scans("]E02211114002394"));
    assertEquals("cheese", line.itemId());
    assertEquals(239, line.extendedAmount().minor());
    assertEquals(BigDecimal.ONE, line.quantity());
    assertEquals("2211114002394", line.scan().orElseThrow().data());
  }

  @Test
  void aWeightInACodeIsWhatIsPaidFor() {
    LineItem line = onlyLine(counter.scans("]E02811113012358"));
    assertEquals("ham", line.itemId());
    assertEquals(new BigDecimal("1.235"), line.quantity());
    assertEquals(2_458, line.extendedAmount().minor()); // 24.5765
  }

  @Test
  void whatHasNoCodeIsKeyedByItsPlu() {
    Reply reply = counter.asks(Counter.command("a", Counter.keyed("4409")));
    LineItem line = onlyLine(reply.view());
    assertEquals("pear", line.itemId());
    assertEquals(EntryMethod.KEYED, line.entryMethod());
  }

  @Test
  void screensHearWhatALabelMeans() throws Exception {
    var heard = new LinkedBlockingQueue<Map<String, String>>();
    counter.lane.listen(news -> {
      if (news.kind() == LaneNews.Kind.SCAN) {
        heard.add(news.facts());
      }
    });
    counter.scans(BATCH.replace('~', '\u001D'), "]E04006381333932");
    assertEquals(
        Map.of(
            "scanner", "counter",
            "symbology", "DATAMATRIX",
            "data", "010400638133393110A7\u001D17271231",
            "gtin", "04006381333931",
            "elements", "(01)04006381333931(10)A7(17)271231",
            "outcome", "accepted"),
        heard.take());
    assertEquals(
        Map.of(
            "scanner", "counter",
            "symbology", "EAN13",
            "data", "4006381333932",
            "outcome", "bad-label"),
        heard.take());
  }

  @Test
  void whatAScreenHasReadIsReadTheSame() {
    LineItem line = onlyLine(asks("a", BATCH.replace('~', '\u001D'), "").view());
    assertEquals(Counter.PEN, line.itemId());
    assertEquals(EntryMethod.SCANNED, line.entryMethod());
    assertEquals(3, line.scan().orElseThrow().elements().size());
    Reply.Refused refused =
        assertInstanceOf(Reply.Refused.class, asks("b", "4006381333932", "ean_13"));
    assertEquals(Reason.BAD_LABEL, refused.reason());
    LaneView view = asks("c", "04252614", "upc_e").view();
    assertEquals("cola", view.transaction().orElseThrow().lines().getLast().itemId());
  }

  private Reply asks(String commandId, String scan, String symbology) {
    return counter.asks(
        Counter.command(commandId, new Request.EnterScan(scan, symbology, BigDecimal.ONE)));
  }

  private static LineItem onlyLine(LaneView view) {
    assertEquals(List.of(), view.problems());
    List<LineItem> lines = view.transaction().orElseThrow().lines();
    assertEquals(1, lines.size());
    return lines.getFirst();
  }
}
