package till.device.scanner;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Writes down what a keyboard's keys do, as Linux tells it: `struct input_event` after `struct
/// input_event`, a report after each.
public final class KeyTape {

  static final int KEY = 1;

  private static final int SYN = 0;
  private static final int REPORT = 0;
  private static final int LEFTCTRL = 29;
  private static final int LEFTSHIFT = 42;

  /// Characters at codes 2 to 13, 16 to 27, 30 to 41, 43 to 53 and 57 of the US keyboard.
  private static final String PLAIN = "..1234567890-=..qwertyuiop[]..asdfghjkl;'`.\\zxcvbnm,./... ";

  private static final String SHIFTED =
      "..!@#$%^&*()_+..QWERTYUIOP{}..ASDFGHJKL:\"~.|ZXCVBNM<>?...";

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// What was written down, and nothing after that.
  public byte[] take() {
    byte[] taken = bytes.toByteArray();
    bytes.reset();
    return taken;
  }

  KeyTape event(int type, int code, int value) {
    bytes.writeBytes(
        ByteBuffer.allocate(24)
            .order(ByteOrder.nativeOrder())
            .putLong(1_795_500_000L)
            .putLong(250_000L)
            .putShort((short) type)
            .putShort((short) code)
            .putInt(value)
            .array());
    return this;
  }

  KeyTape report() {
    return event(SYN, REPORT, 0);
  }

  KeyTape down(int code) {
    return event(KEY, code, 1).report();
  }

  KeyTape up(int code) {
    return event(KEY, code, 0).report();
  }

  public KeyTape stroke(int code) {
    return down(code).up(code);
  }

  KeyTape strokes(int... codes) {
    for (int code : codes) {
      stroke(code);
    }
    return this;
  }

  /// As scanners do: modifier and key in one report.
  KeyTape with(int modifier, int code) {
    event(KEY, modifier, 1).event(KEY, code, 1).report();
    return event(KEY, modifier, 0).event(KEY, code, 0).report();
  }

  KeyTape held(int modifier, int... codes) {
    return down(modifier).strokes(codes).up(modifier);
  }

  /// ASCII and GS on the US keyboard.
  public KeyTape text(String text) {
    for (int i = 0; i < text.length(); i++) {
      char character = text.charAt(i);
      int plain = PLAIN.lastIndexOf(character);
      int shifted = SHIFTED.lastIndexOf(character);
      if (character == '\u001d') {
        with(LEFTCTRL, 27);
      } else if (character == '.') {
        stroke(52);
      } else if (plain >= 0) {
        stroke(plain);
      } else {
        with(LEFTSHIFT, shifted);
      }
    }
    return this;
  }
}
