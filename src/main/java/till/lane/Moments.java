package till.lane;

import java.time.Instant;
import java.time.InstantSource;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import till.journal.Ulid;
import till.sale.Moment;

/// The moments in which something is decided.
///
/// @param clockSynchronised whether the board's clock can be believed right now
record Moments(InstantSource clock, BooleanSupplier clockSynchronised, RandomGenerator chance)
    implements Supplier<Moment> {

  @Override
  public Moment get() {
    Instant now = clock.instant();
    return new Moment(
        now,
        clockSynchronised.getAsBoolean()
            ? Moment.ClockState.SYNCHRONISED
            : Moment.ClockState.UNSYNCHRONISED,
        Ulid.next(now, chance));
  }
}
