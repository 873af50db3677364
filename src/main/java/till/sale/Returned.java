package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// So much of a line that was sold has come back; below zero, where a return was undone.
///
/// @param transactionId the sale
/// @param line its place in that sale, from 1
/// @param amount what the customer got for it, without a tax that prices do not include
/// @param tax what of the sale's tax was given back
public record Returned(
    String transactionId, int line, BigDecimal quantity, Money amount, Money tax) {

  /// What a transaction that ended has taken back.
  public static List<Returned> by(Transaction.Retail retail) {
    boolean undone = retail.status() == Transaction.Status.POST_VOIDED;
    return retail.status().counts()
        ? in(retail.lines())
            .map(each -> undone ? each.with(each.quantity().negate()) : each)
            .toList()
        : List.of();
  }

  /// What these lines take back.
  static Stream<Returned> in(List<LineItem> lines) {
    return lines.stream().filter(line -> !line.voided()).flatMap(line -> of(line).stream());
  }

  private static Optional<Returned> of(LineItem line) {
    return line.returned()
        .map(from ->
            new Returned(
                from.transactionId(),
                from.line(),
                line.quantity(),
                line.extendedAmount().negated(),
                from.tax()
                    .map(Money::negated)
                    .orElse(Money.zero(line.extendedAmount().currency()))));
  }

  private Returned with(BigDecimal units) {
    return new Returned(transactionId, line, units, amount, tax);
  }

  /// The two together.
  Returned plus(Returned other) {
    return new Returned(
        transactionId,
        line,
        quantity.add(other.quantity),
        amount.plus(other.amount),
        tax.plus(other.tax));
  }
}
