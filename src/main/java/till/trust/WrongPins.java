package till.trust;

import java.time.Duration;

/// How often in a row a PIN was wrong, and how long nobody is listened to because of it: from some
/// number on, each wrong one begins a pause twice as long as the one before, up to a limit.
///
/// Pauses are measured by a clock that nobody sets. After a restart the pause begins anew, so that
/// pulling the plug shortens none.
final class WrongPins {

  /// More than it takes for the longest pause.
  private static final int COUNT_MAX = 1_000;

  private final int free;
  private final Duration first;
  private final Duration longest;
  private int count;
  private long pausedUntil;
  private boolean paused;

  /// @param free the number that begins the first pause
  WrongPins(int free, Duration first, Duration longest) {
    this.free = free;
    this.first = first;
    this.longest = longest;
  }

  int count() {
    return count;
  }

  int triesLeft() {
    return Math.max(0, free - count);
  }

  /// What is left of a pause; zero without one.
  Duration pause(long nowNanos) {
    long left = pausedUntil - nowNanos;
    if (left <= 0) {
      paused = false;
    }
    return paused ? Duration.ofNanos(left) : Duration.ZERO;
  }

  void wrong(long nowNanos) {
    set(count + 1, nowNanos);
  }

  /// As many as there were when the last process ended.
  void set(int wrong, long nowNanos) {
    count = Math.clamp(wrong, 0, COUNT_MAX);
    int doublings = count - free;
    paused = doublings >= 0;
    if (paused) {
      pausedUntil = nowNanos + pauseAfter(doublings).toNanos();
    }
  }

  private Duration pauseAfter(int doublings) {
    Duration pause = first;
    for (int i = 0; i < doublings && pause.compareTo(longest) < 0; i++) {
      pause = pause.multipliedBy(2);
    }
    return pause.compareTo(longest) < 0 ? pause : longest;
  }

  void right() {
    count = 0;
    paused = false;
  }
}
