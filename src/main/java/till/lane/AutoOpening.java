package till.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import till.sale.LastClosing;

/// Names the business day that a lane opens by itself. A day is never derived from a clock that
/// nobody has set: a board wakes up in 1970, or on the evening it was switched off.
///
/// @param last the business day that was closed last
/// @param newest when the newest document was written
record AutoOpening(ZoneId timeZone, Optional<LastClosing> last, Optional<Instant> newest) {

  /// No board that runs this has lived before: a clock that says so was never set.
  private static final Instant EARLIEST = Instant.parse("2026-01-01T00:00:00Z");

  /// What to do about the day.
  sealed interface Advice {

    record Open(LocalDate day) implements Advice {}

    /// The clock cannot be believed: a person opens the day, or the clock is set.
    record Wait() implements Advice {}

    /// Today was closed already: a person who wants it again says so.
    record Leave() implements Advice {}
  }

  /// A clock that nobody has confirmed is believed while nothing speaks against it: there are shops
  /// without a network.
  Advice at(Instant now, boolean synchronised) {
    LocalDate today = LocalDate.ofInstant(now, timeZone);
    boolean closed = last.filter(day -> !today.isAfter(day.businessDay())).isPresent();
    if (synchronised) {
      return closed ? new Advice.Leave() : new Advice.Open(today);
    }
    boolean impossible = !isPossible(now, false) || newest.filter(now::isBefore).isPresent();
    return closed || impossible ? new Advice.Wait() : new Advice.Open(today);
  }

  /// Whether it can be that late.
  static boolean isPossible(Instant now, boolean synchronised) {
    return synchronised || !now.isBefore(EARLIEST);
  }
}
