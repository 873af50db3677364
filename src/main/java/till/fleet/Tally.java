package till.fleet;

import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/// What a collector has done since it began, for its metrics. Any thread.
final class Tally {

  /// Upper bounds of the classes of batch times, in seconds.
  static final double[] BOUNDS_SECONDS = {0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10};

  /// Terminals that are named one by one; the rest of a larger fleet is not.
  private static final int TERMINALS_MAX = 100_000;

  private final long[] classes = new long[BOUNDS_SECONDS.length];
  private final Map<String, Instant> lastSeen = new TreeMap<>();
  private long documents;
  private long rejected;
  private long conflicts;
  private long batches;
  private double batchSeconds;

  /// The sums as of one moment.
  ///
  /// @param classes how many batches took no longer than each bound
  /// @param lastSeen when something came of a terminal, by its name
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Sums(
      long documents,
      long rejected,
      long conflicts,
      long batches,
      double batchSeconds,
      long[] classes,
      Map<String, Instant> lastSeen) {}

  /// A batch is in the ledger, or a part of one.
  synchronized void count(Intake.Result result) {
    documents += result.documents();
    rejected += result.rejected();
    conflicts += result.conflicts();
  }

  /// A batch took so long.
  synchronized void took(double seconds) {
    batches++;
    batchSeconds += seconds;
    for (int i = 0; i < classes.length; i++) {
      if (seconds <= BOUNDS_SECONDS[i]) {
        classes[i]++;
      }
    }
  }

  synchronized void saw(String terminal, Instant at) {
    if (lastSeen.size() < TERMINALS_MAX || lastSeen.containsKey(terminal)) {
      lastSeen.put(terminal, at);
    }
  }

  synchronized Sums sums() {
    return new Sums(
        documents,
        rejected,
        conflicts,
        batches,
        batchSeconds,
        classes.clone(),
        new TreeMap<>(lastSeen));
  }
}
