package till.device.scanner;

import java.util.concurrent.TimeUnit;

/// Tells a label that is still in front of the scanner from the next item with the same one.
final class Repeats {

  private final long windowNanos;
  private String label = "";
  private long seenNanos;

  /// @param windowMillis 0 when every label is a new one
  Repeats(int windowMillis) {
    windowNanos = TimeUnit.MILLISECONDS.toNanos(windowMillis);
  }

  /// Whether the last label was this one, not longer ago than the window. Each sight of it begins
  /// the window anew; another label ends it.
  boolean isRepeat(String next, long atNanos) {
    boolean repeat = next.equals(label) && atNanos - seenNanos < windowNanos;
    label = next;
    seenNanos = atNanos;
    return repeat;
  }
}
