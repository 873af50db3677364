package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Bytes that two other projects' writers make, read here: escpos-php (MIT) and
/// ReceiptPrinterEncoder (MIT). Skipped where the vectors are not at hand.
///
/// Not read: rows in Star's own language, which is another one, and rows whose call is refused,
/// which have no bytes.
final class EscPosVectorsTest {

  private static final Path VECTORS = Path.of("..", "shared", "vectors", "escpos");

  /// The text that a call prints, when it is plain.
  private static final Pattern PRINTED = Pattern.compile("text\\([\"']([A-Za-z ]+)");

  @TestFactory
  Stream<DynamicTest> everyCommandIsKnown() {
    assumeTrue(Files.isDirectory(VECTORS), "no vectors at " + VECTORS);
    return jobs().map(row -> DynamicTest.dynamicTest(row.get("name").asString(), () -> check(row)));
  }

  @Test
  void everySplitOfEveryJobIsTheSamePaper() {
    assumeTrue(Files.isDirectory(VECTORS), "no vectors at " + VECTORS);
    for (byte[] job : jobs().map(EscPosVectorsTest::bytes).toList()) {
      Paper whole = EscPosReader.decode(job);
      for (int at = 1; at < job.length; at++) {
        var reader = new EscPosReader(EscPosReader.COLUMNS);
        reader.read(job, 0, at);
        reader.read(job, at, job.length - at);
        assertEquals(whole, reader.paper(), HexFormat.of().formatHex(job) + " split at " + at);
      }
    }
  }

  @Test
  void allJobsInOneChunkAreAllJobsOneByOne() {
    assumeTrue(Files.isDirectory(VECTORS), "no vectors at " + VECTORS);
    var together = new ByteArrayOutputStream();
    var oneByOne = new EscPosReader(EscPosReader.COLUMNS);
    for (byte[] job : jobs().map(EscPosVectorsTest::bytes).toList()) {
      together.writeBytes(job);
      oneByOne.read(job, 0, job.length);
    }
    assertEquals(oneByOne.paper(), EscPosReader.decode(together.toByteArray()));
  }

  private static Stream<JsonNode> jobs() {
    return Stream.of("escpos_php_unit.jsonl", "receiptprinterencoder_3.0.2.jsonl")
        .flatMap(EscPosVectorsTest::rows)
        .filter(row -> row.has("expect_hex"))
        .filter(row -> row.path("language").asString("esc-pos").equals("esc-pos"));
  }

  private static byte[] bytes(JsonNode row) {
    return HexFormat.of().parseHex(row.get("expect_hex").asString());
  }

  private static Stream<JsonNode> rows(String file) {
    try {
      List<String> lines = Files.readAllLines(VECTORS.resolve(file));
      return lines.stream().map(line -> JsonMapper.shared().readTree(line));
    } catch (IOException e) {
      throw new AssertionError("cannot read " + file, e);
    }
  }

  private static void check(JsonNode row) {
    byte[] job = bytes(row);
    var reader = new EscPosReader(EscPosReader.COLUMNS);
    reader.read(job, 0, job.length);
    assertEquals(0, reader.paper().unknown(), reader.paper().problems()::toString);
    reader.read(new byte[] {'\n'}, 0, 1);
    String text = reader.paper().text();
    printed(row).ifPresent(expected -> assertTrue(text.contains(expected), text));
  }

  private static Optional<String> printed(JsonNode row) {
    Matcher call = PRINTED.matcher(row.get("calls").toString());
    return call.find() ? Optional.of(call.group(1)) : Optional.empty();
  }
}
