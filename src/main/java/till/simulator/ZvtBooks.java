package till.simulator;

import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// The simulated terminal's own books. Any thread.
final class ZvtBooks {

  /// Older bookings are forgotten.
  private static final int BOOKINGS_MAX = 1_000;

  private final InstantSource clock;
  private final List<Booking> bookings = new ArrayList<>();
  private int receipts;
  private int traces;

  ZvtBooks(InstantSource clock) {
    this.clock = clock;
  }

  /// Books a payment that nobody has acknowledged yet.
  synchronized Booking enter(long amountMinor, String currency) {
    receipts = receipts % 9_999 + 1;
    traces = traces % 999_999 + 1;
    var booking =
        new Booking(
            String.format("%04d", receipts),
            String.format("%06d", traces),
            amountMinor,
            currency,
            Standing.BOOKED,
            false,
            clock.instant());
    bookings.add(booking);
    if (bookings.size() > BOOKINGS_MAX) {
      bookings.removeFirst();
    }
    return booking;
  }

  /// Changes the booking with the same number, as it is now.
  synchronized void change(Booking booking, UnaryOperator<Booking> how) {
    bookings.replaceAll(
        made -> made.traceNumber().equals(booking.traceNumber()) ? how.apply(made) : made);
  }

  synchronized void reverseUnacknowledged() {
    bookings.replaceAll(
        made -> made.standing() == Standing.BOOKED ? made.as(Standing.REVERSED) : made);
  }

  /// Oldest first.
  synchronized List<Booking> all() {
    return List.copyOf(bookings);
  }

  /// The newest that stands.
  synchronized Optional<Booking> last() {
    return bookings.reversed().stream()
        .filter(made -> made.standing() != Standing.REVERSED)
        .findFirst();
  }
}
