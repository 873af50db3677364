package till.device.msr;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The number of a card, as far as it may be known. What may not is gone when this is made: only
/// numbers that begin with a configured prefix are kept whole.
///
/// `toString` masks even those.
public final class AccountNumber {

  /// What the standard has room for.
  static final int DIGITS_MAX = 19;

  private static final int PAN_DIGITS_MIN = 13;

  /// PCI DSS: the most of a payment card's number that may be shown.
  private static final int FIRST_SHOWN = 6;

  private static final int LAST_SHOWN = 4;

  /// What may be one in a text, in groups or not.
  private static final Pattern IN_TEXT = Pattern.compile("(?<!\\d)\\d(?:[ -]?\\d){12,18}(?!\\d)");

  private final Kind kind;
  private final String shown;

  /// Whose number it is.
  public enum Kind {
    LOYALTY,
    PAYMENT,
    OTHER
  }

  private AccountNumber(Kind kind, String shown) {
    this.kind = kind;
    this.shown = shown;
  }

  /// @param digits 1 to 19
  /// @param loyaltyPrefixes of the numbers that are kept whole
  static AccountNumber of(String digits, List<String> loyaltyPrefixes) {
    if (loyaltyPrefixes.stream().anyMatch(digits::startsWith)) {
      return new AccountNumber(Kind.LOYALTY, digits);
    }
    return new AccountNumber(isPan(digits) ? Kind.PAYMENT : Kind.OTHER, mask(digits));
  }

  /// Whether it may be a payment card's (ISO/IEC 7812): 13 to 19 digits, an issuer, and a check
  /// digit that fits.
  public static boolean isPan(String digits) {
    return digits.length() >= PAN_DIGITS_MIN
        && digits.length() <= DIGITS_MAX
        && digits.charAt(0) != '0'
        && luhn(digits) % 10 == 0;
  }

  /// A text in which the numbers of payment cards show their last digits only.
  public static String maskedIn(String text) {
    return IN_TEXT
        .matcher(text)
        .replaceAll(number -> Matcher.quoteReplacement(maskedIfPan(number.group())));
  }

  private static String maskedIfPan(String number) {
    if (!isPan(number.replaceAll("\\D", ""))) {
      return number;
    }
    int end = number.length() - LAST_SHOWN;
    return number.substring(0, end).replaceAll("\\d", "#") + number.substring(end);
  }

  private static int luhn(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighted = i % 2 == 0 ? digit : 2 * digit;
      sum += weighted > 9 ? weighted - 9 : weighted;
    }
    return sum;
  }

  /// A number that is too short for a payment card shows its end only: its first digits and its
  /// last ones would be most of it.
  private static String mask(String digits) {
    int first = digits.length() >= PAN_DIGITS_MIN ? FIRST_SHOWN : 0;
    int last = digits.length() >= 2 * LAST_SHOWN ? LAST_SHOWN : 0;
    int end = digits.length() - last;
    return digits.substring(0, first) + "#".repeat(end - first) + digits.substring(end);
  }

  public Kind kind() {
    return kind;
  }

  /// What may be handed on: a loyalty number whole, any other one masked.
  public String shown() {
    return shown;
  }

  /// Masked, whatever number it is.
  public String masked() {
    return kind == Kind.LOYALTY ? mask(shown) : shown;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AccountNumber number
        && kind == number.kind
        && shown.equals(number.shown);
  }

  @Override
  public int hashCode() {
    return shown.hashCode();
  }

  @Override
  public String toString() {
    return masked();
  }
}
