package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Cuts what one end of a serial line says into its frames, and checks them, knowing nothing of the
/// driver: 10 02, the message with each 10 doubled, 10 03, and two bytes of check value. Anything
/// else, but for the single bytes 06 and 15 between frames, fails the test.
final class FrameCutter {

  private static final int DLE = 0x10;
  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int ACK = 0x06;
  private static final int NAK = 0x15;
  private static final int HEAD_BYTES = 2;
  private static final int CHECK_BYTES = 2;
  private static final int TAIL_BYTES = 2 + CHECK_BYTES;
  private static final int POLYNOMIAL = 0x1021;

  private final ByteArrayOutputStream frame = new ByteArrayOutputStream();
  private boolean escaped;
  private int left = -1;

  /// The frames that these bytes complete.
  List<byte[]> feed(byte[] bytes) {
    var frames = new ArrayList<byte[]>();
    for (byte octet : bytes) {
      if (frame.size() == 0 && (octet == ACK || octet == NAK)) {
        continue;
      }
      frame.write(octet);
      if (frame.size() <= HEAD_BYTES) {
        assertEquals(frame.size() == 1 ? DLE : STX, octet, "between frames");
      } else if (left > 0) {
        left--;
      } else if (escaped) {
        escaped = false;
        left = octet == ETX ? CHECK_BYTES : left;
        assertEquals(octet == ETX ? ETX : DLE, octet, "behind a 10");
      } else {
        escaped = octet == DLE;
      }
      if (left == 0) {
        frames.add(frame.toByteArray());
        frame.reset();
        left = -1;
      }
    }
    return frames;
  }

  /// The message in a frame whose check value is right.
  static byte[] message(byte[] frame) {
    var message = new ByteArrayOutputStream();
    for (int i = HEAD_BYTES; i < frame.length - TAIL_BYTES; i++) {
      message.write(frame[i]);
      i += frame[i] == DLE ? 1 : 0;
    }
    int stated = (frame[frame.length - 2] & 0xFF) | (frame[frame.length - 1] & 0xFF) << 8;
    assertEquals(check(message.toByteArray()), stated, "check value");
    return message.toByteArray();
  }

  /// Whether it has a 10 in its message, which is sent twice.
  static boolean isDoubled(byte[] frame) {
    return frame.length != HEAD_BYTES + message(frame).length + TAIL_BYTES;
  }

  /// As the line sends them, lowest bit first: the remainder of the division by x16 + x12 + x5 + 1.
  private static int check(byte[] message) {
    byte[] checked = Arrays.copyOf(message, message.length + 1);
    checked[message.length] = ETX;
    int remainder = 0;
    for (byte octet : checked) {
      remainder ^= Integer.reverse(octet) >>> 16 & 0xFF00;
      for (int bit = 0; bit < 8; bit++) {
        remainder = remainder << 1 ^ ((remainder & 0x8000) != 0 ? POLYNOMIAL : 0);
      }
      remainder &= 0xFFFF;
    }
    return Integer.reverse(remainder) >>> 16;
  }
}
