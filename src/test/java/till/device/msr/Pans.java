package till.device.msr;

import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers of payment cards: made, and looked for in texts where none may be.
public final class Pans {

  private static final Pattern DIGITS = Pattern.compile("[0-9]+");

  private Pans() {}

  /// One of 13 to 19 digits whose check digit fits.
  public static String random(Random random) {
    var digits = new StringBuilder().append(1 + random.nextInt(9));
    int length = 12 + random.nextInt(7);
    while (digits.length() < length) {
      digits.append(random.nextInt(10));
    }
    for (char check = '0'; check <= '9'; check++) {
      if (fits(digits.toString() + check)) {
        return digits.append(check).toString();
      }
    }
    throw new IllegalStateException("no check digit for " + digits);
  }

  /// Whether there is one in this text, also within longer digits.
  public static boolean isIn(String text) {
    Matcher runs = DIGITS.matcher(text);
    while (runs.find()) {
      String run = runs.group();
      for (int from = 0; from < run.length(); from++) {
        for (int to = from + 13; to <= Math.min(run.length(), from + 19); to++) {
          if (fits(run.substring(from, to))) {
            return true;
          }
        }
      }
    }
    return false;
  }

  /// ISO/IEC 7812-1, annex B.
  private static boolean fits(String digits) {
    int sum = 0;
    boolean twice = false;
    for (int i = digits.length() - 1; i >= 0; i--) {
      int digit = digits.charAt(i) - '0';
      sum += twice ? digit * 2 / 10 + digit * 2 % 10 : digit;
      twice = !twice;
    }
    return sum % 10 == 0;
  }
}
