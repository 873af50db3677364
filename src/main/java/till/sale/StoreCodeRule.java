package till.sale;

import java.math.BigDecimal;
import java.util.Optional;

/// How one range of a shop's own codes is made.
///
/// @param prefix what they begin with, as EAN-13: `02` (a UPC-A that begins with 2) or `20` to
///   `29`, for coupons also `981` to `984` or `99`, and more digits where the range is smaller
/// @param pattern the twelve digits before the check digit, the prefix among them: `P` for the
///   item, `V` for the value, `C` for the value's own check digit, as in `PPPPPPCVVVVV`; all `P`
///   where each has the same value
/// @param decimals of the value
/// @param value of each of these coupons, in units of the shop's currency, where it is not in the
///   code
public record StoreCodeRule(
    String prefix, String pattern, int decimals, StoreCode.Kind kind, Optional<BigDecimal> value) {

  static final int POSITIONS = 12;

  public StoreCodeRule {
    boolean isCoupon = kind == StoreCode.Kind.COUPON;
    check(
        prefix.matches("(02|2[0-9])[0-9]{0,5}")
            || (isCoupon && prefix.matches("(98[1-4]|99)[0-9]{0,5}")),
        "a prefix is 02 or 20 to 29, for coupons also 981 to 984 or 99, not " + prefix);
    check(value.isEmpty() || isCoupon, "only a coupon has a value that is not in its code");
    check(value.isEmpty() || value.get().signum() > 0, "a coupon takes something off");
    check(
        pattern.matches(value.isPresent() ? "P{12}" : "(?=.{12}$)P+C?V{1,8}C?P*"),
        "a pattern has 12 letters, P, at most one C, and V in a row (none where there is a value"
            + " for all), not "
            + pattern);
    check(pattern.startsWith("P".repeat(prefix.length())), "the prefix " + prefix + " is all P");
    int digits = (int) pattern.chars().filter(letter -> letter == 'V').count();
    int checks = (int) pattern.chars().filter(letter -> letter == 'C').count();
    check(checks <= 1, "a pattern has one C at most, not " + pattern);
    check(
        checks == 0 || digits == 4 || digits == 5,
        "a value with a check digit has 4 or 5 digits, not " + digits);
    check(decimals >= 0 && decimals <= 3, "a value has 0 to 3 decimals, not " + decimals);
    check(
        kind != StoreCode.Kind.COUNT || decimals == 0, "a count has no decimals, not " + decimals);
  }

  /// One whose codes have their value in them.
  public StoreCodeRule(String prefix, String pattern, int decimals, StoreCode.Kind kind) {
    this(prefix, pattern, decimals, kind, Optional.empty());
  }

  boolean isFor(String ean13) {
    return ean13.startsWith(prefix);
  }

  /// Whether a code could be of both.
  public boolean meets(StoreCodeRule other) {
    return prefix.startsWith(other.prefix) || other.prefix.startsWith(prefix);
  }

  private static void check(boolean isGood, String otherwise) {
    if (!isGood) {
      throw new IllegalArgumentException(otherwise);
    }
  }
}
