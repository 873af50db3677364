package till.sale;

import java.time.Instant;

/// When an input is decided, and a name for what it may begin. Handed in, because `sale` has no
/// clock.
///
/// @param at the board's clock
/// @param clock how far that clock can be believed
/// @param freshId an identifier nobody has used, for a transaction that starts now
public record Moment(Instant at, ClockState clock, String freshId) {

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
