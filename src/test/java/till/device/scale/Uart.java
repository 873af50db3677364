package till.device.scale;

import java.io.ByteArrayOutputStream;
import java.util.BitSet;
import till.port.PortSettings.Framing;
import till.port.PortSettings.Parity;

/// What a serial line set one way makes of bytes that were sent another way: levels in time,
/// sampled in the middle of what the receiver takes for a bit. Characters with a wrong parity or
/// without their stop bit are dropped, as the kernel drops them.
final class Uart {

  /// How finely the receiver looks for a start bit.
  private static final double STEPS_PER_BIT = 16;

  private static final int IDLE_BITS = 12;

  private Uart() {}

  /// @param speed how many times faster than the sender the receiver believes the line to be
  static byte[] pass(byte[] bytes, Framing sent, Framing received, double speed) {
    var line = new BitSet();
    int length = IDLE_BITS;
    line.set(0, IDLE_BITS);
    for (byte each : bytes) {
      length = put(each & 0xFF, sent, line, length);
    }
    line.set(length, length + IDLE_BITS);
    return hear(line, length + IDLE_BITS, received, 1 / speed);
  }

  private static int put(int character, Framing framing, BitSet line, int from) {
    int at = from + 1; // the start bit is low
    int data = character & ((1 << framing.dataBits()) - 1);
    for (int bit = 0; bit < framing.dataBits(); bit++) {
      line.set(at++, (data & 1 << bit) != 0);
    }
    if (framing.parity() != Parity.NONE) {
      line.set(at++, parity(data, framing));
    }
    line.set(at, at + framing.stopBits());
    return at + framing.stopBits();
  }

  private static boolean parity(int data, Framing framing) {
    boolean odd = Integer.bitCount(data) % 2 != 0;
    return odd == (framing.parity() == Parity.EVEN);
  }

  private static byte[] hear(BitSet line, int length, Framing framing, double bit) {
    var heard = new ByteArrayOutputStream();
    double time = 0;
    while (time < length) {
      if (isHigh(line, length, time) || isHigh(line, length, time + bit / 2)) {
        time += bit / STEPS_PER_BIT;
        continue;
      }
      double sample = time + 1.5 * bit;
      int data = 0;
      for (int i = 0; i < framing.dataBits(); i++, sample += bit) {
        data |= isHigh(line, length, sample) ? 1 << i : 0;
      }
      boolean isGood = true;
      if (framing.parity() != Parity.NONE) {
        isGood = isHigh(line, length, sample) == parity(data, framing);
        sample += bit;
      }
      if (isGood && isHigh(line, length, sample)) {
        heard.write(data);
      }
      time = sample + bit / STEPS_PER_BIT;
    }
    return heard.toByteArray();
  }

  private static boolean isHigh(BitSet line, int length, double time) {
    return time >= length || line.get((int) time);
  }
}
