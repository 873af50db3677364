package till.device.nfc;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.device.nfc.Pn532Framer.Frame;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Frames after UM0701-02, 6.2.1.
final class Pn532FramerTest {

  private static final Path VECTORS = Path.of("..", "shared", "vectors", "cards");

  private static final String ACK = "0000FF00FF00";
  private static final String NACK = "0000FFFF0000";
  private static final String REFUSAL = "0000FF01FF7F8100";
  private static final String FIRMWARE = "0000FF06FAD50332010607E800";
  private static final String NO_CARD = "0000FF03FDD54B00E000";

  /// The same answer in an extended frame.
  private static final String EXTENDED = "0000FFFFFF0003FDD54B00E000";

  private static final List<Frame> ALL =
      List.of(
          new Frame.Ack(),
          new Frame.Nack(),
          new Frame.Refusal(),
          new Frame.Answer("0332010607"),
          new Frame.Answer("4B00"),
          new Frame.Answer("4B00"));

  private final Pn532Framer framer = new Pn532Framer();
  private final List<Frame> frames = new ArrayList<>();

  @Test
  void everyKindOfFrameIsCutAlsoWhereTheyMerge() {
    feed(ACK + NACK + REFUSAL + FIRMWARE + NO_CARD + EXTENDED);
    assertEquals(ALL, frames);
  }

  @Test
  void zerosBeforeAndBehindAFrameMayBeMissing() {
    feed("00FF00FF00FF06FAD50332010607E800FF03FDD54B00E0");
    assertEquals(
        List.of(new Frame.Ack(), new Frame.Answer("0332010607"), new Frame.Answer("4B00")), frames);
  }

  @Test
  void everySplitGivesTheSame() {
    byte[] stream = bytes(ACK + NACK + REFUSAL + FIRMWARE + NO_CARD + EXTENDED);
    for (int first = 0; first <= stream.length; first++) {
      for (int second = first; second <= stream.length; second++) {
        var split = new Pn532Framer();
        frames.clear();
        for (byte[] part :
            List.of(
                Arrays.copyOfRange(stream, 0, first),
                Arrays.copyOfRange(stream, first, second),
                Arrays.copyOfRange(stream, second, stream.length))) {
          split.feed(part, part.length, frames::add);
        }
        assertEquals(ALL, frames, first + " " + second);
      }
    }
  }

  @Test
  void aFrameWithAnyBitTurnedAroundIsNoAnswer() {
    byte[] good = bytes(FIRMWARE);
    for (int bit = 16; bit < 8 * (good.length - 1); bit++) {
      byte[] bad = good.clone();
      bad[bit / 8] ^= (byte) (1 << bit % 8);
      var fresh = new Pn532Framer();
      frames.clear();
      fresh.feed(bad, bad.length, frames::add);
      fresh.silence(frames::add);
      assertTrue(frames.stream().noneMatch(Frame.Answer.class::isInstance), bit + " " + frames);
    }
  }

  @Test
  void aFrameBehindHalfAFrameIsFound() {
    feed("0000FF06FAD503" + NO_CARD);
    framer.silence(frames::add);
    assertEquals(new Frame.Answer("4B00"), frames.getLast());

    frames.clear();
    feed("00FF80" + "80" + "D5" + FIRMWARE); // announces 128 bytes
    assertEquals(List.of(), frames);
    framer.silence(frames::add);
    assertEquals(new Frame.Answer("0332010607"), frames.getLast());
  }

  @Test
  void noiseIsToldOfAndZerosAreNone() {
    feed("000000000055AA1234" + ACK);
    assertEquals(List.of(new Frame.Dropped(4), new Frame.Ack()), frames);
  }

  @Test
  void commandsOfTheHostAreNoAnswers() {
    feed("0000FF02FED4022A00" + ACK);
    assertTrue(frames.contains(new Frame.Ack()));
    assertTrue(frames.stream().noneMatch(Frame.Answer.class::isInstance), frames::toString);
  }

