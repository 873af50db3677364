package till.device.nfc;

import java.util.HexFormat;
import java.util.function.Consumer;

/// Cuts the PN532's frames out of a stream of bytes (UM0701-02, 6.2.1). No I/O, no clock: who reads
/// says when nothing came.
///
/// A frame begins with `00 FF` and proves itself by two checksums, of its length and of its data.
/// Where they do not fit, what came is looked at again from the next byte on, so that noise takes
/// no frame with it.
final class Pn532Framer {

  /// What the chip has room for: TFI and 264 bytes.
  static final int DATA_BYTES_MAX = 265;

  private static final int START_BYTES = 2;

  /// Start, length and its checksum, of a normal and of an extended frame.
  private static final int NORMAL_HEAD_BYTES = START_BYTES + 2;

  private static final int EXTENDED_HEAD_BYTES = START_BYTES + 5;

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  private static final int TFI_TO_HOST = 0xD5;
  private static final int TFI_ERROR = 0x7F;

  /// What came out of the stream.
  sealed interface Frame {

    record Ack() implements Frame {}

    record Nack() implements Frame {}

    /// The chip understands a command, and not what is in it.
    record Refusal() implements Frame {}

    /// An answer.
    ///
    /// @param hex its code, and what follows it, two capital digits for each byte
    record Answer(String hex) implements Frame {}

    /// Bytes that were no frame.
    record Dropped(int bytes) implements Frame {}
  }

  private final byte[] buffer = new byte[EXTENDED_HEAD_BYTES + DATA_BYTES_MAX + 1];
  private int count;

  /// Noise before what is in the buffer.
  private int noise;

  /// Takes the next bytes and hands out what they complete, in order.
  void feed(byte[] bytes, int length, Consumer<Frame> out) {
    for (int i = 0; i < length; i++) {
      buffer[count++] = bytes[i];
      cut(out);
    }
    tellNoise(out);
  }

  /// Nothing came for longer than the chip pauses within a frame: what looks like the beginning of
  /// one is none, but there may be one in it.
  void silence(Consumer<Frame> out) {
    while (count > 0) {
      skip();
      cut(out);
    }
    tellNoise(out);
  }

  /// Hands out frames until the buffer is empty, or begins with what may become one.
  private void cut(Consumer<Frame> out) {
    while (count > 0) {
      int bytes = frameBytes();
      if (bytes > count) {
        return;
      }
      if (bytes > 0) {
        tellNoise(out);
        out.accept(frame(bytes));
        drop(bytes);
      } else {
        skip();
      }
    }
  }

  private void tellNoise(Consumer<Frame> out) {
    if (noise > 0) {
      int bytes = noise;
      noise = 0;
      out.accept(new Frame.Dropped(bytes));
    }
  }

  /// Zeros surround every frame, and wake the chip: they are no noise.
  private void skip() {
    noise += buffer[0] == 0 ? 0 : 1;
    drop(1);
  }

  private void drop(int bytes) {
    count -= bytes;
    System.arraycopy(buffer, bytes, buffer, 0, count);
  }

  /// How long the frame is that the buffer begins with; more than there is while that is not clear,
  /// 0 when it begins with none.
  private int frameBytes() {
    if (at(0) != 0x00 || (count > 1 && at(1) != 0xFF)) {
      return 0;
    }
    if (count < NORMAL_HEAD_BYTES) {
      return NORMAL_HEAD_BYTES;
    }
    int length = at(2);
    int check = at(3);
    if (length == 0xFF && check == 0xFF) {
      return extendedBytes();
    }
    if ((length == 0x00 && check == 0xFF) || (length == 0xFF && check == 0x00)) {
      return NORMAL_HEAD_BYTES;
    }
    return (length + check & 0xFF) == 0 ? dataBytes(NORMAL_HEAD_BYTES, length) : 0;
  }

  private int extendedBytes() {
    if (count < EXTENDED_HEAD_BYTES) {
      return EXTENDED_HEAD_BYTES;
    }
    boolean fits = (at(4) + at(5) + at(6) & 0xFF) == 0;
    return fits ? dataBytes(EXTENDED_HEAD_BYTES, at(4) << 8 | at(5)) : 0;
  }

  private int dataBytes(int head, int length) {
    if (length == 0 || length > DATA_BYTES_MAX) {
      return 0;
    }
    int bytes = head + length + 1;
    if (count > head && !isToHost(at(head), length)) {
      return 0;
    }
    if (count < bytes) {
      return bytes;
    }
    int sum = 0;
    for (int i = head; i < bytes; i++) {
      sum += at(i);
    }
    return (sum & 0xFF) == 0 ? bytes : 0;
  }

  private static boolean isToHost(int tfi, int length) {
    return length == 1 ? tfi == TFI_ERROR : tfi == TFI_TO_HOST;
  }

  private Frame frame(int bytes) {
    if (bytes == NORMAL_HEAD_BYTES) {
      return at(2) == 0 ? new Frame.Ack() : new Frame.Nack();
    }
    int head = at(2) == 0xFF && at(3) == 0xFF ? EXTENDED_HEAD_BYTES : NORMAL_HEAD_BYTES;
    return at(head) == TFI_ERROR
        ? new Frame.Refusal()
        : new Frame.Answer(HEX.formatHex(buffer, head + 1, bytes - 1));
  }

  private int at(int index) {
    return buffer[index] & 0xFF;
  }
}
