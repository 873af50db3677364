package till.device.scanner.label;

/// UPC-E: six digits, with the number system and the check digit around them, that stand for the
/// twelve of a UPC-A (GS1 General Specifications 5.2.2.4).
///
/// @param upcA the twelve digits, with the check digit that belongs there
/// @param checkFits whether the code's own check digit, where it has one, is that of the UPC-A
/// @param isCanonical whether a printer would write this UPC-A so: a few codes of six digits stand
///   for what has another, right one
record UpcE(String upcA, boolean checkFits, boolean isCanonical) {

  private static final int BARE = 6;
  private static final int WITH_CHECK = 8;

  /// @param code ASCII digits: six, or seven with the number system before them, or eight with the
  ///   check digit behind them
  /// @throws IllegalArgumentException where the length or the number system is another
  static UpcE of(String code) {
    String whole = code.length() == BARE ? "0" + code : code;
    if (whole.length() != BARE + 1 && whole.length() != WITH_CHECK) {
      throw new IllegalArgumentException(
          code + " has " + code.length() + " digits, and a UPC-E has 6 to 8");
    }
    char system = whole.charAt(0);
    if (system > '1') {
      throw new IllegalArgumentException(
          code + " has number system " + system + ", and a UPC-E has 0 or 1");
    }
    String digits = whole.substring(1, 1 + BARE);
    String payload = system + expanded(digits);
    String upcA = payload + CheckDigit.of(payload);
    return new UpcE(
        upcA,
        whole.length() < WITH_CHECK || whole.charAt(WITH_CHECK - 1) == upcA.charAt(11),
        isCanonical(digits));
  }

  private static String expanded(String digits) {
    char last = digits.charAt(5);
    return switch (last) {
      case '0', '1', '2' -> digits.substring(0, 2) + last + "0000" + digits.substring(2, 5);
      case '3' -> digits.substring(0, 3) + "00000" + digits.substring(3, 5);
      case '4' -> digits.substring(0, 4) + "00000" + digits.charAt(4);
      default -> digits.substring(0, 5) + "0000" + last;
    };
  }

  private static boolean isCanonical(String digits) {
    return switch (digits.charAt(5)) {
      case '0', '1', '2' -> true;
      case '3' -> digits.charAt(2) >= '3';
      case '4' -> digits.charAt(3) != '0';
      default -> digits.charAt(4) != '0';
    };
  }
}