  @Test
  void theLongestAnswerIsTaken() {
    byte[] data = new byte[265];
    new Random(1).nextBytes(data);
    data[0] = (byte) 0xD5;
    int sum = 0;
    for (byte each : data) {
      sum += each;
    }
    feed("0000FFFFFF0109F6" + hex(data) + "%02X00".formatted(-sum & 0xFF));
    assertEquals(List.of(new Frame.Answer(hex(data).substring(2))), frames);
  }

  /// Two checksums of 8 bits, the start and the TFI: about one in 10^12 positions of noise is a
  /// good answer. ACK and NACK are 4 bytes, one in 4 * 10^9.
  @Test
  void randomBytesAreNoGoodFrameAndNothingGrows() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("PN532 noise: seed " + seed);
    var random = new Random(seed);
    long fed = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    byte[] chunk = new byte[1_000];
    long[] good = {0};
    for (long done = 0; done < fed; done += chunk.length) {
      random.nextBytes(chunk);
      framer.feed(chunk, chunk.length, each -> good[0] += each instanceof Frame.Dropped ? 0 : 1);
      if (random.nextInt(20) == 0) {
        framer.silence(each -> good[0] += each instanceof Frame.Dropped ? 0 : 1);
      }
    }
    System.out.println("PN532 noise: " + good[0] + " good frames in " + fed + " bytes");
    assertTrue(good[0] <= 1, good[0] + " frames out of noise, seed " + seed);
    framer.silence(_ -> {});
    feed(FIRMWARE);
    assertEquals(List.of(new Frame.Answer("0332010607")), frames);
  }

  /// Nearly frames: starts everywhere and small numbers, so that lengths fit often.
  @Test
  void noiseThatLooksLikeFramesLosesNoFrameBehindIt() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    var random = new Random(seed);
    for (int round = 0; round < 2_000; round++) {
      byte[] noise = new byte[random.nextInt(300)];
      for (int i = 0; i < noise.length; i++) {
        int kind = random.nextInt(4);
        noise[i] =
            (byte) (kind == 0 ? 0 : kind == 1 ? 0xFF : kind == 2 ? 0xD5 : random.nextInt(256));
      }
      var fresh = new Pn532Framer();
      frames.clear();
      fresh.feed(noise, noise.length, frames::add);
      fresh.silence(frames::add);
      fresh.feed(bytes(FIRMWARE), bytes(FIRMWARE).length, frames::add);
      assertEquals(new Frame.Answer("0332010607"), frames.getLast(), "seed " + seed);
    }
  }

  @Test
  void framesOfOthersAreReadAndMadeAlike() throws IOException {
    assumeTrue(Files.isDirectory(VECTORS), "no vectors at " + VECTORS);
    List<String> rows = Files.readAllLines(VECTORS.resolve("pn532_hsu_frames.jsonl"));
    for (String row : rows) {
      JsonNode vector = JsonMapper.shared().readTree(row);
      String frame = vector.get("frame").asString();
      String payload = vector.path("payload").asString("");
      switch (vector.path("direction").asString("")) {
        case "host_to_pn532" -> assertArrayEquals(bytes(frame), Pn532.frame(bytes(payload)), row);
        case "pn532_to_host" -> {
          frames.clear();
          feed(frame);
          assertEquals(List.of(new Frame.Answer(payload.toUpperCase(Locale.ROOT))), frames, row);
        }
        default -> {
          frames.clear();
          feed(frame);
          assertEquals(1, frames.size(), row);
          assertTrue(ALL.subList(0, 3).contains(frames.getFirst()), row);
        }
      }
    }
    assertEquals(21, rows.size());
    assertArrayEquals(bytes(ACK), Pn532.ack());
    assertArrayEquals(bytes(NACK), Pn532.nack());
  }

  private void feed(String hex) {
    byte[] bytes = bytes(hex);
    framer.feed(bytes, bytes.length, frames::add);
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().withUpperCase().formatHex(bytes);
  }
}
