package till.simulator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// The simulated terminal's serial frames, against frames of another project (ecrterm).
final class ZvtFramesTest {

  private static final Path VECTORS =
      Path.of("..", "shared", "vectors", "zvt", "serial_frames_ecrterm.jsonl");
  private static final JsonMapper JSON = JsonMapper.builder().build();

  @Test
  void framesOfAnotherProjectAreReadAndMade() throws Exception {
    assumeTrue(Files.isRegularFile(VECTORS), "no vectors at " + VECTORS);
    int rows = 0;
    for (String line : Files.readAllLines(VECTORS)) {
      JsonNode row = JSON.readTree(line);
      byte[] frame = bytes(row.path("frame").asString());
      byte[] apdu = bytes(row.path("apdu").asString());
      assertArrayEquals(frame, ZvtFrames.frame(apdu, apdu), row.path("name").asString());
      if (ZvtMessage.length(apdu).orElse(0) != apdu.length) {
        // the row's length byte is wrong, which a terminal notices
        assertInstanceOf(ZvtFrames.Heard.Damaged.class, hear(new ZvtFrames(), frame).getFirst());
      } else {
        assertHears(apdu, hear(new ZvtFrames(), frame));
      }
      rows++;
    }
    assertEquals(13, rows);
  }

  /// 80 00 00 as the specification has it, and the amount 10.10 with its doubled bytes.
  @Test
  void aFrameIsMadeByteForByte() {
    assertArrayEquals(
        bytes("10028000001003f51f"), ZvtFrames.frame(bytes("800000"), bytes("800000")));
    String doubled = "1002" + "0601" + "07" + "0400000000" + "10101010" + "1003";
    byte[] apdu = bytes("060107" + "0400000000" + "1010");
    assertEquals(
        doubled,
        HexFormat.of().formatHex(ZvtFrames.frame(apdu, apdu)).substring(0, doubled.length()));
  }

  @Test
  void noiseAroundFramesIsNoMessage() {
    var frames = new ZvtFrames();
    assertEquals(List.of(), hear(frames, bytes("00ff7f10411003" + "f5")));
    assertHears(bytes("800000"), hear(frames, bytes("10" + "10028000001003f51f")));
  }

  @Test
  void aFrameThatBeginsInsideAnotherIsRead() {
    assertHears(bytes("800000"), hear(new ZvtFrames(), bytes("10020601" + "10028000001003f51f")));
  }

  @Test
  void everyBitThatIsTurnedOverIsNoticed() {
    byte[] apdu = bytes("06010a04000000001110490978");
    byte[] frame = ZvtFrames.frame(apdu, apdu);
    for (int bit = 16; bit < 8 * frame.length; bit++) {
      byte[] damaged = frame.clone();
      damaged[bit / 8] ^= (byte) (1 << (bit % 8));
      for (ZvtFrames.Heard heard : hear(new ZvtFrames(), damaged)) {
        assertTrue(
            !(heard instanceof ZvtFrames.Heard.Message), "bit " + bit + " was turned over unseen");
      }
    }
  }

  @Test
  void anyMessageComesBackThroughAnyNoise() throws IOException {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var frames = new ZvtFrames();
    for (int i = 0; i < 2_000; i++) {
      byte[] body = new byte[random.nextInt(300)];
      for (int at = 0; at < body.length; at++) {
        body[at] = (byte) (random.nextBoolean() ? 0x10 : random.nextInt());
      }
      byte[] apdu = new ZvtMessage(0x06D1, body, new byte[0]).encode();
      assertHears(apdu, hear(frames, ZvtFrames.frame(apdu, apdu)));
      byte[] noise = new byte[random.nextInt(50)];
      random.nextBytes(noise);
      hear(frames, noise);
      frames.reset();
    }
  }

  private static void assertHears(byte[] apdu, List<ZvtFrames.Heard> heard) {
    assertEquals(1, heard.size(), heard.toString());
    ZvtFrames.Heard.Message message =
        assertInstanceOf(ZvtFrames.Heard.Message.class, heard.getFirst());
    assertArrayEquals(apdu, message.apdu());
  }

  private static List<ZvtFrames.Heard> hear(ZvtFrames frames, byte[] bytes) {
    List<ZvtFrames.Heard> heard = new ArrayList<>();
    for (byte octet : bytes) {
      frames.hear(octet & 0xFF).ifPresent(heard::add);
    }
    return heard;
  }

  private static byte[] bytes(String hex) {
    return HexFormat.of().parseHex(hex);
  }
}
