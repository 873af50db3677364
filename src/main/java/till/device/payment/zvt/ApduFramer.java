package till.device.payment.zvt;

import java.util.Arrays;
import java.util.Optional;

/// Cuts a TCP stream into messages. TCP knows no message borders: one chunk may hold half a message
/// or three. Every byte sequence is a beginning of some message, so nothing here can fail; a stream
/// out of step shows as silence.
final class ApduFramer {

  private static final int HEADER_BYTES = 3;
  private static final int HEADER_BYTES_EXTENDED = 5;

  private byte[] pending = new byte[1024];
  private int length;

  /// Takes what has arrived.
  void feed(byte[] bytes, int count) {
    if (pending.length - length < count) {
      pending = Arrays.copyOf(pending, Math.max(2 * pending.length, length + count));
    }
    System.arraycopy(bytes, 0, pending, length, count);
    length += count;
  }

  /// The next whole message, if there is one. To be asked until there is none: what waits is then
  /// less than one message, at most 65,540 bytes.
  Optional<Apdu> next() {
    if (length < HEADER_BYTES) {
      return Optional.empty();
    }
    boolean extended = at(2) == Apdu.EXTENDED;
    int header = extended ? HEADER_BYTES_EXTENDED : HEADER_BYTES;
    if (length < header) {
      return Optional.empty();
    }
    int end = header + (extended ? at(3) | at(4) << 8 : at(2));
    if (length < end) {
      return Optional.empty();
    }
    var apdu = new Apdu(at(0) << 8 | at(1), Arrays.copyOfRange(pending, header, end));
    System.arraycopy(pending, end, pending, 0, length - end);
    length -= end;
    return Optional.of(apdu);
  }

  /// Reads bytes that are one message and nothing else.
  ///
  /// @return empty when the message is shorter or longer than they are
  static Optional<Apdu> whole(byte[] bytes) {
    var framer = new ApduFramer();
    framer.feed(bytes, bytes.length);
    return framer.next().filter(_ -> framer.length == 0);
  }

  private int at(int index) {
    return pending[index] & 0xFF;
  }
}
