package till.sale;

/// A change of what a line costs, by a person or a coupon.
///
/// @param amount what it adds to the line; below zero for a discount
/// @param reason in somebody's own words; of a coupon, its code
/// @param operator who answers for it
public record Adjustment(Code code, Money amount, String reason, String operator) {

  public Adjustment {
    reason = Problem.Clearing.cut(reason, Problem.Clearing.REASON_CHARACTERS_MAX);
    operator = Problem.Clearing.cut(operator, Problem.Clearing.OPERATOR_CHARACTERS_MAX);
  }

  /// Whether it is a share of what this coupon takes off.
  boolean isOf(String coupon) {
    return code == Code.COUPON && reason.equals(coupon);
  }

  /// So much of the change.
  Adjustment with(Money share) {
    return new Adjustment(code, share, reason, operator);
  }

  /// The change that undoes this one.
  Adjustment negated() {
    return with(amount.negated());
  }

  /// Which kind of change.
  public enum Code {
    PRICE_OVERRIDE("price-override"),
    DISCOUNT("discount"),
    /// The line's share of a discount on the whole sale.
    TRANSACTION_DISCOUNT("transaction-discount"),
    /// The line's share of what a coupon takes off the whole sale.
    COUPON("coupon");

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
