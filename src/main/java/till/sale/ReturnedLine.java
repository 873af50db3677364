package till.sale;

import java.util.Optional;

/// Where something that comes back was sold.
///
/// @param line its place in that sale, from 1
/// @param tax its share of the tax that was charged, below zero: what a sale's parts give back is
///   the tax of the sale, to the cent, however they come
public record ReturnedLine(String transactionId, int line, Optional<Money> tax) {

  /// Whose tax is computed anew.
  public ReturnedLine(String transactionId, int line) {
    this(transactionId, line, Optional.empty());
  }

  /// It was not returned after all.
  ReturnedLine undone() {
    return new ReturnedLine(transactionId, line, tax.map(Money::negated));
  }
}
