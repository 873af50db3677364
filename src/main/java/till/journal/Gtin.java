package till.journal;

/// Global Trade Item Numbers in one length, so that a code is found however it was printed.
final class Gtin {

  private static final int DIGITS = 14;

  private Gtin() {}

  /// A GTIN padded to 14 digits; anything else as it is.
  static String normalised(String code) {
    return is(code) ? "0".repeat(DIGITS - code.length()) + code : code;
  }

  /// A GTIN-8, -12, -13 or -14 with a valid check digit.
  static boolean is(String code) {
    int length = code.length();
    return (length == 8 || length == 12 || length == 13 || length == DIGITS)
        && code.chars().allMatch(character -> character >= '0' && character <= '9')
        && checkDigitFits(code);
  }

  /// GS1 General Specifications 7.9: from the right, weights 1, 3, 1, 3, ...; the sum is a multiple
  /// of 10.
  private static boolean checkDigitFits(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? digit : 3 * digit;
    }
    return sum % 10 == 0;
  }
}
