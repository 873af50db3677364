package till.sale;

import java.util.List;
import java.util.stream.Stream;

/// Global Trade Item Numbers in one length, so that a code is found however it was printed.
public final class Gtin {

  private static final int DIGITS = 14;

  private Gtin() {}

  /// A GTIN padded to 14 digits; anything else as it is.
  public static String normalised(String code) {
    return is(code) ? "0".repeat(DIGITS - code.length()) + code : code;
  }

  /// How a GTIN may be written: as it is, and in each length that leaves out nothing but zeros,
  /// longest first. Anything else only as it is.
  public static List<String> forms(String code) {
    if (!is(code)) {
      return List.of(code);
    }
    String whole = normalised(code);
    Stream<String> lengths =
        Stream.of(DIGITS, 13, 12, 8)
            .filter(length -> whole.startsWith("0".repeat(DIGITS - length)))
            .map(length -> whole.substring(DIGITS - length));
    return Stream.concat(Stream.of(code), lengths).distinct().toList();
  }

  /// A GTIN-8, -12, -13 or -14 with a valid check digit.
  public static boolean is(String code) {
    int length = code.length();
    return (length == 8 || length == 12 || length == 13 || length == DIGITS)
        && code.chars().allMatch(character -> character >= '0' && character <= '9')
        && checkDigitFits(code);
  }

  private static boolean checkDigitFits(String digits) {
    int last = digits.length() - 1;
    return checkDigit(digits.substring(0, last)) == digits.charAt(last) - '0';
  }

  /// The check digit that belongs behind these digits (GS1 General Specifications 7.9): weights 3,
  /// 1, 3, ... from the right; with it, the sum is a multiple of 10.
  static int checkDigit(String payload) {
    int sum = 0;
    for (int i = 0; i < payload.length(); i++) {
      int digit = payload.charAt(payload.length() - 1 - i) - '0';
      sum += i % 2 == 0 ? 3 * digit : digit;
    }
    return (10 - sum % 10) % 10;
  }
}
