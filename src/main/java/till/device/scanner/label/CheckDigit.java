package till.device.scanner.label;

import java.math.BigInteger;

/// Check characters of GS1 keys (GS1 General Specifications 7.9).
final class CheckDigit {

  /// Values of the characters of AI set 82, by position.
  private static final String SET_82 =
      "!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz";

  /// Values of the characters that a check pair is written in, by position.
  private static final String SET_32 = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

  private static final int PAIR_MODULUS = 1021;

  private CheckDigit() {}

  /// Whether the last digit is the check digit of those before it.
  ///
  /// @param digits ASCII digits, at least two
  static boolean fits(String digits) {
    int last = digits.length() - 1;
    return of(digits.substring(0, last)) == digits.charAt(last) - '0';
  }

  /// The check digit that belongs behind these digits: weights 3, 1, 3, ... from the right.
  static int of(String payload) {
    int sum = 0;
    for (int i = 0; i < payload.length(); i++) {
      int weight = (payload.length() - i) % 2 == 0 ? 1 : 3;
      sum += weight * (payload.charAt(i) - '0');
    }
    return (10 - sum % 10) % 10;
  }

  /// Whether the last two characters are the check pair of those before it: from the right, each
  /// value times the next prime, modulo 1021.
  static boolean pairFits(String text) {
    int payload = text.length() - 2;
    if (payload < 0) {
      return false;
    }
    int sum = 0;
    BigInteger prime = BigInteger.ONE;
    for (int i = payload - 1; i >= 0; i--) {
      int value = SET_82.indexOf(text.charAt(i));
      if (value < 0) {
        return false;
      }
      prime = prime.nextProbablePrime();
      sum += value * prime.intValue();
    }
    int check = sum % PAIR_MODULUS;
    return text.charAt(payload) == SET_32.charAt(check / 32)
        && text.charAt(payload + 1) == SET_32.charAt(check % 32);
  }
}
