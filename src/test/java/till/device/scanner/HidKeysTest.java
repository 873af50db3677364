package till.device.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.device.scanner.Framer.Cause;
import till.device.scanner.Framer.Framed;
import till.port.PortSettings;

/// Key codes are those of Linux's `input-event-codes.h`, layouts those of the US and German
/// keyboards of Windows.
final class HidKeysTest {

  private static final int RIGHTBRACE = 27;
  private static final int ENTER = 28;
  private static final int LEFTCTRL = 29;
  private static final int LEFTSHIFT = 42;
  private static final int RIGHTSHIFT = 54;
  private static final int LEFTALT = 56;
  private static final int CAPSLOCK = 58;
  private static final int F1 = 59;
  private static final int NUMLOCK = 69;
  private static final int RIGHTALT = 100;

  private HidKeys keys = keys(KeyLayout.US);
  private final KeyTape tape = new KeyTape();
  private final List<Framed> framed = new ArrayList<>();

  @Test
  void digitsAndEnterAreALabel() {
    type(tape.strokes(5, 11, 11, 7, 4, 9, 2, 4, 4, 4, 10, 4, 2, ENTER)); // 4006381333931

    assertLabels("4006381333931");
  }

  @ParameterizedTest
  @CsvSource({"28", "96", "15"})
  void enterKeypadEnterAndTabEndALabel(int end) {
    type(tape.strokes(2, 3, end, 4, 5, end));

    assertLabels("12", "34");
  }

  @Test
  void shiftMakesCapitals() {
    // ]E0 needs the E with Shift; ] is a key of its own on the US keyboard
    type(tape.stroke(RIGHTBRACE).with(LEFTSHIFT, 18).strokes(11, 2).with(RIGHTSHIFT, 30));
    type(tape.strokes(30, ENTER));

    assertLabels("]E01Aa");
  }

  @Test
  void controlWithTheBracketIsTheSeparatorOfGs1Symbols() {
    for (KeyLayout layout : KeyLayout.values()) {
      keys = keys(layout);
      type(tape.strokes(2).with(LEFTCTRL, RIGHTBRACE).strokes(3, ENTER));

      assertLabels("1\u001d2");
    }
  }

  @Test
  void altAndANumberOnTheKeypadAreACharacter() {
    type(tape.strokes(2).held(LEFTALT, 82, 80, 73).strokes(3)); // 029
    type(tape.held(LEFTALT, 73, 72)); // 98, b
    type(tape.held(RIGHTALT, 82, 80, 76, 80)); // 0252, ü by Windows' code page
    type(tape.stroke(NUMLOCK).held(LEFTALT, 79, 80, 73).stroke(NUMLOCK)); // 129, ü by DOS's
    type(tape.held(LEFTALT, 82, 79, 81)); // 013, CR

    assertLabels("1\u001d2b\u00fc\u00fc");
  }

  @Test
  void aNumberThatIsNoCharacterSpoilsItsLabel() {
    type(tape.strokes(2).held(LEFTALT, 81, 82, 82).strokes(3, ENTER)); // 300
    assertFramed(new Framed.Dropped(3, Cause.NOT_TEXT));

    type(tape.strokes(2).held(LEFTALT, 79, 79, 79, 79, 79, 79, 79, 79, 79, 79, 79, 79));
    type(tape.strokes(3, ENTER));
    assertFramed(new Framed.Dropped(3, Cause.NOT_TEXT));
  }

  @Test
  void theKeypadTypesDigitsToo() {
    type(tape.strokes(82, 79, 80, 81, 75, 76, 77, 71, 72, 73, 74, 78, 55, 98, 83, 96));

    assertLabels("0123456789-+*/.");
  }

  @Test
  void everyPrintableCharacterIsTypedAsOnTheUsKeyboard() {
    for (char character = ' '; character <= '~'; character++) {
      assertTrue(typesAlone(KeyLayout.US, character), "the US keyboard has no " + character);
    }
  }

  @Test
  void theGermanKeyboardHasItsOwnPlaces() {
    keys = keys(KeyLayout.DE);
    type(tape.strokes(44, 21, 12, 53, 26, 39, 40, 43, 86)); // zyß-üöä#< where the US has zy-/[;'\
    type(tape.with(LEFTSHIFT, 8).with(LEFTSHIFT, 53).with(LEFTSHIFT, 3).strokes(83, ENTER));

    assertLabels("yz\u00df-\u00fc\u00f6\u00e4#</_\",");
  }

  @Test
  void altGrIsTheRightAltKeyOrControlAndAlt() {
    keys = keys(KeyLayout.DE);
    type(tape.with(RIGHTALT, 10).with(LEFTSHIFT, 18).strokes(11)); // ]E0
    type(tape.down(LEFTCTRL).with(LEFTALT, 10).up(LEFTCTRL).with(RIGHTALT, 16).stroke(ENTER));

    assertLabels("]E0]@");
  }

  @Test
  void aDeadKeyWaitsForItsLetter() {
    keys = keys(KeyLayout.DE);
    type(tape.strokes(41, 57, 41, 18, 13, 18).with(LEFTSHIFT, 13).strokes(18, 13, 2, ENTER));

    assertLabels("^\u00ea\u00e9\u00e8\u00b41");
  }

  @Test
  void aRepeatedKeyIsTypedOnce() {
    type(tape.down(2).event(KeyTape.KEY, 2, 2).event(KeyTape.KEY, 2, 2).up(2).stroke(ENTER));

    assertLabels("1");
  }

  @Test
  void eventsThatAreNoKeysAreNothing() {
    type(tape.event(4, 4, 0x7001e).stroke(2).event(0x11, 0, 1).event(2, 8, -1).stroke(ENTER));
    type(tape.event(KeyTape.KEY, 2, 7).event(0x4141, 2, 1).event(-1, 28, 1));

    assertLabels("1");
  }

