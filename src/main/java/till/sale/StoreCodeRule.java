package till.sale;

/// How one range of a shop's own codes is made.
///
/// @param prefix what they begin with, as EAN-13: `02` (a UPC-A that begins with 2) or `20` to
///   `29`, and more digits where the range is smaller
/// @param pattern the twelve digits before the check digit, the prefix among them: `P` for the
///   item, `V` for the value, `C` for the value's own check digit, as in `PPPPPPCVVVVV`
/// @param decimals of the value
public record StoreCodeRule(String prefix, String pattern, int decimals, StoreCode.Kind kind) {

  static final int POSITIONS = 12;

  public StoreCodeRule {
    check(prefix.matches("(02|2[0-9])[0-9]{0,5}"), "a prefix is 02 or 20 to 29, not " + prefix);
    check(
        pattern.matches("(?=.{12}$)P+C?V{1,8}C?P*"),
        "a pattern has 12 letters, P, at most one C, and V in a row, not " + pattern);
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
