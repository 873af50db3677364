package till.lane;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Optional;
import till.device.scale.Weighing;

/// What the scale says while something waits for it, with the scale's own digits. While it moves it
/// says no weight.
///
/// @param net whether the scale itself has taken a tare off
public record ScaleView(State state, Optional<Weight> weight, boolean net) {

  /// How it is with the scale.
  public enum State {
    STABLE,
    IN_MOTION,
    EMPTY,
    UNDER,
    OVER,
    /// Nobody knows.
    UNKNOWN;

    /// The word machines see.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// A weight that may be sold by.
  ///
  /// @param value above zero, with the decimals the scale sent
  /// @param unit its symbol, such as `kg`
  public record Weight(BigDecimal value, String unit) {}

  /// Before it has said anything.
  static ScaleView unknown() {
    return without(State.UNKNOWN);
  }

  static ScaleView of(Weighing weighing) {
    return switch (weighing) {
      case Weighing.Stable stable ->
          new ScaleView(
              State.STABLE,
              Optional.of(new Weight(stable.weight(), stable.unit().symbol())),
              stable.net());
      case Weighing.Moving _ -> without(State.IN_MOTION);
      case Weighing.Zero _ -> without(State.EMPTY);
      case Weighing.Under _ -> without(State.UNDER);
      case Weighing.Over _ -> without(State.OVER);
      case Weighing.Unknown _ -> without(State.UNKNOWN);
    };
  }

  private static ScaleView without(State state) {
    return new ScaleView(state, Optional.empty(), false);
  }
}
