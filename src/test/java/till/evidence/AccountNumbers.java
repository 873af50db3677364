package till.evidence;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;

/// Finds what may be the number of a payment card: 13 to 19 digits, in one piece or in groups, that
/// begin as numbers of cards do and whose check digit fits (ISO/IEC 7812-1).
///
/// Not looked at, because no number is written so: digits in the middle of a word, such as a hex
/// digest or a ULID (but for the ways in which tracks are written), the fraction of a decimal
/// number, and what a test prints as its seed. Nor is the name of a key, which is 16 hex digits: of
/// a thousand keys one or two have no letter.
final class AccountNumbers {

  private static final int DIGITS_MIN = 13;
  private static final int DIGITS_MAX = 19;
  private static final List<String> SEEDS = List.of("seed ", "seed=");

  private final byte[] text;
  private final Set<String> goods;
  private final Set<String> keys;

  /// @param goods codes of goods, which may look like numbers of cards
  /// @param keys names of keys; a database puts other digits beside them
  AccountNumbers(byte[] text, Set<String> goods, Set<String> keys) {
    this.text = text;
    this.goods = goods;
    this.keys = keys;
  }

  /// @param found is told where each begins
  void find(IntConsumer found) {
    int at = 0;
    while (at < text.length) {
      if (!isDigit(at)) {
        at++;
        continue;
      }
      int end = at;
      while (isDigit(end)) {
        end++;
      }
      if (isAccount(at, end) || isGrouped(at, end)) {
        found.accept(at);
      }
      at = end;
    }
  }

  private boolean isAccount(int from, int to) {
    int length = to - from;
    if (length < DIGITS_MIN || length > DIGITS_MAX || !standsAlone(from, to)) {
      return false;
    }
    String digits = digits(from, to);
    return looksLikeAccount(digits)
        && !goods.contains(digits)
        && keys.stream().noneMatch(digits::contains);
  }

  /// `4111 1111 1111 1111`, `3782-822463-10005`.
  private boolean isGrouped(int from, int to) {
    if (to - from != 4 || !(at(to) == ' ' || at(to) == '-') || !standsAlone(from, to)) {
      return false;
    }
    var digits = new StringBuilder(digits(from, to));
    int end = to;
    while (at(end) == at(to) && isDigit(end + 1) && digits.length() < DIGITS_MAX) {
      int start = end + 1;
      end = start;
      while (isDigit(end)) {
        end++;
      }
      if (end - start > 6) {
        return false;
      }
      digits.append(digits(start, end));
    }
    return digits.length() >= DIGITS_MIN
        && digits.length() <= DIGITS_MAX
        && !isLetter(end)
        && looksLikeAccount(digits.toString());
  }

  private boolean standsAlone(int from, int to) {
    boolean track1 = at(from - 1) == 'B' && at(to) == '^';
    boolean track2 = at(to) == 'D' && isDigit(to + 1);
    boolean fraction = at(from - 1) == '.' && isDigit(from - 2);
    return (track1 || !isLetter(from - 1))
        && (track2 || !isLetter(to))
        && !fraction
        && SEEDS.stream().noneMatch(seed -> isAfter(seed, from));
  }

  private boolean isAfter(String word, int from) {
    for (int i = 0; i < word.length(); i++) {
      if (at(from - word.length() + i) != word.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  static boolean looksLikeAccount(String digits) {
    return isIssued(digits) && fits(digits);
  }

  /// Whether an issuer's numbers begin so: Visa, Mastercard, American Express, Diners, JCB,
  /// Discover, UnionPay, and Maestro, which girocard is a part of.
  private static boolean isIssued(String digits) {
    int two = Integer.parseInt(digits, 0, 2, 10);
    int three = Integer.parseInt(digits, 0, 3, 10);
    int four = Integer.parseInt(digits, 0, 4, 10);
    return digits.charAt(0) == '4'
        || (two >= 50 && two <= 69)
        || (four >= 2221 && four <= 2720 && digits.length() == 16)
        || ((two == 34 || two == 37) && digits.length() == 15)
        || two == 36
        || two == 38
        || two == 39
        || (three >= 300 && three <= 305)
        || (four >= 3528 && four <= 3589 && digits.length() >= 16);
  }

  /// ISO/IEC 7812-1, annex B.
  private static boolean fits(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int digit = digits.charAt(digits.length() - 1 - i) - '0';
      int weighed = i % 2 == 0 ? digit : 2 * digit;
      sum += weighed / 10 + weighed % 10;
    }
    return sum % 10 == 0;
  }

  private String digits(int from, int to) {
    return new String(text, from, to - from, US_ASCII);
  }

  private boolean isDigit(int index) {
    return at(index) >= '0' && at(index) <= '9';
  }

  private boolean isLetter(int index) {
    int lower = at(index) | 0x20;
    return lower >= 'a' && lower <= 'z';
  }

  /// 0 beyond the ends.
  private int at(int index) {
    return index >= 0 && index < text.length ? text[index] : 0;
  }
}
