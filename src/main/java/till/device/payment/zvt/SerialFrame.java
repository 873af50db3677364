package till.device.payment.zvt;

import java.io.ByteArrayOutputStream;

/// How a message is dressed for a serial line (PA00P016 chapter 1): `10 02`, the message with every
/// `10` in it doubled, its length byte included, `10 03`, and two check bytes, which are never
/// doubled, low byte first.
///
/// The check is over the message as it was before the doubling, and `03`. The specification calls
/// it CRC-XModem; what terminals compute is the reflected one that is known as CRC-16/KERMIT.
final class SerialFrame {

  static final int DLE = 0x10;
  static final int STX = 0x02;
  static final int ETX = 0x03;

  /// What a receiver says of a frame, by itself and without one around it.
  static final int ACK = 0x06;

  static final int NAK = 0x15;

  /// The longest message: its head, and as much data as that can state.
  static final int APDU_BYTES_MAX = 5 + Apdu.DATA_BYTES_MAX;

  private static final int POLYNOMIAL = 0x8408;

  private SerialFrame() {}

  static byte[] of(Apdu apdu) {
    byte[] bytes = apdu.encode();
    var frame = new ByteArrayOutputStream(bytes.length + bytes.length / 16 + 6);
    frame.write(DLE);
    frame.write(STX);
    for (byte each : bytes) {
      if (each == DLE) {
        frame.write(DLE);
      }
      frame.write(each);
    }
    frame.write(DLE);
    frame.write(ETX);
    int check = check(bytes, bytes.length);
    frame.write(check);
    frame.write(check >> 8);
    return frame.toByteArray();
  }

  /// The check of a message: of the first so many bytes, and `03`.
  static int check(byte[] bytes, int length) {
    int crc = 0;
    for (int i = 0; i < length; i++) {
      crc = next(crc, bytes[i]);
    }
    return next(crc, ETX);
  }

  private static int next(int crc, int octet) {
    int next = crc ^ (octet & 0xFF);
    for (int bit = 0; bit < Byte.SIZE; bit++) {
      next = (next & 1) == 0 ? next >> 1 : next >> 1 ^ POLYNOMIAL;
    }
    return next;
  }
}
