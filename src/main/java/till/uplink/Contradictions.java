package till.uplink;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import till.journal.Dispute;
import till.journal.Head;
import till.journal.Outbox;

/// Looks whether fleet and journal disagree, and says what follows from it, each thing once. What
/// it goes by is on the disk, so a power cut between a dispute and the epoch that answers it only
/// puts the answer off. Lives as long as the uplink. The uplink's thread.
final class Contradictions {

  /// Least time that an epoch lasts which was begun because of a dispute: a collector that
  /// contradicts everything must not make a new one with every document. It is disputed meanwhile,
  /// and sells.
  static final Duration EPOCH_LEAST = Duration.ofMinutes(10);

  private final Outbox outbox;
  private final Problems problems;
  private final Consumer<Contradiction> listener;
  private final InstantSource clock;
  private boolean isFound;
  private String seen = "";
  private String asked = "";
  private long dueNanos;

  Contradictions(
      Outbox outbox, Problems problems, Consumer<Contradiction> listener, InstantSource clock) {
    this.outbox = outbox;
    this.problems = problems;
    this.listener = listener;
    this.clock = clock;
  }

  /// To be called at the start, and now and then.
  void look(Head head, long nowNanos) {
    Optional<String> reason = outbox.contradiction();
    if (reason.isPresent() && !isFound) {
      problems.begin(
          Problems.CONTRADICTION,
          reason.get()
              + ": was this disk restored or copied? Nothing is deleted, and a new epoch begins");
      listener.accept(new Contradiction.Found());
    } else if (reason.isEmpty() && isFound) {
      problems.end(Problems.CONTRADICTION);
      listener.accept(new Contradiction.Settled());
    }
    isFound = reason.isPresent();
    outbox.disputeOf(head).ifPresent(dispute -> ask(dispute, head, nowNanos));
  }

  private void ask(Dispute dispute, Head head, long nowNanos) {
    if (!dispute.epoch().equals(seen)) {
      seen = dispute.epoch();
      dueNanos = nowNanos + rest(head).toNanos();
    }
    if (!dispute.epoch().equals(asked) && nowNanos - dueNanos >= 0) {
      asked = dispute.epoch();
      listener.accept(new Contradiction.EpochDue(dispute.epoch(), dispute.reason()));
    }
  }

  /// What is left of an epoch's least time. A clock that was set since may shorten it, but never
  /// make it longer than it is.
  private Duration rest(Head head) {
    return outbox
        .begunInDispute(head)
        .map(begun -> EPOCH_LEAST.minus(Duration.between(begun, clock.instant())))
        .map(rest -> rest.compareTo(EPOCH_LEAST) < 0 ? rest : EPOCH_LEAST)
        .filter(Duration::isPositive)
        .orElse(Duration.ZERO);
  }
}
