package till.simulator;

import java.util.Arrays;
import java.util.Optional;

/// Finds the commands that a printer obeys the moment they arrive, whatever they are in the middle
/// of.
///
/// A real printer does so even within a picture's data, and so does this one.
final class RealTimeScanner {

  private static final byte[] CLEAR = {0x10, 0x14, 0x08, 0x01, 0x03, 0x14, 0x01, 0x06, 0x02, 0x08};

  private final byte[] last = new byte[CLEAR.length];

  /// An order that cannot wait.
  sealed interface RealTime {

    /// `DLE EOT n`.
    record Status(int n) implements RealTime {}

    /// `DLE DC4 1 m t`: t tenths of a second.
    record Pulse(int m, int t) implements RealTime {}

    /// `DLE DC4 8`: forget what is not printed.
    record Clear() implements RealTime {}
  }

  /// Takes the next byte, and gives the order that it completes.
  Optional<RealTime> next(byte value) {
    System.arraycopy(last, 1, last, 0, last.length - 1);
    last[last.length - 1] = value;
    if (recent(3) == 0x10 && recent(2) == 0x04 && recent(1) >= 1 && recent(1) <= 4) {
      return Optional.of(new RealTime.Status(recent(1)));
    }
    if (recent(5) == 0x10 && recent(4) == 0x14 && recent(3) == 0x01) {
      return Optional.of(new RealTime.Pulse(recent(2), recent(1)));
    }
    return Arrays.equals(last, CLEAR) ? Optional.of(new RealTime.Clear()) : Optional.empty();
  }

  /// The byte that many places back; 1 is the newest.
  private int recent(int back) {
    return last[last.length - back] & 0xFF;
  }
}
