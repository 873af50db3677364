package till.device.scale;

import java.math.BigDecimal;
import java.time.Instant;

/// What a scale says, and when it said so.
public sealed interface Weighing {

  /// When the scale said it, by the board's clock.
  Instant at();

  /// A weight that may be sold by.
  ///
  /// @param weight above zero, with the decimals the scale sent
  /// @param net whether a tare is taken off already
  record Stable(BigDecimal weight, WeightUnit unit, boolean net, Instant at) implements Weighing {

    public Stable {
      if (weight.signum() <= 0) {
        throw new IllegalArgumentException("a stable weight of " + weight);
      }
    }
  }

  /// It has not come to rest, or a weight was seen only once.
  record Moving(Instant at) implements Weighing {}

  /// Nothing is on it, or too little to be weighed.
  record Zero(Instant at) implements Weighing {}

  /// Below zero: a tare without its goods, or a scale that has to be zeroed.
  record Under(Instant at) implements Weighing {}

  /// More than it can weigh.
  record Over(Instant at) implements Weighing {}

  /// Nobody knows.
  ///
  /// @param reason why, and what to do
  record Unknown(String reason, Instant at) implements Weighing {}

  /// For a technician.
  default String inWords() {
    return switch (this) {
      case Stable stable ->
          stable.weight().toPlainString()
              + " "
              + stable.unit().symbol()
              + (stable.net() ? " net" : "");
      case Moving _ -> "in motion";
      case Zero _ -> "zero";
      case Under _ -> "under zero";
      case Over _ -> "overload";
      case Unknown unknown -> unknown.reason();
    };
  }

  /// Whether it is the same at another time.
  default boolean isLike(Weighing other) {
    return switch (this) {
      case Stable one ->
          other instanceof Stable two
              && two.equals(new Stable(one.weight, one.unit, one.net, two.at));
      case Unknown one -> other instanceof Unknown two && one.reason.equals(two.reason);
      case Moving _ -> other instanceof Moving;
      case Zero _ -> other instanceof Zero;
      case Under _ -> other instanceof Under;
      case Over _ -> other instanceof Over;
    };
  }
}
