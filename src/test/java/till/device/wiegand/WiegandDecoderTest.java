package till.device.wiegand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.device.wiegand.WiegandDecoder.Cause;
import till.device.wiegand.WiegandDecoder.Frame;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class WiegandDecoderTest {

  private static final Path VECTORS = Path.of("..", "shared", "vectors", "cards", "wiegand.jsonl");

  /// Facility 123, number 4567.
  private static final String BADGE = "10111101100010001110101110";

  private static final long MILLI = 1_000_000;
  private static final long GAP = 30 * MILLI;

  private WiegandDecoder decoder = new WiegandDecoder(0, GAP);
  private final List<Frame> frames = new ArrayList<>();
  private long now = 1;

  @Test
  void aBadgeOf26BitsIsFacilityAndNumber() {
    send(BADGE);
    assertFrames(new Frame.Badge(26, 123, 4567));
  }

  @Test
  void badgesOfOthersAreReadAlike() throws IOException {
    assumeTrue(Files.isRegularFile(VECTORS), "no vectors at " + VECTORS);
    for (String row : Files.readAllLines(VECTORS)) {
      JsonNode vector = JsonMapper.shared().readTree(row);
      send(vector.get("bits").asString());
      assertFrames(
          new Frame.Badge(
              vector.get("bits").asString().length(),
              vector.get("facility").asInt(),
              vector.get("card").asInt()));
    }
  }

  /// 0000000000000001 1000000000000000: one bit in each half, the first even, the last odd.
  @Test
  void aBadgeOf34BitsHasLongerNumbers() {
    send("1" + "0000000000000001" + "1000000000000000" + "0");
    assertFrames(new Frame.Badge(34, 1, 32_768));
    send("0" + "1111111111111111" + "1111111111111111" + "1");
    assertFrames(new Frame.Badge(34, 65_535, 65_535));
  }

  @Test
  void anyBitThatIsTurnedAroundIsSeen() {
    for (int i = 0; i < BADGE.length(); i++) {
      send(BADGE.substring(0, i) + (BADGE.charAt(i) == '0' ? '1' : '0') + BADGE.substring(i + 1));
      assertFrames(new Frame.Dropped(26, Cause.PARITY));
    }
  }

  @Test
  void aPulseTooFewOrTooManyIsNoBadge() {
    for (int i = 0; i < BADGE.length(); i++) {
      send(BADGE.substring(0, i) + BADGE.substring(i + 1));
      assertFrames(new Frame.Dropped(25, Cause.COUNT));
      send(BADGE.substring(0, i) + "1" + BADGE.substring(i));
      assertFrames(new Frame.Dropped(27, Cause.COUNT));
    }
    send(BADGE + BADGE + BADGE);
    assertFrames(new Frame.Dropped(78, Cause.COUNT));
  }

  @Test
  void aPulseThatTheKernelLostTakesTheFrameWithIt() {
    for (int lost = 0; lost < BADGE.length(); lost++) {
      now += 2 * GAP;
      for (int i = 0; i < BADGE.length(); i++) {
        now += MILLI;
        decoder.pulse(BADGE.charAt(i) - '0', now, i == lost, frames::add);
      }
      decoder.silence(frames::add);
      assertFrames(new Frame.Dropped(26, Cause.LOST));
    }
  }

  @Test
  void aLossBetweenTwoFramesTakesBothWithIt() {
    pulses(BADGE, MILLI, false);
    pulses(BADGE, MILLI, true);
    decoder.silence(frames::add);
    assertFrames(new Frame.Dropped(26, Cause.LOST), new Frame.Dropped(26, Cause.LOST));
    send(BADGE);
    assertFrames(new Frame.Badge(26, 123, 4567));
  }

  @Test
  void pulsesAreSpacedAsReadersSpaceThem() {
    for (long spacing : new long[] {200_000, MILLI, 2 * MILLI, 20 * MILLI}) {
      pulses(BADGE, spacing, false);
      decoder.silence(frames::add);
      assertFrames(new Frame.Badge(26, 123, 4567));
    }
    for (long spacing : new long[] {0, 50_000, 140_000, 21 * MILLI, 29 * MILLI}) {
      pulses(BADGE, spacing, false);
      decoder.silence(frames::add);
      assertFrames(new Frame.Dropped(26, Cause.SPACING));
    }
  }

  @Test
  void silenceInTheTimesOfThePulsesEndsAFrameToo() {
    pulses(BADGE, MILLI, false);
    pulses(BADGE, MILLI, false);
    assertFrames(new Frame.Badge(26, 123, 4567));
    assertFalse(decoder.isIdle());
    decoder.silence(frames::add);
    assertFrames(new Frame.Badge(26, 123, 4567));
    assertTrue(decoder.isIdle());
    decoder.silence(frames::add);
    assertFrames();
  }

  @Test
  void keysAreKeysWhereThereIsAKeypad() {
    send("0101");
    assertFrames(new Frame.Dropped(4, Cause.COUNT));
    decoder = new WiegandDecoder(4, GAP);
    send("0101");
    assertFrames(new Frame.Key('5'));
    send("1010");
    assertFrames(new Frame.Key('*'));
    send("1011");
    assertFrames(new Frame.Key('#'));
    send("1100");
    assertFrames(new Frame.Dropped(4, Cause.NO_KEY));
    send("10100101");
    assertFrames(new Frame.Dropped(8, Cause.COUNT));
    decoder = new WiegandDecoder(8, GAP);
    send("10100101");
    assertFrames(new Frame.Key('5'));
    send("01010101");
    assertFrames(new Frame.Dropped(8, Cause.NO_KEY));
    send(BADGE);
    assertFrames(new Frame.Badge(26, 123, 4567));
  }

  /// Two bits of parity are all there is: of frames of random bits a quarter fits.
  @Test
  void randomPulsesAreFramesOfTheRightCountOrNone() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    var random = new Random(seed);
    long fed = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    long pulses = 0;
    long badges = 0;
    long frameCount = 0;
    for (long i = 0; i < fed; i++) {
      now += random.nextInt(30) == 0 ? GAP : 150_000 + random.nextLong(MILLI);
      decoder.pulse(random.nextInt(2), now, random.nextInt(1_000) == 0, frames::add);
      for (Frame frame : frames) {
        frameCount++;
        switch (frame) {
          case Frame.Badge badge -> {
            badges++;
            pulses += badge.bits();
          }
          case Frame.Dropped dropped -> pulses += dropped.pulses();
          case Frame.Key _ -> throw new AssertionError("a key without a keypad");
        }
      }
      frames.clear();
    }
    decoder.silence(frames::add);
    pulses += assertInstanceOf(Frame.Dropped.class, frames.getFirst()).pulses();
    System.out.printf(
        "Wiegand noise: seed %d, %d badges of %d frames of %d pulses%n",
        seed, badges, frameCount, fed);
    assertEquals(fed, pulses, "seed " + seed);
    assertTrue(badges < frameCount / 50, badges + " of " + frameCount + ", seed " + seed);
  }

  private void send(String bits) {
    pulses(bits, MILLI, false);
    decoder.silence(frames::add);
  }

  private void pulses(String bits, long spacing, boolean lossBefore) {
    now += 2 * GAP;
    for (int i = 0; i < bits.length(); i++) {
      decoder.pulse(bits.charAt(i) - '0', now, lossBefore && i == 0, frames::add);
      now += spacing;
    }
  }

  private void assertFrames(Frame... expected) {
    assertEquals(List.of(expected), frames);
    frames.clear();
  }
}
