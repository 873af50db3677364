package till.device.scale;

import java.math.BigDecimal;

/// One answer of a scale, whatever its protocol.
sealed interface Answer {

  /// A weight.
  ///
  /// @param weight as sent; below zero where the scale says so
  record Weight(BigDecimal weight, WeightUnit unit, ScaleState state) implements Answer {}

  /// How the scale is, without a weight.
  record Status(ScaleState state) implements Answer {}

  /// The scale does not know what it was asked.
  record NotUnderstood() implements Answer {}

  /// Pounds and ounces in one weight, which no till sells by.
  record PoundsAndOunces() implements Answer {}

  // Dialog 06

  record Acknowledged() implements Answer {}

  /// Why, a question of its own tells.
  record Refused() implements Answer {}

  /// Record 02.
  ///
  /// @param unit the scale's code for the unit; `3` is kilograms with three decimals
  /// @param weight in the unit's last decimal
  /// @param unitPrice as it was told
  /// @param total in minor units
  record Weighed(char unit, int weight, int unitPrice, int total) implements Answer {}

  /// Record 09: why it refused.
  record Reason(int code) implements Answer {}

  /// Record 11 with a number.
  ///
  /// @param z two nibbles that say how the checksums are to be turned
  record ChecksumsWanted(int z) implements Answer {}

  /// Record 11 without.
  record ChecksumsJudged(boolean valid) implements Answer {}

  /// Bytes that are no answer.
  record Garbage(int bytes) implements Answer {}
}
