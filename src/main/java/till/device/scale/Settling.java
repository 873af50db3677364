package till.device.scale;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Which weights count. One that nothing but its shape speaks for has to come twice in a row, the
/// same to the last digit: a byte that was lost or bent on the line does not come twice.
///
/// One thread.
final class Settling {

  private Reading.@Nullable Weight seen;
  private boolean isWaiting;

  /// What is known after a reading; nothing new when it was none.
  Optional<Weighing> judge(Reading reading, Instant at) {
    isWaiting = false;
    return switch (reading) {
      case Reading.Weight weight -> Optional.of(weight(weight, at));
      case Reading.Unchanged _ -> Optional.of(unchanged(at));
      case Reading.Moving _ -> Optional.of(without(new Weighing.Moving(at)));
      case Reading.Zero _ -> Optional.of(without(new Weighing.Zero(at)));
      case Reading.Under _ -> Optional.of(without(new Weighing.Under(at)));
      case Reading.Over _ -> Optional.of(without(new Weighing.Over(at)));
      case Reading.Unclear unclear ->
          Optional.of(without(new Weighing.Unknown(unclear.reason(), at)));
      case Reading.Fault fault -> Optional.of(without(new Weighing.Unknown(fault.reason(), at)));
      case Reading.Garbled _, Reading.Silent _ -> {
        forget();
        yield Optional.empty();
      }
    };
  }

  /// Whether a weight waits to come once more.
  boolean isWaiting() {
    return isWaiting;
  }

  void forget() {
    seen = null;
    isWaiting = false;
  }

  private Weighing weight(Reading.Weight weight, Instant at) {
    int sign = weight.weight().signum();
    if (sign <= 0) {
      return without(sign < 0 ? new Weighing.Under(at) : new Weighing.Zero(at));
    }
    boolean isSame = weight.equals(seen);
    seen = weight;
    isWaiting = !isSame && !weight.isChecked();
    return isWaiting ? new Weighing.Moving(at) : stable(weight, at);
  }

  /// The scale does not tell the same weight twice, but that nothing has moved since. That speaks
  /// for no weight that was in doubt.
  private Weighing unchanged(Instant at) {
    return seen == null || !seen.isChecked()
        ? new Weighing.Unknown("the scale has told this weight already: lift the goods", at)
        : stable(seen, at);
  }

  private static Weighing stable(Reading.Weight weight, Instant at) {
    return new Weighing.Stable(weight.weight(), weight.unit(), weight.net(), at);
  }

  private Weighing without(Weighing other) {
    forget();
    return other;
  }
}
