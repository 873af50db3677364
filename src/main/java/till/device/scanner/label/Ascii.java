package till.device.scanner.label;

/// Digits and letters as symbols carry them: Java's own questions say yes to far more.
final class Ascii {

  private Ascii() {}

  static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  static boolean isLetter(int character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  }

  /// Whether it is nothing but digits; so is empty text.
  static boolean isDigits(String text) {
    return text.chars().allMatch(Ascii::isDigit);
  }
}
