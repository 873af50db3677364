package till.device.scale;

import java.math.BigDecimal;
import java.util.Optional;

/// What one question to a scale came to.
sealed interface Reading {

  /// A weight that the scale calls stable.
  ///
  /// @param isChecked whether something besides its shape proves that it arrived as it was sent
  record Weight(BigDecimal weight, WeightUnit unit, boolean net, boolean isChecked)
      implements Reading {}

  record Moving() implements Reading {}

  record Zero() implements Reading {}

  record Under() implements Reading {}

  record Over() implements Reading {}

  /// Nothing has moved since the last weight.
  record Unchanged() implements Reading {}

  /// It works and gives no weight.
  record Unclear(String reason) implements Reading {}

  /// It does not work.
  record Fault(String reason) implements Reading {}

  /// Something came, and not an answer.
  record Garbled() implements Reading {}

  record Silent() implements Reading {}

  /// Of protocols whose scales report bits.
  static Reading of(Answer answer) {
    return switch (answer) {
      case Answer.Weight weight ->
          without(weight.state())
              .orElseGet(
                  () -> new Weight(weight.weight(), weight.unit(), weight.state().net(), false));
      case Answer.Status status ->
          without(status.state())
              .orElseGet(
                  () -> new Unclear("the scale gives no weight and does not say why: zero it"));
      case Answer.PoundsAndOunces _ ->
          new Unclear("the scale weighs in pounds and ounces: set it to decimal pounds");
      case Answer.NotUnderstood _, Answer.Garbage _ -> new Garbled();
      case Answer.Acknowledged _,
          Answer.Refused _,
          Answer.Weighed _,
          Answer.Reason _,
          Answer.ChecksumsWanted _,
          Answer.ChecksumsJudged _ ->
          new Garbled();
    };
  }

  /// What its state says by itself.
  private static Optional<Reading> without(ScaleState state) {
    if (state.fault()) {
      return Optional.of(
          new Fault("the scale reports a fault of its memory or calibration: call its service"));
    }
    if (state.over()) {
      return Optional.of(new Over());
    }
    if (state.under()) {
      return Optional.of(new Under());
    }
    if (state.moving()) {
      return Optional.of(new Moving());
    }
    if (state.zeroError()) {
      return Optional.of(new Unclear("the scale has no zero: empty it, and switch it off and on"));
    }
    return state.atZero() ? Optional.of(new Zero()) : Optional.empty();
  }
}
