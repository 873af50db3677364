package till.sale;

/// A change of what a line costs, by a person.
///
/// @param amount what it adds to the line; below zero for a discount
/// @param operator who answers for it
public record Adjustment(Code code, Money amount, String reason, String operator) {

  public Adjustment {
    reason = Problem.Clearing.cut(reason, Problem.Clearing.REASON_CHARACTERS_MAX);
    operator = Problem.Clearing.cut(operator, Problem.Clearing.OPERATOR_CHARACTERS_MAX);
  }

  /// The change that undoes this one.
  Adjustment negated() {
    return new Adjustment(code, amount.negated(), reason, operator);
  }

  /// Which kind of change.
  public enum Code {
    PRICE_OVERRIDE("price-override"),
    DISCOUNT("discount"),
    /// The line's share of a discount on the whole sale.
    TRANSACTION_DISCOUNT("transaction-discount");

    private final String wireName;

    Code(String wireName) {
      this.wireName = wireName;
    }

    /// The name in the journal document.
    public String wireName() {
      return wireName;
    }
  }
}
