package till.device.scale;

import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;

/// Cuts what stands between a first and a last byte out of a stream.
final class FrameCutter {

  /// The longest answer of the three protocols has 25 bytes.
  static final int FRAME_BYTES_MAX = 32;

  private final int start;
  private final int end;
  private final boolean nests;
  private final StringBuilder frame = new StringBuilder(FRAME_BYTES_MAX);
  private boolean inside;

  /// @param nests whether the first byte may stand inside of a frame too; else it begins another
  ///   one
  FrameCutter(int start, int end, boolean nests) {
    this.start = start;
    this.end = end;
    this.nests = nests;
  }

  /// @param whole what is between first and last byte means, a character a byte
  /// @param outside what a byte means that is in no frame
  void feed(
      byte[] bytes,
      int length,
      Function<String, Answer> whole,
      IntFunction<Answer> outside,
      Consumer<Answer> out) {
    for (int i = 0; i < length; i++) {
      int next = bytes[i] & 0xFF;
      if (inside && next == end) {
        String text = frame.toString();
        reset();
        out.accept(whole.apply(text));
      } else if (next == start && !(inside && nests)) {
        abandon(out);
        inside = true;
      } else if (!inside) {
        out.accept(outside.apply(next));
      } else {
        frame.append((char) next);
        if (frame.length() > FRAME_BYTES_MAX) {
          abandon(out);
        }
      }
    }
  }

  private void abandon(Consumer<Answer> out) {
    if (inside) {
      int length = frame.length() + 1;
      reset();
      out.accept(new Answer.Garbage(length));
    }
  }

  void reset() {
    inside = false;
    frame.setLength(0);
  }
}
