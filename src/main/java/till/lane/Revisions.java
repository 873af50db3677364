package till.lane;

/// Numbers the lane's views. They grow with every view, also over a restart: each start writes a
/// document, and between two documents there are fewer changes than numbers set aside for them.
final class Revisions {

  private static final long PER_DOCUMENT = 100_000;

  private long position;
  private long changes;

  /// @param now how many documents the journal holds or has held
  long next(long now) {
    changes = now == position ? changes + 1 : 0;
    position = now;
    return now * PER_DOCUMENT + Math.min(changes, PER_DOCUMENT - 1);
  }
}
