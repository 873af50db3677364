package till.lane;

/// Numbers the lane's views. They grow with every view, also over a restart: each start writes a
/// document, and between two documents there are fewer changes than numbers set aside for them.
final class Revisions {

  private static final long PER_DOCUMENT = 100_000;

  private long position;
  private long changes;

  /// For a lane that has not started yet, whose journal is as the last one has left it: behind all
  /// that was seen of that one, and before what comes of the start.
  ///
  /// @param now how many documents there are or have been
  long beforeStart(long now) {
    position = now;
    changes = PER_DOCUMENT - 1;
    return number();
  }

  /// @param now how many documents there are or have been
  long next(long now) {
    changes = now == position ? Math.min(changes + 1, PER_DOCUMENT - 1) : 0;
    position = now;
    return number();
  }

  private long number() {
    return position * PER_DOCUMENT + changes;
  }
}
