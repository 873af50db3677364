package till.device.scanner;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.BitSet;
import java.util.function.Consumer;

/// Labels that a scanner types as a keyboard (HID), out of the events of Linux's evdev.
///
/// Each event is a `struct input_event` of a 64-bit kernel (`linux/input.h`): time in 16 bytes,
/// type, code, value. Keys become text by the layout that the scanner is set to; ENTER and TAB end
/// a label. Control characters come as Ctrl with a key, or as Alt with their number on the keypad.
/// A key that stands for nothing spoils the label it is in.
final class HidKeys implements Framer {

  static final int EVENT_BYTES = 24;

  private static final int TYPE_OFFSET = 16;
  private static final int CODE_OFFSET = 18;
  private static final int VALUE_OFFSET = 20;

  // input-event-codes.h
  private static final int EV_SYN = 0;
  private static final int EV_KEY = 1;
  private static final int SYN_REPORT = 0;
  private static final int SYN_DROPPED = 3;
  private static final int KEY_6 = 7;
  private static final int KEY_MINUS = 12;
  private static final int KEY_TAB = 15;
  private static final int KEY_LEFTBRACE = 26;
  private static final int KEY_RIGHTBRACE = 27;
  private static final int KEY_ENTER = 28;
  private static final int KEY_LEFTCTRL = 29;
  private static final int KEY_LEFTSHIFT = 42;
  private static final int KEY_BACKSLASH = 43;
  private static final int KEY_RIGHTSHIFT = 54;
  private static final int KEY_LEFTALT = 56;
  private static final int KEY_NUMLOCK = 69;
  private static final int KEY_KPENTER = 96;
  private static final int KEY_RIGHTCTRL = 97;
  private static final int KEY_RIGHTALT = 100;

  private static final int RELEASED = 0;
  private static final int PRESSED = 1;

  /// Of a number typed with Alt: 0 and three more.
  private static final int NUMBER_DIGITS_MAX = 4;

  private static final int NUMBER_MAX = 255;

  /// What Windows makes of a number with a 0 before it, and of one without.
  private static final Charset ANSI = Charset.forName("windows-1252");

  private static final Charset OEM = Charset.forName("IBM850");

  private final KeyLayout layout;
  private final ScanFramer framer;
  private final byte[] event = new byte[EVENT_BYTES];
  private final ByteBuffer fields = ByteBuffer.wrap(event).order(ByteOrder.nativeOrder());
  private final BitSet held = new BitSet();
  private final StringBuilder number = new StringBuilder();
  private int eventBytes;
  private char accent = KeyLayout.NONE;

  /// From an overflow of the kernel's buffer to the end of what was lost.
  private boolean overrun;

  HidKeys(KeyLayout layout, LabelFraming framing) {
    this.layout = layout;
    this.framer = new ScanFramer(framing);
  }

  @Override
  public boolean isIdle() {
    return framer.isIdle() && eventBytes == 0 && accent == KeyLayout.NONE && number.isEmpty();
  }

  @Override
  public void feed(byte[] bytes, int length, Consumer<Framed> out) {
    for (int i = 0; i < length; i++) {
      event[eventBytes++] = bytes[i];
      if (eventBytes == EVENT_BYTES) {
        eventBytes = 0;
        event(
            fields.getShort(TYPE_OFFSET),
            fields.getShort(CODE_OFFSET) & 0xFFFF,
            fields.getInt(VALUE_OFFSET),
            out);
      }
    }
  }

  @Override
  public void silence(Consumer<Framed> out) {
    eventBytes = 0;
    overrun = false;
    forgetKeys();
    framer.silence(out);
  }

  private void event(int type, int code, int value, Consumer<Framed> out) {
    if (type == EV_SYN && code == SYN_DROPPED) {
      overrun = true;
      forgetKeys();
      framer.lose(Cause.KEYS_LOST);
    } else if (overrun) {
      overrun = type != EV_SYN || code != SYN_REPORT;
    } else if (type == EV_KEY && value == PRESSED) {
      pressed(code, out);
    } else if (type == EV_KEY && value == RELEASED) {
      released(code, out);
    }
  }

