package till.device.nfc;

/// The identifier of a card of ISO/IEC 14443 type A. Anybody can make a card with any of them: it
/// says which card it claims to be, and proves nothing.
///
/// @param hex 4, 7 or 10 bytes, upper case
record Uid(String hex) {

  /// The first byte of identifiers of four bytes that are another one each time (ISO/IEC 14443-3,
  /// 6.5.4): phones, passports.
  private static final String RANDOM = "08";

  private static final int SINGLE_DIGITS = 8;

  static boolean isLength(int bytes) {
    return bytes == 4 || bytes == 7 || bytes == 10;
  }

  /// Whether it is another one at the next tap, and so nobody's.
  boolean isRandom() {
    return hex.length() == SINGLE_DIGITS && hex.startsWith(RANDOM);
  }

  /// Shows none of it.
  @Override
  public String toString() {
    return "Uid of " + hex.length() / 2 + " bytes";
  }
}