  @Test
  void aKeyThatStandsForNothingSpoilsItsLabel() {
    for (int key : new int[] {F1, CAPSLOCK, 125, 767, 0xFFFF}) {
      type(tape.strokes(2, key, 3, ENTER, 4, ENTER));

      assertFramed(new Framed.Dropped(3, Cause.NOT_TEXT), new Framed.Label("3"));
    }
  }

  @Test
  void whatTheKernelLostDropsTheLabelItWasIn() {
    type(tape.strokes(2, 3).event(0, 3, 0).strokes(4));
    // up to the next report everything is old news
    type(tape.strokes(5, 6, ENTER, 7, ENTER));

    assertFramed(new Framed.Dropped(5, Cause.KEYS_LOST), new Framed.Label("6"));

    type(tape.event(0, 3, 0));
    assertFalse(keys.isIdle());
    keys.silence(framed::add);
    type(tape.strokes(8, ENTER));
    assertFramed(new Framed.Dropped(1, Cause.KEYS_LOST), new Framed.Label("7"));
  }

  @Test
  void aShiftWhoseReleaseWasLostIsNotHeldForEver() {
    type(tape.down(LEFTSHIFT).event(0, 3, 0).report().stroke(ENTER));
    framed.clear();
    type(tape.strokes(30, ENTER));
    assertLabels("a");

    type(tape.down(LEFTSHIFT));
    keys.silence(framed::add);
    type(tape.strokes(30, ENTER));
    assertLabels("a");
  }

  @Test
  void aSilenceDropsAHalfLabelAndHalfAnEvent() {
    byte[] label = tape.strokes(2, 3, 4).take();
    feed(label, 0, label.length - 30);
    assertFalse(keys.isIdle());

    keys.silence(framed::add);

    assertTrue(keys.isIdle());
    assertFramed(new Framed.Dropped(3, Cause.NO_END));
    type(tape.strokes(5, ENTER));
    assertLabels("4");
  }

  @Test
  void suffixAndPrefixAreThoseOfAnyScanner() {
    keys = new HidKeys(KeyLayout.US, new LabelFraming(Suffix.NONE, "FF", 100));
    type(tape.with(LEFTSHIFT, 33).with(LEFTSHIFT, 33).strokes(2, 3));
    assertEquals(List.of(), framed);

    keys.silence(framed::add);

    assertLabels("12");
  }

  @Test
  void whereverAStreamIsCutItIsTheSame() {
    for (String label : Labels.all()) {
      if (label.chars().allMatch(character -> character < 0x7F)) {
        byte[] stream = tape.text(label).stroke(ENTER).text(label).stroke(ENTER).take();
        for (int cut = 0; cut <= stream.length; cut += 61) {
          keys = keys(KeyLayout.US);
          feed(stream, 0, cut);
          feed(stream, cut, stream.length);
          assertLabels(label, label);
        }
        for (int i = 0; i < stream.length; i++) {
          feed(stream, i, i + 1);
        }
        assertLabels(label, label);
      }
    }
  }

  @Test
  void randomEventsAreLabelsOrDroppedAndNothingGrows() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random events: seed " + seed);
    var random = new Random(seed);
    long bytes = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    byte[] chunk = new byte[100 * HidKeys.EVENT_BYTES];
    long[] told = {0};
    keys = keys(KeyLayout.DE);
    for (long done = 0; done < bytes; done += chunk.length) {
      random.nextBytes(chunk);
      if (random.nextBoolean()) {
        makeKeys(chunk, random);
      }
      keys.feed(chunk, chunk.length, _ -> told[0]++);
      if (random.nextInt(20) == 0) {
        keys.silence(_ -> told[0]++);
      }
    }
    keys.silence(_ -> told[0]++);

    assertTrue(told[0] > 20, told[0] + " labels and losses, seed " + seed);
    assertTrue(keys.isIdle());
    type(tape.strokes(2, ENTER));
    assertLabels("1");
  }

  /// Presses and releases of keys that exist, in any order.
  private static void makeKeys(byte[] chunk, Random random) {
    var tape = new KeyTape();
    for (int i = 0; i < chunk.length / HidKeys.EVENT_BYTES; i++) {
      tape.event(random.nextInt(3) == 0 ? 0 : KeyTape.KEY, random.nextInt(110), random.nextInt(3));
    }
    byte[] events = tape.take();
    System.arraycopy(events, 0, chunk, 0, events.length);
  }

  private boolean typesAlone(KeyLayout layout, char wanted) {
    for (int code = 0; code < 120; code++) {
      for (boolean shift : new boolean[] {false, true}) {
        if (layout.character(code, shift) == wanted) {
          keys = keys(layout);
          type((shift ? tape.with(LEFTSHIFT, code) : tape.stroke(code)).stroke(ENTER));
          assertLabels(Character.toString(wanted));
          return true;
        }
      }
    }
    return false;
  }

  private static HidKeys keys(KeyLayout layout) {
    return new HidKeys(layout, LabelFraming.on(PortSettings.of("evdev:/dev/input/event9")));
  }

  private void type(KeyTape typed) {
    byte[] events = typed.take();
    feed(events, 0, events.length);
  }

  private void feed(byte[] events, int from, int to) {
    keys.feed(Arrays.copyOfRange(events, from, to), to - from, framed::add);
  }

  private void assertLabels(String... labels) {
    assertFramed(Arrays.stream(labels).map(Framed.Label::new).toArray(Framed[]::new));
  }

  private void assertFramed(Framed... expected) {
    assertEquals(List.of(expected), framed);
    framed.clear();
  }
}
