package till.device.payment.zvt;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/// A capture file of a wire (libpcap's classic format), for programs that read such files.
final class Capture {

  /// Where ZVT terminals listen.
  static final int TERMINAL_PORT = 20_007;

  /// The register's port of the first connection; the next ones have the next.
  private static final int REGISTER_PORT = 40_000;

  private static final int MAGIC = 0xA1B2C3D4;
  private static final int LINK_IPV4 = 228;
  private static final int LINK_USER_0 = 147;
  private static final int IP_BYTES = 20;
  private static final int TCP_BYTES = 20;
  private static final int PROTOCOL_TCP = 6;
  private static final int LOOPBACK = 0x7F000001;
  private static final int PUSH_AND_ACKNOWLEDGE = 0x18;
  private static final int FIRST_SEQUENCE = 1_000;

  private final ByteArrayOutputStream file = new ByteArrayOutputStream();
  private int connections;

  private Capture(int linkType) {
    file.writeBytes(
        little(24)
            .putInt(MAGIC)
            .putShort((short) 2)
            .putShort((short) 4)
            .putInt(0)
            .putInt(0)
            .putInt(0xFFFF)
            .putInt(linkType)
            .array());
  }

  static Capture ofTcp() {
    return new Capture(LINK_IPV4);
  }

  static Capture ofSerialLine() {
    return new Capture(LINK_USER_0);
  }

  /// Another connection, on a port of its own.
  ///
  /// @param segmentBytesMax how finely what was handed over in one piece is cut
  Capture connection(List<WireTap.Piece> pieces, int segmentBytesMax) {
    int register = REGISTER_PORT + connections++;
    int[] sent = {FIRST_SEQUENCE, FIRST_SEQUENCE};
    for (WireTap.Piece piece : pieces) {
      byte[] bytes = piece.bytes();
      for (byte[] part : cut(bytes, segmentBytesMax)) {
        int from = piece.ours() ? 0 : 1;
        record(
            piece.nanos(),
            segment(
                piece.ours() ? register : TERMINAL_PORT,
                piece.ours() ? TERMINAL_PORT : register,
                sent[from],
                sent[1 - from],
                part));
        sent[from] += part.length;
      }
    }
    return this;
  }

  /// One frame of a serial line.
  Capture frame(byte[] bytes) {
    record(0, bytes);
    return this;
  }

  Path write(Path to) throws IOException {
    return Files.write(to, file.toByteArray());
  }

  private static List<byte[]> cut(byte[] bytes, int max) {
    return IntStream.iterate(0, at -> at < bytes.length, at -> at + max)
        .mapToObj(at -> Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + max)))
        .toList();
  }

  private static byte[] segment(int from, int to, int sequence, int acknowledged, byte[] data) {
    int length = IP_BYTES + TCP_BYTES + data.length;
    return ByteBuffer.allocate(length)
        .putShort((short) 0x4500)
        .putShort((short) length)
        .putInt(0)
        .put((byte) 64)
        .put((byte) PROTOCOL_TCP)
        .putShort((short) 0)
        .putInt(LOOPBACK)
        .putInt(LOOPBACK)
        .putShort((short) from)
        .putShort((short) to)
        .putInt(sequence)
        .putInt(acknowledged)
        .put((byte) ((TCP_BYTES / 4) << 4))
        .put((byte) PUSH_AND_ACKNOWLEDGE)
        .putShort((short) 0xFFFF)
        .putInt(0)
        .put(data)
        .array();
  }

  private void record(long nanos, byte[] packet) {
    file.writeBytes(
        little(16)
            .putInt((int) (nanos / 1_000_000_000))
            .putInt((int) (nanos / 1_000 % 1_000_000))
            .putInt(packet.length)
            .putInt(packet.length)
            .array());
    file.writeBytes(packet);
  }

  private static ByteBuffer little(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }
}
