package till.fleet;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import till.uplink.Ack;

/// The epochs at one broker that wait behind a gap, and when it is time to ask for what is missing.
/// A gap that the messages on their way will fill is none. Its listener's thread.
///
/// An epoch whose very first document is missing cannot be asked: an ack vouches for a document.
/// Its terminal sends again by itself.
final class Gaps {

  /// How long a gap stays before somebody asks.
  static final Duration PATIENCE = Duration.ofSeconds(3);

  /// How long one epoch is left alone after it was asked for the first time; twice as long after
  /// the next, and so on: a terminal that was thrown away never answers.
  static final Duration PAUSE = Duration.ofSeconds(10);

  /// What that grows to.
  static final Duration PAUSE_MAX = Duration.ofHours(1);

  /// Most numbers that are asked for at once; the rest is asked for when they are there.
  static final int NUMBERS_MAX = 1_000;

  /// Beyond it the other epochs' terminals are left to send again by themselves.
  private static final int EPOCHS_MAX = 10_000;

  private final Map<Chapter, Waiting> waiting = new HashMap<>();

  /// @param from the first missing number
  /// @param dueNanos when to ask next
  /// @param pause after that
  private record Waiting(long from, long dueNanos, Duration pause) {

    Waiting asked(long nowNanos) {
      Duration twice = pause.multipliedBy(2);
      return new Waiting(
          from, nowNanos + pause.toNanos(), twice.compareTo(PAUSE_MAX) < 0 ? twice : PAUSE_MAX);
    }
  }

  /// What is missing of an epoch now.
  ///
  /// @return what to ask its terminal for, when it is time
  Optional<Ack.Range> note(Chapter chapter, Optional<Ack.Range> gap, long nowNanos) {
    if (gap.isEmpty()) {
      waiting.remove(chapter);
      return Optional.empty();
    }
    long from = gap.get().from();
    Waiting before = waiting.get(chapter);
    if (before == null || before.from() != from) {
      if (waiting.size() < EPOCHS_MAX || before != null) {
        waiting.put(chapter, new Waiting(from, nowNanos + PATIENCE.toNanos(), PAUSE));
      }
      return Optional.empty();
    }
    if (nowNanos - before.dueNanos() < 0) {
      return Optional.empty();
    }
    waiting.put(chapter, before.asked(nowNanos));
    return Optional.of(new Ack.Range(from, Math.min(gap.get().to(), from + NUMBERS_MAX - 1)));
  }

  /// The epochs for which it is time to look again.
  List<Chapter> due(long nowNanos) {
    return waiting.entrySet().stream()
        .filter(entry -> nowNanos - entry.getValue().dueNanos() >= 0)
        .map(Map.Entry::getKey)
        .limit(NUMBERS_MAX)
        .toList();
  }
}
