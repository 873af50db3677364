package till.sale;

import java.time.Instant;
import java.util.Optional;

/// Somebody practises at this till. What is sold meanwhile is in a journal of its own, and both
/// journals know of the training: the shop's that it has begun, the other one that it has ended,
/// which the shop's learns at the next start at the latest.
///
/// @param id names it in both journals: the transaction that began it
/// @param by who began it
/// @param end absent while it goes on
public record Training(String id, Instant since, Actor by, Optional<End> end) {

  /// How it ended.
  ///
  /// @param by who ended it
  public record End(Instant at, Actor by) {}

  /// Whether it goes on.
  public boolean isOn() {
    return end.isEmpty();
  }

  /// Whether this is the same training, at another time.
  public boolean isSame(Training other) {
    return id.equals(other.id);
  }

  Training endedBy(Actor actor, Instant at) {
    return new Training(id, since, by, Optional.of(new End(at, actor)));
  }
}
