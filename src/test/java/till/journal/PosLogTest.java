package till.journal;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.journal.JournalOnDisk.refusal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import till.sale.Authorization;
import till.sale.Change;
import till.sale.EntryMethod;
import till.sale.GrandTotals;
import till.sale.Input;
import till.sale.Item;
import till.sale.ItemMaker;
import till.sale.Moment;
import till.sale.Money;
import till.sale.PaymentOutcome;
import till.sale.Problem;
import till.sale.Reason;
import till.sale.ReceiptChoice;
import till.sale.Scan;
import till.sale.Till;
import till.sale.Transaction;
import till.sale.Verdict;

final class PosLogTest {

  private static final Head BEFORE =
      new Head("01KAHYTV00ABCDEFGHJKMNPQRS", 1040, 1040, "5e".repeat(32));

  private final PosLog posLog = new PosLog();

  private byte[] write(Transaction transaction) {
    return posLog.write(JournalOnDisk.IDENTITY, BEFORE, Optional.empty(), transaction);
  }

  /// Two kinds of items, a line that was taken back, and both kinds of money.
  private static Transaction sale() {
    Till till = Till.open();
    till.does(Till.enter(Till.item("4006381333931", 199, "A"), new BigDecimal("2")));
    till.does(Till.enter(Till.item("20123451", 350, "A")));
    till.does(new Input.VoidLine(2));
    till.does(
        new Input.EnterItem(
            Till.item("17", 107, "B"), BigDecimal.ONE, EntryMethod.KEYED, Optional.empty(), 812));
    till.does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.of(new Money(305, Till.EUR))));
    answer(till, Till.authorization());
    till.does(new Input.TenderCash(Optional.of(new Money(500, Till.EUR))));
    return till.lastTransaction();
  }

  /// One line whose label says more than what it is.
  private static Transaction saleOfABatch() {
    Till till = Till.open();
    till.does(
        scanned(
            Till.item("4006381333931", 199, "A"),
            new Scan(
                "DATAMATRIX",
                "010400638133393110A7\u001d17271231",
                Optional.of("]d2"),
                List.of(
                    new Scan.Element("01", "04006381333931"),
                    new Scan.Element("10", "A7"),
                    new Scan.Element("17", "271231")))));
    till.does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    return till.lastTransaction();
  }

  private static Input.EnterItem scanned(Item item, Scan scan) {
    return new Input.EnterItem(item, BigDecimal.ONE, EntryMethod.SCANNED, Optional.of(scan), 812);
  }

  private static void answer(Till till, Authorization authorization) {
    String attempt = till.sale().attempt().orElseThrow().attemptId();
    till.does(new Input.PaymentAnswered(attempt, till.settled(authorization)));
  }

  /// Left alone by a customer who had chosen a language, and a receipt with a card that was
  /// declined.
  private static Transaction saleLeftAlone() {
    Till till = Till.open().sells("20123451", 350).does(new Input.ChooseLanguage("en"));
    till.sells("4006381333931", 199).does(new Input.TakeTotal());
    till.does(
        new Input.TenderWithReceipt(new Input.TenderCard(Optional.empty()), ReceiptChoice.NONE));
    till.answers(new PaymentOutcome.Declined("no"));
    till.does(new Input.TimeOut());
    return till.lastTransaction();
  }

  private static Transaction control() {
    return new Transaction(
        "01KAHYTV01ABCDEFGHJKMNPQRS",
        1,
        Optional.empty(),
        "self",
        Till.NOON,
        Till.NOON.plusNanos(123_456_789),
        Moment.ClockState.UNSYNCHRONISED,
        new Transaction.Control("boot", Map.of("version", "0.1.0", "after", "power failure")),
        GrandTotals.zero(Till.EUR));
  }

  @Test
  void aSaleIsWrittenAsItAlwaysWas() {
    assertEquals(text(Golden.bytes("sale-1.json")), text(write(sale())) + "\n");
  }

  @Test
  void whatALabelSaysIsKept() {
    byte[] golden = Golden.bytes("sale-2.json");
    assertEquals(text(golden), text(write(saleOfABatch())) + "\n");
    assertEquals(saleOfABatch(), posLog.read(golden).transaction());
  }

  @Test
  void aSaleThatWasLeftAloneSaysSoAndWhatTheCustomerChose() {
    byte[] golden = Golden.bytes("sale-idle-1.json");
    assertEquals(text(golden), text(write(saleLeftAlone())) + "\n");
    var read = (Transaction.Retail) posLog.read(golden).transaction().body();
    assertEquals(Transaction.Status.VOIDED, read.status());
    assertEquals(Problem.Code.IDLE, read.problems().getFirst().code());
    assertEquals(Optional.of("en"), read.language());
    assertEquals(Optional.of(ReceiptChoice.NONE), read.receipt());
  }

  @Test
  void aControlTransactionIsWrittenAsItAlwaysWas() {
    assertEquals(text(Golden.bytes("control-1.json")), text(write(control())) + "\n");
  }

  /// What was noticed of clock, board and key, in the lane's and the journal's words.
  private static final Map<String, Map<String, String>> NOTICED =
      Map.of(
          "clock-stepped",
          Map.of(
              "from", "2026-11-24T11:00:00Z",
              "to", "2026-11-25T11:00:00Z",
              "seconds", "86400",
              "synchronised", "true"),
          "board-changed",
          Map.of("from", "0f1e2d3c4b5a6978", "to", "8796a5b4c3d2e1f0"),
          "device-key-changed",
          Map.of("from", "a56aecf1c18b54a4", "to", "4a45b81c1fceaa65"));

  @Test
  void whatTheDeviceNoticesIsWrittenAsItAlwaysWas() {
    NOTICED.forEach((control, facts) -> {
      Transaction boot = control();
      var noticed =
          new Transaction(
              boot.transactionId(),
              boot.sequence(),
              boot.businessDay(),
              boot.operator(),
              boot.begin(),
              boot.begin(),
              Moment.ClockState.SYNCHRONISED,
              new Transaction.Control(control, facts),
              boot.grandTotals());
      byte[] golden = Golden.bytes(control + "-1.json");
      assertEquals(text(golden), text(write(noticed)) + "\n");
      assertEquals(noticed, posLog.read(golden).transaction());
    });
  }

  /// What came back, waited, went on, and was undone.
  static Map<String, Transaction> later() {
    Till till = Till.open().by("17");
    till.does(Till.enter(Till.item("4006381333931", 110, "A"), new BigDecimal("3")));
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    Transaction sale = till.lastTransaction();
    till.does(till.back(sale, 1, "1")).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    Transaction returned = till.lastTransaction();
    till.does(till.back(sale, 1, "2")).sells("17", 100).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.empty()));
    answer(till, Till.authorization());
    Transaction exchange = till.lastTransaction();
    till.sells("20123451", 350).does(new Input.SuspendTransaction());
    Transaction suspended = till.lastTransaction();
    till.does(new Input.RetrieveTransaction(Optional.empty(), 812)).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.of(new Money(500, Till.EUR))));
    Transaction retrieved = till.lastTransaction();
    till.does(new Input.PostVoid(till.original(retrieved)));
    return Map.of(
        "return", returned,
        "exchange", exchange,
        "suspended", suspended,
        "retrieved", retrieved,
        "post-voided", till.lastTransaction());
  }

  @Test
  void whatComesBackWaitsOrIsUndoneIsWrittenAsItAlwaysWas() {
    later()
        .forEach((name, transaction) -> {
          byte[] golden = Golden.bytes(name + "-1.json");
          assertEquals(text(golden), text(write(transaction)) + "\n");
          assertEquals(
              posLog.read(golden).transaction(), posLog.read(write(transaction)).transaction());
          assertEquals(
              retail(transaction).lines(), retail(posLog.read(golden).transaction()).lines());
          assertEquals(
              retail(transaction).links(), retail(posLog.read(golden).transaction()).links());
        });
  }

  private static Transaction.Retail retail(Transaction transaction) {
    return (Transaction.Retail) transaction.body();
  }

  /// A group may have had another rate when what comes back was sold.
  @Test
  void eachLineFindsItsRateAgain() {
    Till till = Till.open().by("17").sells("1", 119).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    Transaction sale = posLog.read(dearer(write(till.lastTransaction()))).transaction();
    till.does(till.back(sale, 1, "1")).sells("2", 238).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    Transaction exchange = till.lastTransaction();
    assertEquals(2, retail(exchange).totals().taxes().size());
    assertEquals(
        retail(exchange).lines(), retail(posLog.read(write(exchange)).transaction()).lines());
  }

  private static byte[] dearer(byte[] document) {
    return text(document)
        .replace("\"percent\":\"19\"", "\"percent\":\"25\"")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void oldDocumentsStillRead() {
    Document sale = posLog.read(Golden.bytes("sale-1.json"));
    assertEquals(sale(), sale.transaction());
    assertEquals("acme", sale.org());
    assertEquals("0042-03", sale.terminal());
    assertEquals(BEFORE.epoch(), sale.epoch());
    assertEquals(1041, sale.number());
    assertEquals(BEFORE.hash(), sale.prev());
    Transaction control = posLog.read(Golden.bytes("control-1.json")).transaction();
    assertEquals(control().body(), control.body());
    assertEquals(Till.NOON.plusMillis(123), control.end());
  }

  @Test
  void theFirstOfAnEpochNamesTheOneBefore() {
    var none = new Head("01KB0000000000000000000000", 1040, 0, "00".repeat(32));
    String text = text(posLog.write(JournalOnDisk.IDENTITY, none, Optional.of(BEFORE), control()));
    assertTrue(
        text.contains(
            "\"previousEpoch\":{\"epoch\":\"%s\",\"number\":1040,\"hash\":\"%s\"}"
                .formatted(BEFORE.epoch(), BEFORE.hash())),
        text);
  }

  @Test
  void fieldsOfALaterVersionArePassedOver() {
    String later = text(Golden.bytes("sale-1.json")).replace("{\"v\":1,", "{\"v\":1,\"later\":{},");
    assertEquals(sale(), posLog.read(later.getBytes(StandardCharsets.UTF_8)).transaction());
  }

  @Test
  void halfADocumentIsNone() {
    byte[] whole = Golden.bytes("sale-1.json");
    for (int length = 0; length < whole.length - 2; length++) {
      byte[] part = Arrays.copyOf(whole, length);
      refusal(() -> posLog.read(part));
    }
  }

  @Test
  void whatIsNoDocumentOfThisVersionIsRefused() {
    String sale = text(Golden.bytes("sale-1.json"));
    for (String text :
        List.of(
            "null",
            "[]",
            "{}",
            sale.replace("{\"v\":1,", "{\"v\":2,"),
            sale.replace("\"number\":1041", "\"number\":\"1041\""),
            sale.replace("\"total\":505", "\"total\":5.05"),
            sale.replace("\"total\":505,", ""),
            sale.replace("\"total\":505", "\"total\":99999999999999999999"),
            sale.replace("\"n\":1,", "\"n\":4294967297,"),
            sale.replace("\"type\":\"RetailTransaction\"", "\"type\":\"Letter\""),
            sale.replace("\"currency\":\"EUR\"", "\"currency\":\"EURO\""),
            sale.replace("\"begin\":\"2026", "\"begin\":\"26"),
            sale.replace("\"voided\":true", "\"voided\":\"true\""))) {
      assertTrue(!text.equals(sale), "nothing was changed");
      refusal(() -> posLog.read(text.getBytes(StandardCharsets.UTF_8)));
    }
    refusal(() -> posLog.read(new byte[PosLog.DOCUMENT_BYTES_MAX + 1]));
  }

  @Test
  void halfACharacterDoesNotStopASaleFromEnding() {
    Item item = Till.item("1", 100, "A");
    var odd = ItemMaker.like(item).names(Map.of("de", "Käse\uD83D")).item();
    Till till = Till.open().does(Till.enter(odd)).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    byte[] bytes = write(till.lastTransaction());
    assertArrayEquals(bytes, text(bytes).getBytes(StandardCharsets.UTF_8));
    assertTrue(text(bytes).contains("\"Käse?\""), () -> text(bytes));
    posLog.read(bytes);
  }

  /// A line is reckoned with all that its label says.
  @Test
  void theLongestLabelsFitTheirDocument() {
    Till till = Till.open();
    var elements = new ArrayList<Scan.Element>();
    for (int i = 0; i < 50; i++) {
      elements.add(new Scan.Element("37", "€".repeat(8)));
    }
    var scan = new Scan("UNKNOWN", "€".repeat(50), Optional.of("]d2"), elements);
    Item item = Till.item("1", 100, "A");
    int lines = 0;
    while (till.hears(scanned(item, scan)) instanceof Verdict.Accepted) {
      lines++;
    }
    assertTrue(lines > 10, lines + " lines");
    till.does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    posLog.read(write(till.lastTransaction()));
  }

  /// As many of the longest lines as the sale takes, and as many cards with the longest slips.
  @Test
  void theLongestSaleFitsItsDocument() {
    String name = "\"€".repeat(40);
    Till till = Till.open();
    Verdict verdict;
    int lines = 0;
    do {
      Item plain = Till.item("€".repeat(32), 99_999, "A");
      var item = ItemMaker.like(plain).names(Map.of("de", name)).item();
      verdict = till.hears(Till.enter(item));
      lines++;
    } while (verdict instanceof Verdict.Accepted);
    assertEquals(Reason.TOO_MANY_LINES, ((Verdict.Refused) verdict).reason());
    till.does(new Input.TakeTotal());
    payWithTheLongestSlips(till);
    byte[] bytes = write(till.lastTransaction());
    assertTrue(lines > 100, lines + " lines");
    assertTrue(bytes.length > 140 * 1024, bytes.length + " bytes");
    posLog.read(bytes);
  }

  /// Lines that were changed and looked at as often as can be, and signatures that were compared.
  @Test
  void theMostChangedAndDoubtedSaleFitsItsDocument() {
    String words = "\u0001".repeat(500);
    Till till = Till.open();
    Item item = ItemMaker.like(Till.item("1", 99_999, "A")).ageClass(18).quantityLimit(1).item();
    Verdict verdict = till.hears(Till.enter(item));
    while (verdict instanceof Verdict.Accepted) {
      for (Problem problem : till.sale().openProblems()) {
        till.does(words, new Input.ClearProblem(problem.id(), Problem.Decision.APPROVED, words));
      }
      var cent = new Change.Amount(new Money(1, Till.EUR));
      int n = till.sale().lines().size();
      while (till.hears(words, new Input.AdjustLine(n, cent, words)) instanceof Verdict.Accepted) {}
      verdict = till.hears(Till.enter(item));
    }
    assertEquals(Reason.TOO_MANY_LINES, ((Verdict.Refused) verdict).reason());
    till.does(new Input.TakeTotal());
    payWithTheLongestSlips(till);
    byte[] bytes = write(till.lastTransaction());
    assertTrue(bytes.length > 140 * 1024, bytes.length + " bytes");
    assertTrue(text(bytes).contains("\"signature-check\""), "somebody has signed");
    posLog.read(bytes);
  }

  private static void payWithTheLongestSlips(Till till) {
    String slip = "€".repeat(1_499) + "\n";
    Authorization said = Till.authorization();
    var authorization =
        new Authorization(
            said.terminalId(),
            said.traceNumber(),
            said.receiptNumber(),
            said.maskedAccount(),
            said.cardName(),
            "signature",
            Optional.of(slip),
            Optional.of(slip));
    String words = "\u0001".repeat(500);
    while (till.workstation().state().sale().isPresent()) {
      var part = new Input.TenderCard(Optional.of(new Money(1, Till.EUR)));
      if (till.hears(part) instanceof Verdict.Refused) {
        till.does(new Input.TenderCard(Optional.empty()));
      }
      answer(till, authorization);
      for (Problem problem : till.sale().openProblems()) {
        till.does(words, new Input.ClearProblem(problem.id(), Problem.Decision.APPROVED, words));
      }
    }
  }
}
