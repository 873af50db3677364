package till.device.printer;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import till.device.printer.EscPos.Align;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The same calls as in two other projects' own tests make the same bytes: escpos-php (MIT) and
/// ReceiptPrinterEncoder (MIT). Those that have no like here (double strike, tabs, colours, ...)
/// are left out. Skipped where the vectors are not at hand.
final class EscPosVectorsTest {

  private static final Path VECTORS = Path.of("..", "shared", "vectors", "escpos");
  private static final PrinterProfile EPSON = PrinterProfile.find("epson-tm-t88v").orElseThrow();

  /// By the other project's name of the test.
  private static final Map<String, UnaryOperator<EscPos>> PHP =
      Map.ofEntries(
          Map.entry("testFeed3Lines", job -> job.feed(3)),
          Map.entry("testFeedZero", job -> job.feed(0)),
          Map.entry("testFeedTooLarge", job -> job.feed(256)),
          Map.entry("testSetEmphasisOn", job -> job.bold(true)),
          Map.entry("testSetEmphasisOff", job -> job.bold(false)),
          Map.entry("testSetJustificationLeft", job -> job.align(Align.LEFT)),
          Map.entry("testSetJustificationCenter", job -> job.align(Align.CENTRE)),
          Map.entry("testSetJustificationRight", job -> job.align(Align.RIGHT)),
          Map.entry("testSetTextSizeNormal", job -> job.size(1, 1)),
          Map.entry("testSetTextSizeWide", job -> job.size(4, 1)),
          Map.entry("testSetTextSizeNarrow", job -> job.size(1, 4)),
          Map.entry("testSetTextSizeLarge", job -> job.size(4, 4)),
          Map.entry("testSetTextSizeInvalid", job -> job.size(0, 9)),
          Map.entry("testBarcodeCode128ValidB", job -> job.barcode("012ABCDabcd")),
          Map.entry(
              "testTextStringOutput",
              job -> job.line("The quick brown fox jumps over the lazy dog")));

  /// By its calls.
  private static final Map<String, UnaryOperator<EscPos>> ENCODER =
      Map.of(
          "encoder.text('hello').encode()",
          job -> job.text("hello"),
          "encoder.bold(true).text('hello').bold(false).encode()",
          job -> job.bold(true).text("hello").bold(false),
          "encoder.width(2).text('hello').width(1).encode()",
          job -> job.size(2, 1).text("hello").size(1, 1),
          "encoder.height(2).text('hello').height(1).encode()",
          job -> job.size(1, 2).text("hello").size(1, 1),
          "encoder.width(2).height(2).text('hello').width(1).height(1).encode()",
          job -> job.big(true).text("hello").big(false),
          "encoder.qrcode('https://nielsleenheer.com').encode()",
          job -> job.qr("https://nielsleenheer.com"),
          "encoder.barcode('CODE128', 'code128', 60).encode()",
          job -> job.barcode("CODE128"),
          "encoder.image(canvas, 8, 8).encode()",
          job -> job.picture(oneDot()));

  @TestFactory
  Stream<DynamicTest> escposPhp() throws IOException {
    return rows("escpos_php_unit.jsonl", PHP, "name");
  }

  @TestFactory
  Stream<DynamicTest> receiptPrinterEncoder() throws IOException {
    return rows("receiptprinterencoder_3.0.2.jsonl", ENCODER, "calls");
  }

  private static Stream<DynamicTest> rows(
      String file, Map<String, UnaryOperator<EscPos>> calls, String key) throws IOException {
    assumeTrue(Files.isDirectory(VECTORS), "no vectors at " + VECTORS);
    List<JsonNode> rows =
        Files.readAllLines(VECTORS.resolve(file)).stream()
            .map(line -> JsonMapper.shared().readTree(line))
            .filter(row -> row.path("language").asString("esc-pos").equals("esc-pos"))
            .filter(row -> calls.containsKey(row.get(key).asString("")))
            .filter(row -> !row.path("expect_hex").asString("").startsWith("1b33")) // in columns
            .toList();
    assertEquals(calls.size(), rows.size());
    return rows.stream()
        .map(row ->
            DynamicTest.dynamicTest(
                row.get("name").asString(),
                () -> check(row, requireNonNull(calls.get(row.get(key).asString())))));
  }

  private static void check(JsonNode row, UnaryOperator<EscPos> call) {
    if (!row.has("expect_hex")) {
      assertThrows(IllegalArgumentException.class, () -> call.apply(new EscPos(EPSON)));
      return;
    }
    String expected =
        row.get("expect_hex")
            .asString()
            .replaceFirst("^1b40", "")
            .replaceFirst("0a0d$", "")
            .replaceFirst("^.*(?=1d6b49)", ""); // of bar codes: height and width are one's own
    String made = HexFormat.of().formatHex(call.apply(new EscPos(EPSON)).toBytes());
    assertTrue(made.endsWith(expected), () -> made + " does not end with " + expected);
    if (!expected.startsWith("1d6b")) {
      String begin = HexFormat.of().formatHex(new EscPos(EPSON).toBytes());
      assertEquals(begin + expected, made);
    }
  }

  /// Eight by eight, the first one black.
  private static Dots oneDot() {
    var dots = new Dots(8, 8);
    dots.blacken(0, 0);
    return dots;
  }
}
