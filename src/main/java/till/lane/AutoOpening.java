package till.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import till.sale.LastClosing;

/// Names the business day that a lane opens by itself. A day is never derived from a clock that
/// nobody has set: a board also wakes up on the evening it was switched off.
///
/// @param last the business day that was closed last
/// @param newest when the newest document was written
record AutoOpening(ZoneId timeZone, Optional<LastClosing> last, Optional<Instant> newest) {

  /// What to do about the day.
  sealed interface Advice {

    record Open(LocalDate day) implements Advice {}

    /// The clock cannot be believed: a person opens the day, or the clock is set.
    record Wait() implements Advice {}

    /// Today was closed already: a person who wants it again says so.
    record Leave() implements Advice {}
  }

  /// A clock that nobody has confirmed is believed while nothing speaks against it.
  Advice at(Clocks clocks) {
    Instant now = clocks.now();
    LocalDate today = LocalDate.ofInstant(now, timeZone);
    boolean closed = last.filter(day -> !today.isAfter(day.businessDay())).isPresent();
    if (clocks.isSynchronised()) {
      return closed ? new Advice.Leave() : new Advice.Open(today);
    }
    boolean impossible = !clocks.isPlausible() || newest.filter(now::isBefore).isPresent();
    return closed || impossible ? new Advice.Wait() : new Advice.Open(today);
  }
}
