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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.device.scanner.Framer.Cause;
import till.device.scanner.Framer.Framed;
import till.port.PortSettings;

final class ScanFramerTest {

  private ScanFramer framer = standard();
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

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"AUTO", "NONE"})
  void aFixedSuffixAloneEndsALabelWhichMayHoldTheOthers(Suffix suffix) {
    String end = end(suffix);
    String lines = "first\rsecond\nthird\tfourth".replace(end, "-");
    framer = framer(suffix, "");

    feed(lines + end + "96385074" + end);

    assertLabels(lines, "96385074");
  }

  @Test
  void anotherSuffixThanTheConfiguredOneIsReported() {
    framer = framer(Suffix.CR, "");
    feed("4006381333931\r\n96385074\r\n");
    assertFramed(
        new Framed.Label("4006381333931"),
        new Framed.Dropped(1, Cause.NOISE),
        new Framed.Label("96385074"));

    framer = framer(Suffix.CRLF, "");
    feed("4006381333931\r");
    framer.silence(framed::add);
    assertFramed(new Framed.Dropped(14, Cause.NO_END));

    framer = framer(Suffix.NONE, "");
    feed("4006381333931\r");
    framer.silence(framed::add);
    assertFramed(new Framed.Dropped(14, Cause.NOT_TEXT));
  }

  @Test
  void aCarriageReturnBeforeASilenceIsNoHalfOfASuffix() {
    framer = framer(Suffix.CRLF, "");
    feed("4006381333931\r");
    framer.silence(framed::add);
    framed.clear();

    feed("\n96385074\r\n");

    assertFramed(new Framed.Dropped(1, Cause.NOISE), new Framed.Label("96385074"));
  }

  @Test
  void withoutASuffixSilenceEndsALabel() {
    framer = framer(Suffix.NONE, "");
    feed("4006381333931");
    assertEquals(List.of(), framed);
    framer.silence(framed::add);
    assertLabels("4006381333931");

    framer.silence(framed::add);
    feed("\u000296385074\u000236000291");
    framer.silence(framed::add);
    assertLabels("96385074", "36000291");
  }

  @Test
  void theConfiguredPrefixIsTakenOff() {
    framer = framer(Suffix.CRLF, "FF");
    feed("FF4006381333931\r\nFF]E496385074\r\n");
    assertLabels("4006381333931", "]E496385074");

    framer = framer(Suffix.ETX, "\u0002A");
    feed("\u0002A4006381333931\u0003\u0002A96385074\u0003");
    assertLabels("4006381333931", "96385074");
  }

  @Test
  void aLabelWithoutTheConfiguredPrefixIsDropped() {
    framer = framer(Suffix.CR, "FF");
    feed("4006381333931\rF4006381333931\rFF\rFF96385074\r");
    assertFramed(
        new Framed.Dropped(13, Cause.NO_PREFIX),
        new Framed.Dropped(14, Cause.NO_PREFIX),
        new Framed.Dropped(2, Cause.NO_PREFIX),
        new Framed.Label("96385074"));

    framer = framer(Suffix.CR, "\u0002");
    feed("4006381333931\r\u000296385074\r36000291\r");
    assertFramed(
        new Framed.Dropped(13, Cause.NO_PREFIX),
        new Framed.Label("96385074"),
        new Framed.Dropped(8, Cause.NO_PREFIX));
  }

  @Test
  void aPrefixAloneIsSomethingBegun() {
    framer = framer(Suffix.CR, "\u0002");
    feed("\u0002");
    assertFalse(framer.isIdle());

    framer.silence(framed::add);
    assertTrue(framer.isIdle());
    feed("96385074\r");

    assertFramed(new Framed.Dropped(8, Cause.NO_PREFIX));
  }

  @ParameterizedTest
  @EnumSource(Suffix.class)
  void theLongestLabelFitsWhateverIsAroundIt(Suffix suffix) {
    String longest = "7".repeat(ScanFramer.LABEL_BYTES_MAX);
    framer = framer(suffix, "\u0002PREFIX");

    feed("\u0002PREFIX" + longest + end(suffix));
    framer.silence(framed::add);
    assertLabels(longest);

    feed("\u0002PREFIX" + longest + "7" + end(suffix));
    framer.silence(framed::add);
    assertFramed(new Framed.Dropped(ScanFramer.LABEL_BYTES_MAX + 7, Cause.TOO_LONG));
  }

  @ParameterizedTest
  @EnumSource(Suffix.class)
  void whereverALabelIsCutItIsTheSame(Suffix suffix) {
    for (String label : Labels.all()) {
      String frame = "\u0002" + label + end(suffix);
      byte[] both = bytes(frame + frame);
      // CR of CR LF is enough where any end will do
      int whole = both.length / 2 - (suffix == Suffix.AUTO ? 1 : 0);
      for (int cut = 0; cut <= both.length; cut++) {
        framer = framer(suffix, "\u0002");
        feed(Arrays.copyOf(both, cut));
        if (suffix != Suffix.NONE) {
          int ended = cut < whole ? 0 : cut < both.length / 2 + whole ? 1 : 2;
          assertEquals(ended, framed.size(), label + " of " + cut);
        }
        feed(Arrays.copyOfRange(both, cut, both.length));
        framer.silence(framed::add);
        assertLabels(label, label);
      }
      framer = framer(suffix, "\u0002");
      for (byte next : both) {
        feed(new byte[] {next});
      }
      framer.silence(framed::add);
      assertLabels(label, label);
    }
  }

  @ParameterizedTest
  @EnumSource(Suffix.class)
  void randomBytesAreLabelsOrDroppedAndNothingGrows(Suffix suffix) {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random bytes: seed " + seed);
    var random = new Random(seed);
    framer = framer(suffix, "");
    byte[] chunk = new byte[1_000];
    long fed = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    long[] told = {0};
    for (long done = 0; done < fed; done += chunk.length) {
      random.nextBytes(chunk);
      framer.feed(chunk, chunk.length, each -> told[0] += length(each));
      if (random.nextInt(20) == 0) {
        framer.silence(each -> told[0] += length(each));
      }
    }
    framer.silence(each -> told[0] += length(each));

    assertTrue(told[0] > fed / 2 && told[0] <= fed, told[0] + " bytes told of, seed " + seed);
    assertTrue(framer.isIdle());
    feed("96385074" + end(suffix));
    framer.silence(framed::add);
    assertLabels("96385074");
  }

  private static int length(Framed framed) {
    int length =
        switch (framed) {
          case Framed.Label label -> bytes(label.text()).length;
          case Framed.Dropped dropped -> dropped.bytes();
        };
    assertTrue(length > 0, "of nothing");
    if (framed instanceof Framed.Label label) {
      assertTrue(length <= ScanFramer.LABEL_BYTES_MAX, "longer than the longest");
      assertTrue(label.text().indexOf(0) < 0, "not text");
    }
    return length;
  }

  @Test
  void everyPrefixOfAStreamGivesItsWholeLabelsAndNoMore() {
    byte[] stream = bytes("\u0002]E04006381333931\r\n96385074\t]C1010\u001d1\u0003");
    int[] ends = {17, 27, 36};
    for (int length = 0; length <= stream.length; length++) {
      var fresh = standard();
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

    var chunked = standard();
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

  private static ScanFramer standard() {
    return new ScanFramer(LabelFraming.on(PortSettings.of("sim:counter")));
  }

  private static ScanFramer framer(Suffix suffix, String prefix) {
    return new ScanFramer(new LabelFraming(suffix, prefix, 100));
  }

  private static String end(Suffix suffix) {
    return switch (suffix) {
      case AUTO, CRLF -> "\r\n";
      case CR -> "\r";
      case LF -> "\n";
      case TAB -> "\t";
      case ETX -> "\u0003";
      case NONE -> "";
    };
  }

  private void feed(String text) {
    feed(bytes(text));
  }

  private void feed(byte[] bytes) {
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
