package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Answers by the tables of Epson's TM-T88III specification, cut in every way and amid noise. The
/// vectors are skipped where they are not at hand.
final class AnswerVectorsTest {

  private static final Path VECTORS =
      Path.of("..", "shared", "vectors", "escpos", "status_bytes.jsonl");

  /// Begin no answer and belong to none.
  private static final byte[] NOISE = HexFormat.of().parseHex("ffc080");

  /// The bytes that answers are made of; all random ones would hardly ever make one.
  private static final byte[] USUAL = HexFormat.of().parseHex("37220030314142131110121600035f3d35");

  private static final int PRINTED_BYTES = 7;

  /// @param answers what the text says that it is
  @SuppressWarnings("ArrayRecordComponent") // read, never compared
  private record Vector(byte[] bytes, List<PrinterAnswer> answers) {}

  @Test
  void everyAnswerIsReadAtEveryCut() throws IOException {
    for (Vector vector : vectors()) {
      assertReadAtEveryCut(vector.answers(), vector.bytes());
    }
  }

  @Test
  void twoInOneChunkAreTwoAlsoWithNoiseBetweenThem() throws IOException {
    List<Vector> vectors = vectors();
    for (Vector first : vectors) {
      for (Vector second : vectors) {
        List<PrinterAnswer> both =
            Stream.concat(first.answers().stream(), second.answers().stream()).toList();
        assertReadAtEveryCut(both, joined(first.bytes(), second.bytes()));
        assertReadAtEveryCut(both, joined(NOISE, first.bytes(), NOISE, second.bytes(), NOISE));
      }
    }
  }

  /// A job counts as printed by seven bytes only, without XON and XOFF: 37 22, the four of its
  /// number, and 00. `-Dtilld.seed=N` repeats a run.
  @Test
  void noNoiseSaysThatSomethingIsPrinted() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random answers: seed " + seed);
    var random = new Random(seed);
    long count = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    var reader = new AnswerReader();
    byte[] last = new byte[PRINTED_BYTES];
    byte[] next = new byte[1];
    long[] printed = {0};
    for (long done = 0; done < count; done++) {
      boolean usual = done % 200 < 150;
      next[0] = usual ? USUAL[random.nextInt(USUAL.length)] : (byte) random.nextInt();
      if (next[0] != 0x11 && next[0] != 0x13) {
        System.arraycopy(last, 1, last, 0, last.length - 1);
        last[last.length - 1] = next[0];
      }
      reader.feed(
          next,
          1,
          answer -> {
            if (answer instanceof PrinterAnswer.Printed(String processId)) {
              printed[0]++;
              assertTrue(
                  last[0] == 0x37 && last[1] == 0x22 && last[PRINTED_BYTES - 1] == 0,
                  () -> HexFormat.of().formatHex(last) + " is no proof, seed " + seed);
              assertEquals(new String(last, 2, 4, StandardCharsets.US_ASCII), processId);
            }
          });
    }
    System.out.println(count + " random bytes, " + printed[0] + " times printed");
    assertTrue(printed[0] > 0, "never anything to judge, seed " + seed);
    reader.feed(new byte[4], 4, _ -> {}); // ends whatever had begun
    var answers = new ArrayList<PrinterAnswer>();
    byte[] whole = HexFormat.of().parseHex("37223030303100");
    reader.feed(whole, whole.length, answers::add);
    assertEquals(List.of(new PrinterAnswer.Printed("0001")), answers, "seed " + seed);
  }

  private static void assertReadAtEveryCut(List<PrinterAnswer> expected, byte[] bytes) {
    for (int cut = 0; cut <= bytes.length; cut++) {
      var reader = new AnswerReader();
      var answers = new ArrayList<PrinterAnswer>();
      reader.feed(bytes, cut, answers::add);
      byte[] rest = Arrays.copyOfRange(bytes, cut, bytes.length);
      reader.feed(rest, rest.length, answers::add);
      assertEquals(expected, answers, HexFormat.of().formatHex(bytes) + " cut at " + cut);
    }
  }

  private static byte[] joined(byte[]... parts) {
    var all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  private static List<Vector> vectors() throws IOException {
    assumeTrue(Files.exists(VECTORS), "no vectors at " + VECTORS);
    List<Vector> vectors =
        Files.readAllLines(VECTORS).stream()
            .map(line -> vector(JsonMapper.shared().readTree(line)))
            .toList();
    assertEquals(30, vectors.size());
    return vectors;
  }

  private static Vector vector(JsonNode row) {
    byte[] bytes = HexFormat.of().parseHex(row.get("bytes").asString());
    String means = row.get("expect").asString();
    return new Vector(bytes, answers(means, bytes));
  }

  /// The one with an XOFF in a block has seven characters where a process id has four, and says
  /// nothing.
  private static List<PrinterAnswer> answers(String means, byte[] bytes) {
    if (means.startsWith("DLE EOT reply")) {
      return List.of(
          new PrinterAnswer.RealTime(bytes[0]),
          status(bytes, 1),
          new PrinterAnswer.RealTime(bytes[5]));
    }
    if (means.startsWith("DLE EOT")) {
      return List.of(new PrinterAnswer.RealTime(bytes[0]));
    }
    if (means.startsWith("ASB with an XOFF")) {
      return List.of(new PrinterAnswer.Status(0x10, 0, 0, 0));
    }
    if (means.startsWith("ASB")) {
      return List.of(status(bytes, 0));
    }
    if (means.startsWith("XON then ASB")) {
      return List.of(status(bytes, 1));
    }
    if (means.startsWith("clear response")) {
      return List.of(new PrinterAnswer.Cleared());
    }
    if (means.startsWith("process ID")) {
      return List.of(new PrinterAnswer.Printed(new String(bytes, 2, 4, StandardCharsets.US_ASCII)));
    }
    return means.startsWith("GS r") ? List.of(new PrinterAnswer.Processed(bytes[0])) : List.of();
  }

  private static PrinterAnswer status(byte[] bytes, int at) {
    return new PrinterAnswer.Status(bytes[at], bytes[at + 1], bytes[at + 2], bytes[at + 3]);
  }
}
