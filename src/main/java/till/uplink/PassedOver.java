package till.uplink;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.stream.Stream;

/// Documents that this connection passes over, so that those behind them can go: the broker has
/// refused them again and again, or does not take one of their size. None is given up: the bookmark
/// stays before the first of them, refused ones are tried again with growing pauses, and the next
/// connection tries all of them.
///
/// Documents are named by position. The uplink's thread; as old as the connection.
final class PassedOver {

  /// Tries before a document is passed over, with a pause between them.
  static final int TRIES = 3;

  /// Beyond this many, one behind the other, it is not the documents that the broker minds.
  static final int ROW_MAX = 5;

  /// Beyond it nothing goes past any more: somebody has to look at this broker.
  static final int DOCUMENTS_MAX = 1_000;

  /// Longest pause between two tries with those that were refused.
  private static final Duration PAUSE_MAX = Duration.ofHours(1);

  private final Duration firstPause;
  private final Problems problems;
  private final TreeSet<Long> refused = new TreeSet<>();
  private final TreeSet<Long> tooLarge = new TreeSet<>();
  private final TreeSet<Long> due = new TreeSet<>();
  private final TreeSet<Long> row = new TreeSet<>();
  private Duration pause;
  private long dueNanos;

  PassedOver(Duration firstPause, Problems problems) {
    this.firstPause = firstPause;
    this.problems = problems;
    pause = firstPause;
  }

  boolean contains(long position) {
    return refused.contains(position) || tooLarge.contains(position);
  }

  boolean isEmpty() {
    return refused.isEmpty() && tooLarge.isEmpty();
  }

  boolean isFull() {
    return refused.size() + tooLarge.size() >= DOCUMENTS_MAX;
  }

  /// The first of them.
  Optional<Long> first() {
    return Stream.of(refused, tooLarge)
        .filter(positions -> !positions.isEmpty())
        .map(TreeSet::first)
        .min(Long::compare);
  }

  /// This one has been refused often enough.
  ///
  /// @return the position from which on all are to be tried again, when the broker takes none
  OptionalLong refuse(long position, long nowNanos) {
    if (refused.isEmpty()) {
      pause = firstPause;
      dueNanos = nowNanos + pause.toNanos();
    }
    refused.add(position);
    row.add(position);
    if (row.size() <= ROW_MAX) {
      return OptionalLong.empty();
    }
    long first = row.first();
    refused.removeAll(row);
    due.removeAll(row);
    row.clear();
    return OptionalLong.of(first);
  }

  void passLarge(long position) {
    tooLarge.add(position);
  }

  /// The broker has taken this one.
  ///
  /// @return whether it was one of these
  boolean take(long position) {
    row.clear();
    return refused.remove(position);
  }

  /// The fleet has everything up to here.
  void forgetThrough(long position) {
    refused.headSet(position, true).clear();
    tooLarge.headSet(position, true).clear();
    due.headSet(position, true).clear();
    row.headSet(position, true).clear();
    if (tooLarge.isEmpty()) {
      problems.end(Problems.TOO_LARGE);
    }
  }

  boolean hasRefused() {
    return !refused.isEmpty();
  }

  /// The next one to be tried once more, when it is time.
  OptionalLong nextDue(long nowNanos) {
    if (!refused.isEmpty() && nowNanos - dueNanos >= 0) {
      due.addAll(refused);
      Duration twice = pause.multipliedBy(2);
      pause = twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX;
      dueNanos = nowNanos + pause.toNanos();
    }
    Long next = due.pollFirst();
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }
}
