package till.sale;

import java.time.Instant;
import java.util.Optional;

/// When an input is decided, by whom, and a name for what it may begin. Handed in, because `sale`
/// has no clock.
///
/// @param at the board's clock
/// @param clock how far that clock can be believed
/// @param freshId an identifier nobody has used, for a transaction that starts now
/// @param actor who of the shop asks for it; absent for the customer and for devices
public record Moment(Instant at, ClockState clock, String freshId, Optional<Actor> actor) {

  /// Nobody of the shop asks.
  public Moment(Instant at, ClockState clock, String freshId) {
    this(at, clock, freshId, Optional.empty());
  }

  /// The same moment, with somebody of the shop who asks.
  public Moment by(Optional<Actor> somebody) {
    return new Moment(at, clock, freshId, somebody);
  }

  /// Whether the clock has been set by somebody who knows the time.
  public enum ClockState {
    SYNCHRONISED("synchronised"),
    UNSYNCHRONISED("unsynchronised");

    private final String wireName;

    ClockState(String wireName) {
      this.wireName = wireName;
    }

    /// The name in the journal document.
    public String wireName() {
      return wireName;
    }
  }
}
