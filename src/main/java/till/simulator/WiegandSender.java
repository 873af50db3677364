package till.simulator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import till.port.Port;
import till.port.PortException;

/// A badge reader at the far end of two simulated lines: sends pulses as the kernel tells of them,
/// `struct gpio_v2_line_event` each, and keeps count. Its time is made up: nobody waits for it.
public final class WiegandSender implements AutoCloseable {

  private static final int EVENT_BYTES = 48;
  private static final int FALLING = 2;
  private static final long SPACING_NANOS = 2_000_000;
  private static final long SILENCE_NANOS = 1_000_000_000;

  private final Port port;
  private long nanos = SILENCE_NANOS;
  private int number;
  private final int[] numbers = new int[2];
  private final List<String> ledger = new ArrayList<>();

  /// A reader that holds this wire's far end.
  public WiegandSender(Port port) {
    this.port = port;
  }

  /// A badge of 26 bits (H10301): 8 bits of facility, 16 of number.
  public void badge26(int facility, int number) throws PortException {
    send(withParities(binary(facility, 8) + binary(number, 16)));
  }

  /// A badge of 34 bits (H10306): 16 bits of facility, 16 of number.
  public void badge34(int facility, int number) throws PortException {
    send(withParities(binary(facility, 16) + binary(number, 16)));
  }

  /// A key in 4 bits, or in 8 with the first half turned around.
  ///
  /// @param key 0 to 9, 10 for `*`, 11 for `#`
  public void key(int key, int bits) throws PortException {
    send(bits == 4 ? binary(key, 4) : binary(~key & 0xF, 4) + binary(key, 4));
  }

  /// Any frame, its pulses two milliseconds apart, after a second of silence.
  public void send(String bits) throws PortException {
    send(bits, SPACING_NANOS, -1);
  }

  /// A frame of which the kernel could not keep a pulse.
  ///
  /// @param lost which one; it is counted, and not there
  public synchronized void send(String bits, long spacingNanos, int lost) throws PortException {
    nanos += SILENCE_NANOS;
    for (int i = 0; i < bits.length(); i++) {
      nanos += spacingNanos;
      int line = bits.charAt(i) - '0';
      number++;
      numbers[line]++;
      if (i != lost) {
        byte[] event = event(line);
        port.write(event, 0, event.length);
      }
    }
    ledger.add(bits);
  }

  private byte[] event(int line) {
    return ByteBuffer.allocate(EVENT_BYTES)
        .order(ByteOrder.nativeOrder())
        .putLong(nanos)
        .putInt(FALLING)
        .putInt(line)
        .putInt(number)
        .putInt(numbers[line])
        .array();
  }

  private static String withParities(String data) {
    int half = data.length() / 2;
    long even = data.substring(0, half).chars().filter(bit -> bit == '1').count() % 2;
    long odd = (data.substring(half).chars().filter(bit -> bit == '1').count() + 1) % 2;
    return even + data + odd;
  }

  private static String binary(int value, int bits) {
    String digits = Integer.toBinaryString(value);
    return "0".repeat(bits - digits.length()) + digits;
  }

  /// The frames sent so far, in bits.
  public synchronized List<String> ledger() {
    return List.copyOf(ledger);
  }

  @Override
  public void close() {
    port.close();
  }
}
