package till.device.scanner;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/// Cuts labels out of a stream of bytes. No I/O, no clock.
///
/// A label is text that ends with CR, LF, TAB or ETX and may begin with STX. Two of these in a row
/// end one label, so that CR LF is one scan. A label that is not whole or not text is dropped as a
/// whole: a code with a character missing may be the code of something else.
final class ScanFramer {

  /// No symbol holds more but a QR code of 7,089 digits, which nobody scans at a till.
  static final int LABEL_BYTES_MAX = 4096;

  private static final byte STX = 0x02;
  private static final byte ETX = 0x03;
  private static final byte GS = 0x1D;
  private static final byte DEL = 0x7F;

  /// What came out of the stream.
  sealed interface Framed {

    /// One label, with its symbology identifier where the scanner sends one.
    record Label(String text) implements Framed {}

    /// Bytes that were no label.
    record Dropped(int bytes, Cause cause) implements Framed {}
  }

  /// Why bytes were dropped, in words for the log.
  enum Cause {
    NOISE("bytes between labels that are not text"),
    NOT_TEXT("a label with bytes in it that are not text"),
    TOO_LONG("a label that is longer than " + LABEL_BYTES_MAX + " bytes"),
    NO_END("a label that does not end");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private enum State {
    /// Before a label; what comes in here and is not text is noise.
    BETWEEN,
    LABEL,
    /// Inside of something that will not be a label, up to its end.
    LOST
  }

  private final byte[] label = new byte[LABEL_BYTES_MAX];
  private State state = State.BETWEEN;
  private int count;
  private Cause cause = Cause.NOISE;

  /// Whether nothing is begun.
  boolean isIdle() {
    return state == State.BETWEEN && count == 0;
  }

  /// Takes the next bytes and hands out what they complete, in order.
  void feed(byte[] bytes, int length, Consumer<Framed> out) {
    for (int i = 0; i < length; i++) {
      byte next = bytes[i];
      if (isEnd(next)) {
        end(out);
      } else if (next == STX) {
        abandon(out);
      } else {
        take(next, out);
      }
    }
  }

  /// Nothing came for longer than a scanner pauses inside of a label: what is begun will not end.
  void silence(Consumer<Framed> out) {
    abandon(out);
  }

  private void take(byte next, Consumer<Framed> out) {
    switch (state) {
      case BETWEEN -> {
        if (isText(next)) {
          abandon(out);
          state = State.LABEL;
          label[count++] = next;
        } else {
          count++;
        }
      }
      case LABEL -> {
        if (!isText(next)) {
          lose(Cause.NOT_TEXT);
        } else if (count == LABEL_BYTES_MAX) {
          lose(Cause.TOO_LONG);
        } else {
          label[count++] = next;
        }
      }
      case LOST -> count++;
    }
  }

  private void lose(Cause why) {
    state = State.LOST;
    cause = why;
    count++;
  }

  private void end(Consumer<Framed> out) {
    int length = count;
    switch (state) {
      case BETWEEN -> abandon(out);
      case LABEL -> {
        begin();
        out.accept(label(length));
      }
      case LOST -> {
        begin();
        out.accept(new Framed.Dropped(length, cause));
      }
    }
  }

  private void abandon(Consumer<Framed> out) {
    int length = count;
    Cause why =
        switch (state) {
          case BETWEEN -> Cause.NOISE;
          case LABEL -> Cause.NO_END;
          case LOST -> cause;
        };
    begin();
    if (length > 0) {
      out.accept(new Framed.Dropped(length, why));
    }
  }

  private void begin() {
    state = State.BETWEEN;
    count = 0;
  }

  private Framed label(int length) {
    try {
      return new Framed.Label(
          StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(label, 0, length)).toString());
    } catch (CharacterCodingException _) {
      return new Framed.Dropped(length, Cause.NOT_TEXT);
    }
  }

  private static boolean isEnd(byte next) {
    return next == '\r' || next == '\n' || next == '\t' || next == ETX;
  }

  /// ASCII, GS as the separator of GS1 symbols, and what may be UTF-8.
  private static boolean isText(byte next) {
    return next < 0 || (next >= ' ' && next != DEL) || next == GS;
  }
}
