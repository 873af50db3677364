package till.sale;

import java.util.List;

/// So many coins or notes of one value.
///
/// @param value of one of them
public record Denomination(Money value, int pieces) {

  /// Most kinds of coins and notes in one count: no currency has so many.
  public static final int KINDS_MAX = 40;

  /// Most pieces of one kind: more than any drawer holds.
  public static final int PIECES_MAX = 99_999;

  boolean isPossible() {
    return value.isPositive()
        && value.minor() <= Workstation.AMOUNT_MINOR_MAX
        && pieces >= 0
        && pieces <= PIECES_MAX;
  }

  /// What they come to. All of them have to be possible.
  static Money sum(List<Denomination> all, Money nothing) {
    Money sum = nothing;
    for (Denomination each : all) {
      sum = sum.plus(new Money(each.value.minor() * each.pieces, each.value.currency()));
    }
    return sum;
  }
}
