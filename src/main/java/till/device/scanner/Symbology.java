package till.device.scanner;

/// Which kind of symbol a label is, by the AIM identifier (ISO/IEC 15424) that the scanner puts
/// before it, or, without one, where the digits leave no doubt.
final class Symbology {

  static final String UNKNOWN = "UNKNOWN";

  /// `]`, the code character, the modifier.
  private static final int AIM_LENGTH = 3;

  private Symbology() {}

  /// Parts a label from its identifier.
  static ScanData identify(String scanner, String label) {
    if (!hasAim(label)) {
      return new ScanData(scanner, label, guess(label), "");
    }
    String data = label.substring(AIM_LENGTH);
    return new ScanData(
        scanner,
        data,
        name(label.charAt(1), label.charAt(2), data.length()),
        label.substring(0, AIM_LENGTH));
  }

  private static boolean hasAim(String label) {
    return label.length() > AIM_LENGTH
        && label.charAt(0) == ']'
        && isAsciiLetter(label.charAt(1))
        && (isDigit(label.charAt(2)) || isAsciiLetter(label.charAt(2)));
  }

  private static String name(char code, char modifier, int length) {
    return switch (code) {
      case 'A' -> "CODE39";
      case 'C' -> "CODE128";
      case 'E' -> ean(modifier, length);
      case 'F' -> "CODABAR";
      case 'G' -> "CODE93";
      case 'I' -> "ITF";
      case 'J' -> "DOTCODE";
      case 'L' -> "PDF417";
      case 'Q' -> "QRCODE";
      case 'd' -> "DATAMATRIX";
      case 'e' -> "DATABAR";
      case 'z' -> "AZTEC";
      default -> UNKNOWN;
    };
  }

  /// `]E0` announces 13 digits; real scanners also send UPC-A with its 12 and UPC-E with its 8 that
  /// way. An add-on (`]E1` to `]E3`) is not looked into.
  private static String ean(char modifier, int length) {
    if (modifier == '4') {
      return "EAN8";
    }
    return switch (length) {
      case 13 -> "EAN13";
      case 12 -> "UPCA";
      case 8 -> "UPCE";
      default -> UNKNOWN;
    };
  }

  private static String guess(String label) {
    if (!label.chars().allMatch(digit -> isDigit((char) digit)) || !hasCheckDigit(label)) {
      return UNKNOWN;
    }
    return switch (label.length()) {
      case 13 -> "EAN13";
      case 12 -> "UPCA";
      // eight digits may be UPC-E, whose check digit is that of the UPC-A it stands for
      case 8 -> label.charAt(0) > '1' || !hasCheckDigit(upcA(label)) ? "EAN8" : UNKNOWN;
      default -> UNKNOWN;
    };
  }

  /// GS1 General Specifications 7.9: weights 3 and 1 from the right, the check digit itself with 1.
  static boolean hasCheckDigit(String digits) {
    int sum = 0;
    for (int i = 0; i < digits.length(); i++) {
      int weight = (digits.length() - i) % 2 == 0 ? 3 : 1;
      sum += weight * (digits.charAt(i) - '0');
    }
    return sum % 10 == 0;
  }

  /// The UPC-A that a UPC-E of eight digits stands for (GS1 General Specifications 5.2.2.4).
  static String upcA(String upcE) {
    String number = upcE.substring(0, 1);
    String digits = upcE.substring(1, 7);
    String check = upcE.substring(7);
    String body =
        switch (digits.charAt(5)) {
          case '0', '1', '2' ->
              digits.substring(0, 2) + digits.charAt(5) + "0000" + digits.substring(2, 5);
          case '3' -> digits.substring(0, 3) + "00000" + digits.substring(3, 5);
          case '4' -> digits.substring(0, 4) + "00000" + digits.charAt(4);
          default -> digits.substring(0, 5) + "0000" + digits.charAt(5);
        };
    return number + body + check;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }

  private static boolean isAsciiLetter(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  }
}
