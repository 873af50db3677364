package till.device.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.device.scanner.ScanFramer.Cause;
import till.device.scanner.ScanFramer.Framed;

final class ScanFramerTest {

  private final ScanFramer framer = new ScanFramer();
  private final List<Framed> framed = new ArrayList<>();

  @Test
  void everySuffixEndsALabel() {
    for (String suffix : new String[] {"\r", "\n", "\r\n", "\t", "\u0003", "\r\n\r\n"}) {
      feed("4006381333931" + suffix);
      assertLabels("4006381333931");
    }
  }

  @Test
  void twoLabelsInOneChunkAreTwoScans() {
    feed("4006381333931\r\n96385074\r\n");

    assertLabels("4006381333931", "96385074");
  }

  @Test
  void aLabelMayComeByteByByte() {
    for (byte next : bytes("]E04006381333931\r\n")) {
      framer.feed(new byte[] {next}, 1, framed::add);
    }

    assertLabels("]E04006381333931");
  }

  @Test
  void onlyAsManyBytesAreTakenAsTheChunkHolds() {
    framer.feed(bytes("12\r34\r"), 3, framed::add);

    assertLabels("12");
  }

  @Test
  void aPrefixIsNotPartOfTheLabel() {
    feed("\u00024006381333931\u0003\u000296385074\u0003");

    assertLabels("4006381333931", "96385074");
  }

  @Test
  void theSeparatorOfGs1SymbolsIsKept() {
    feed("]d20104006381333931\u001d10LOT\r");

    assertLabels("]d20104006381333931\u001d10LOT");
  }

  @Test
  void lettersBeyondAsciiAreReadAsUtf8() {
    feed("]Q1Grüße\r");

    assertLabels("]Q1Grüße");
  }

  @Test
  void aHalfLabelIsDroppedWhenTheScannerFallsSilent() {
    feed("40063813");
    assertFalse(framer.isIdle());

    framer.silence(framed::add);

    assertTrue(framer.isIdle());
    assertFramed(new Framed.Dropped(8, Cause.NO_END));
    feed("96385074\r");
    assertLabels("96385074");
  }

  @Test
  void silenceBetweenLabelsIsNothing() {
    feed("96385074\r\n");
    framer.silence(framed::add);

    assertLabels("96385074");
  }

  @Test
  void aNewPrefixEndsAHalfLabel() {
    feed("\u000240063813\u000296385074\r");

    assertFramed(new Framed.Dropped(8, Cause.NO_END), new Framed.Label("96385074"));
  }

  @Test
  void noiseBeforeALabelIsDroppedAndCounted() {
    feed("\u0000\u0000\u0001\u007f96385074\r");

    assertFramed(new Framed.Dropped(4, Cause.NOISE), new Framed.Label("96385074"));
  }

  @Test
  void aLabelWithNoiseInItIsDroppedAsAWhole() {
    feed("4006\u000081333931\r96385074\r");

    assertFramed(new Framed.Dropped(13, Cause.NOT_TEXT), new Framed.Label("96385074"));
  }

  @Test
  void aLabelThatIsNoUtf8IsDropped() {
    framer.feed(new byte[] {'4', (byte) 0xF0, (byte) 0x81, '\r'}, 4, framed::add);

    assertFramed(new Framed.Dropped(3, Cause.NOT_TEXT));
  }

  @Test
  void theLongestLabelIsReadAndALongerOneDroppedToItsEnd() {
    String longest = "7".repeat(ScanFramer.LABEL_BYTES_MAX);
    feed(longest + "\r");
    assertLabels(longest);

    feed(longest + "77\r96385074\r");
    assertFramed(
        new Framed.Dropped(ScanFramer.LABEL_BYTES_MAX + 2, Cause.TOO_LONG),
        new Framed.Label("96385074"));
  }

  @Test
  void garbageWithoutEndIsBoundedAndReportedOnce() {
    byte[] garbage = new byte[100_000];
    Arrays.fill(garbage, (byte) 'x');

    framer.feed(garbage, garbage.length, framed::add);
    assertEquals(List.of(), framed);
    framer.silence(framed::add);

    assertFramed(new Framed.Dropped(garbage.length, Cause.TOO_LONG));
  }

  @Test
  void everyPrefixOfAStreamGivesItsWholeLabelsAndNoMore() {
    byte[] stream = bytes("\u0002]E04006381333931\r\n96385074\t]C1010\u001d1\u0003");
    int[] ends = {17, 27, 36};
    for (int length = 0; length <= stream.length; length++) {
      var fresh = new ScanFramer();
      var out = new ArrayList<Framed>();

      fresh.feed(Arrays.copyOf(stream, length), length, out::add);

      int prefix = length;
      assertEquals(
          Arrays.stream(ends).filter(end -> end < prefix).count(), out.size(), "of " + length);
    }
  }

  @Test
  void howAStreamIsCutIntoChunksMakesNoDifference() {
    long seed = new Random().nextLong();
    var random = new Random(seed);
    byte[] stream = randomStream(random);
    framer.feed(stream, stream.length, framed::add);
    assertTrue(framed.size() > 100);

    var chunked = new ScanFramer();
    var out = new ArrayList<Framed>();
    for (int from = 0; from < stream.length; ) {
      int length = Math.min(stream.length - from, 1 + random.nextInt(40));
      chunked.feed(Arrays.copyOfRange(stream, from, from + length), length, out::add);
      from += length;
    }

    assertEquals(framed, out, "seed " + seed);
  }

  /// Labels with the noise between and in them that a bad line makes.
  private static byte[] randomStream(Random random) {
    String[] ends = {"\r", "\n", "\r\n", "\t", "\u0003"};
    var stream = new ByteArrayOutputStream();
    for (int i = 0; i < 500; i++) {
      if (random.nextInt(10) == 0) {
        byte[] noise = new byte[random.nextInt(20)];
        random.nextBytes(noise);
        stream.writeBytes(noise);
      }
      if (random.nextBoolean()) {
        stream.write(0x02);
      }
      stream.writeBytes(bytes(Long.toString(random.nextLong(1_000_000_000_000L))));
      stream.writeBytes(bytes(ends[random.nextInt(ends.length)]));
    }
    return stream.toByteArray();
  }

  private void feed(String text) {
    byte[] bytes = bytes(text);
    framer.feed(bytes, bytes.length, framed::add);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void assertLabels(String... labels) {
    assertFramed(Arrays.stream(labels).map(Framed.Label::new).toArray(Framed[]::new));
  }

  private void assertFramed(Framed... expected) {
    assertEquals(List.of(expected), framed);
    framed.clear();
  }
}
