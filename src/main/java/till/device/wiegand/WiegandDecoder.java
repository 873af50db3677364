package till.device.wiegand;

import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// Makes frames of pulses on two lines. No I/O, no clock: a pulse comes with its time, and who
/// reads says when none came.
///
/// A reader sends 20 to 100 microseconds of low level for each bit, 0.2 to 20 milliseconds apart,
/// and is silent for longer than that between two frames. There is no checksum: a number is
/// believed only when count, gaps and both parities fit.
final class WiegandDecoder {

  /// More than any frame that is known here.
  private static final int BITS_MAX = 64;

  /// Two pulses that begin closer together overlap, or are one that bounced.
  private static final long SPACING_NANOS_MIN = TimeUnit.MICROSECONDS.toNanos(150);

  /// Further apart, and less than the gap: a pulse between them may be missing.
  private static final long SPACING_NANOS_MAX = TimeUnit.MILLISECONDS.toNanos(20);

  private static final int BITS_H10301 = 26;
  private static final int FACILITY_BITS_H10301 = 8;
  private static final int BITS_H10306 = 34;
  private static final int FACILITY_BITS_H10306 = 16;
  private static final int NUMBER_BITS = 16;

  private static final String KEYS = "0123456789*#";

  /// What the pulses came to.
  sealed interface Frame {

    /// Count and parities fit.
    ///
    /// @param bits 26 (H10301) or 34 (H10306)
    /// @param facility 8 or 16 bits
    /// @param number 16 bits
    record Badge(int bits, int facility, int number) implements Frame {

      @Override
      public String toString() {
        return "Badge of " + bits + " bits";
      }
    }

    /// One key of the keypad.
    ///
    /// @param key `0` to `9`, `*`, `#`
    record Key(char key) implements Frame {

      @Override
      public String toString() {
        return "Key";
      }
    }

    record Dropped(int pulses, Cause cause) implements Frame {}
  }

  /// Why pulses were dropped, in words for the log.
  enum Cause {
    COUNT("a frame with a number of bits that no badge has"),
    PARITY("a frame whose parity does not fit"),
    SPACING("a frame whose pulses are too close together or too far apart"),
    LOST("a frame of which pulses were lost"),
    NO_KEY("a key that no keypad has");

    private final String text;

    Cause(String text) {
      this.text = text;
    }

    String text() {
      return text;
    }
  }

  private final int keypad;
  private final long gapNanos;
  private long bits;
  private int count;
  private long lastNanos;
  private boolean spaced = true;
  private boolean lost;

  /// @param keypad 4 or 8 bits for a key, 0 for none
  /// @param gapNanos silence that ends a frame
  WiegandDecoder(int keypad, long gapNanos) {
    this.keypad = keypad;
    this.gapNanos = gapNanos;
  }

  boolean isIdle() {
    return count == 0;
  }

  /// A pulse began.
  ///
  /// @param line 0 or 1
  /// @param lossBefore whether pulses are missing before it: neither what is begun is whole then,
  ///   nor what it goes on with
  void pulse(int line, long nanos, boolean lossBefore, Consumer<Frame> out) {
    long since = nanos - lastNanos;
    lastNanos = nanos;
    lost |= lossBefore;
    if (count > 0 && since >= gapNanos) {
      silence(out);
      lost = lossBefore;
    } else if (count > 0) {
      spaced &= since >= SPACING_NANOS_MIN && since <= SPACING_NANOS_MAX;
    }
    bits = bits << 1 | line;
    count++;
  }

  /// Nothing came for longer than the gap.
  void silence(Consumer<Frame> out) {
    int pulses = count;
    Frame frame = frame();
    bits = 0;
    count = 0;
    spaced = true;
    lost = false;
    if (pulses > 0) {
      out.accept(frame);
    }
  }

  private Frame frame() {
    if (lost) {
      return dropped(Cause.LOST);
    }
    if (!spaced) {
      return dropped(Cause.SPACING);
    }
    if (count > BITS_MAX) {
      return dropped(Cause.COUNT);
    }
    if (count == keypad) {
      return key();
    }
    return switch (count) {
      case BITS_H10301 -> badge(FACILITY_BITS_H10301);
      case BITS_H10306 -> badge(FACILITY_BITS_H10306);
      default -> dropped(Cause.COUNT);
    };
  }

  /// The first bit makes the first half even, the last one the second half odd.
  private Frame badge(int facilityBits) {
    int half = count / 2;
    boolean fits =
        Long.bitCount(bits >>> half) % 2 == 0 && Long.bitCount(bits & (1L << half) - 1) % 2 == 1;
    if (!fits) {
      return dropped(Cause.PARITY);
    }
    int number = (int) (bits >>> 1) & (1 << NUMBER_BITS) - 1;
    int facility = (int) (bits >>> (1 + NUMBER_BITS)) & (1 << facilityBits) - 1;
    return new Frame.Badge(count, facility, number);
  }

  /// In 8 bits the first half is the second one turned around.
  private Frame key() {
    int key = (int) bits & 0x0F;
    boolean fits = keypad == 4 || (~(int) (bits >>> 4) & 0x0F) == key;
    return fits && key < KEYS.length() ? new Frame.Key(KEYS.charAt(key)) : dropped(Cause.NO_KEY);
  }

  private Frame dropped(Cause cause) {
    return new Frame.Dropped(count, cause);
  }
}
