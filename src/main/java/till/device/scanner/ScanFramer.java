package till.device.scanner;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Consumer;

/// Labels in a stream of text.
///
/// Ends of labels in a row end one label, so that CR LF is one scan. A label that is not whole or
/// not text is dropped as a whole: a code with a character missing may be the code of something
/// else.
final class ScanFramer implements Framer {

  /// No symbol holds more but a QR code of 7,089 digits, which nobody scans at a till.
  static final int LABEL_BYTES_MAX = 4096;

  private static final byte STX = 0x02;
  private static final byte ETX = 0x03;
  private static final byte GS = 0x1D;
  private static final byte DEL = 0x7F;

  private enum State {
    /// Before a label; what comes in here and is not text is noise.
    BETWEEN,
    LABEL,
    /// Inside of something that will not be a label, up to its end.
    LOST
  }

  private final Suffix suffix;

  /// Begins a label, whatever was before it.
  private final byte start;

  /// Whether the start has to be there.
  private final boolean startNeeded;

  /// The prefix without the start.
  private final byte[] prefix;

  private final byte[] label;
  private State state = State.BETWEEN;
  private boolean started;
  private int count;
  private byte last;
  private Cause cause = Cause.NOISE;

  ScanFramer(LabelFraming framing) {
    suffix = framing.suffix();
    byte[] before = framing.prefix().getBytes(StandardCharsets.US_ASCII);
    startNeeded = before.length > 0 && before[0] < ' ';
    start = startNeeded ? before[0] : STX;
    prefix = startNeeded ? Arrays.copyOfRange(before, 1, before.length) : before;
    label = new byte[prefix.length + LABEL_BYTES_MAX + (suffix == Suffix.CRLF ? 1 : 0)];
  }

  @Override
  public boolean isIdle() {
    return state == State.BETWEEN && count == 0 && !started;
  }

  @Override
  public void feed(byte[] bytes, int length, Consumer<Framed> out) {
    for (int i = 0; i < length; i++) {
      byte next = bytes[i];
      if (isEnd(next)) {
        count -= suffix == Suffix.CRLF ? 1 : 0; // the CR
        end(out);
      } else if (next == start) {
        silence(out);
        started = true;
      } else {
        take(next, out);
      }
      last = next;
    }
  }

  @Override
  public void silence(Consumer<Framed> out) {
    if (suffix == Suffix.NONE && state == State.LABEL) {
      end(out);
    } else {
      abandon(out);
    }
  }

  /// What is begun, or begins next, will not be a label.
  void lose(Cause why) {
    state = State.LOST;
    cause = why;
    count++;
  }

  private void take(byte next, Consumer<Framed> out) {
    switch (state) {
      case BETWEEN -> {
        if (isText(next)) {
          noise(out);
          state = State.LABEL;
          label[count++] = next;
        } else {
          count++;
        }
      }
      case LABEL -> {
        if (!isText(next) && !isLineBreak(next)) {
          lose(Cause.NOT_TEXT);
        } else if (count == label.length) {
          lose(Cause.TOO_LONG);
        } else {
          label[count++] = next;
        }
      }
      case LOST -> count++;
    }
  }

  private void end(Consumer<Framed> out) {
    if (state == State.LABEL) {
      Framed framed = label(count);
      begin();
      out.accept(framed);
    } else {
      abandon(out);
    }
  }

  private void abandon(Consumer<Framed> out) {
    switch (state) {
      case BETWEEN -> noise(out);
      case LABEL -> drop(Cause.NO_END, out);
      case LOST -> drop(cause, out);
    }
    begin();
  }

  private void noise(Consumer<Framed> out) {
    if (count > 0) {
      drop(Cause.NOISE, out);
    }
  }

  private void drop(Cause why, Consumer<Framed> out) {
    int length = count;
    count = 0;
    out.accept(new Framed.Dropped(length, why));
  }

  private void begin() {
    state = State.BETWEEN;
    started = false;
    count = 0;
    last = 0;
  }

  private Framed label(int length) {
    if (!hasPrefix(length)) {
      return new Framed.Dropped(length, Cause.NO_PREFIX);
    }
    try {
      return new Framed.Label(
          StandardCharsets.UTF_8
              .newDecoder()
              .decode(ByteBuffer.wrap(label, prefix.length, length - prefix.length))
              .toString());
    } catch (CharacterCodingException _) {
      return new Framed.Dropped(length, Cause.NOT_TEXT);
    }
  }

  private boolean hasPrefix(int length) {
    return (started || !startNeeded)
        && length > prefix.length
        && Arrays.equals(label, 0, prefix.length, prefix, 0, prefix.length);
  }

  private boolean isEnd(byte next) {
    return switch (suffix) {
      case AUTO -> next == '\r' || next == '\n' || next == '\t' || next == ETX;
      case CR -> next == '\r';
      case LF -> next == '\n';
      case CRLF -> next == '\n' && last == '\r';
      case TAB -> next == '\t';
      case ETX -> next == ETX;
      case NONE -> false;
    };
  }

  /// ASCII, GS as the separator of GS1 symbols, and what may be UTF-8.
  private static boolean isText(byte next) {
    return next < 0 || (next >= ' ' && next != DEL) || next == GS;
  }

  /// Within a label that ends otherwise. One that ends with silence holds none: it is a suffix that
  /// nobody configured.
  private boolean isLineBreak(byte next) {
    return suffix != Suffix.NONE && (next == '\r' || next == '\n' || next == '\t');
  }
}