  private void forgetKeys() {
    held.clear();
    number.setLength(0);
    accent = KeyLayout.NONE;
  }

  private void pressed(int code, Consumer<Framed> out) {
    if (isModifier(code)) {
      held.set(code);
    } else if (code != KEY_NUMLOCK) { // some switch it before they type a number
      int digit = isAlt() ? KeyLayout.keypadDigit(code) : -1;
      if (digit < 0) {
        type(character(code), out);
      } else if (number.length() <= NUMBER_DIGITS_MAX) {
        number.append(digit);
      }
    }
  }

  private void released(int code, Consumer<Framed> out) {
    held.clear(code);
    if (!isAlt() && !number.isEmpty()) {
      String typed = number.toString();
      number.setLength(0);
      type(numbered(typed), out);
    }
  }

  private static boolean isModifier(int code) {
    return switch (code) {
      case KEY_LEFTSHIFT, KEY_RIGHTSHIFT, KEY_LEFTCTRL, KEY_RIGHTCTRL, KEY_LEFTALT, KEY_RIGHTALT ->
          true;
      default -> false;
    };
  }

  private boolean isShift() {
    return held.get(KEY_LEFTSHIFT) || held.get(KEY_RIGHTSHIFT);
  }

  private boolean isControl() {
    return held.get(KEY_LEFTCTRL) || held.get(KEY_RIGHTCTRL);
  }

  private boolean isAlt() {
    return held.get(KEY_LEFTALT) || (held.get(KEY_RIGHTALT) && !layout.hasAlternatives());
  }

  /// AltGr, or what stands for it.
  private boolean isAlternative() {
    return layout.hasAlternatives()
        && (held.get(KEY_RIGHTALT) || (isControl() && held.get(KEY_LEFTALT)));
  }

  private char character(int code) {
    if (code == KEY_ENTER || code == KEY_KPENTER) {
      return '\r';
    }
    if (code == KEY_TAB) {
      return '\t';
    }
    if (isAlternative()) {
      return layout.alternative(code);
    }
    if (isAlt()) {
      return KeyLayout.NONE;
    }
    return isControl() ? control(code) : layout.character(code, isShift());
  }

  /// Ctrl with the key at a place, whatever layout: GS is Ctrl and the key right of P and its
  /// neighbour.
  private char control(int code) {
    return switch (code) {
      case KEY_LEFTBRACE -> 0x1B;
      case KEY_BACKSLASH -> 0x1C;
      case KEY_RIGHTBRACE -> 0x1D;
      case KEY_6 -> 0x1E;
      case KEY_MINUS -> 0x1F;
      default -> {
        char letter = layout.character(code, false);
        yield letter >= 'a' && letter <= 'z' ? (char) (letter & 0x1F) : KeyLayout.NONE;
      }
    };
  }

  private static char numbered(String digits) {
    int value = Integer.parseInt(digits);
    if (value > NUMBER_MAX || digits.length() > NUMBER_DIGITS_MAX) {
      return KeyLayout.NONE;
    }
    Charset page = digits.startsWith("0") ? ANSI : OEM;
    return new String(new byte[] {(byte) value}, page).charAt(0);
  }

  private void type(char character, Consumer<Framed> out) {
    if (accent != KeyLayout.NONE) {
      char before = accent;
      accent = KeyLayout.NONE;
      accented(before, character, out);
    } else if (layout.isDead(character)) {
      accent = character;
    } else {
      hand(Character.toString(character), out);
    }
  }

  /// An accent and a letter are one letter, an accent and a blank the accent alone.
  private void accented(char before, char character, Consumer<Framed> out) {
    if (character == ' ') {
      hand(Character.toString(before), out);
      return;
    }
    String one =
        Normalizer.normalize(Character.toString(character) + mark(before), Normalizer.Form.NFC);
    hand(one.length() == 1 ? one : before + Character.toString(character), out);
  }

  private static char mark(char accent) {
    return switch (accent) {
      case '´' -> '\u0301';
      case '`' -> '\u0300';
      default -> '\u0302';
    };
  }

  private void hand(String text, Consumer<Framed> out) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    framer.feed(bytes, bytes.length, out);
  }
}
