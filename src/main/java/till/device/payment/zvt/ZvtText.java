package till.device.payment.zvt;

/// The words for ZVT's codes (PA00P015 chapter 10), as far as a person in a shop can do something
/// about them. The code stands behind the words for the others.
final class ZvtText {

  /// Please wait: it is busy, for instance still with a payment or with an update.
  static final int WAIT = 0x9C;

  static final int NOT_REGISTERED = 0x6B;

  /// In 84 83: command not known or not supported. In 06 1E: function not possible.

  static final int NOT_POSSIBLE = 0x83;

  /// States of a terminal (05 01) that a register can put right.
  static final int INITIALISATION_NEEDED = 0x51;

  static final int DIAGNOSIS_NEEDED = 0xC2;

  private ZvtText() {}

  /// Why a transaction failed (field 27, 06 1E, 84 xx).
  static String result(int code) {
    String words =
        switch (code) {
          case 0x64, 0x72, 0x73 -> "the card cannot be read";
          case 0x65 -> "no card was presented";
          case NOT_REGISTERED -> "the terminal does not know this register";
          case 0x6C -> "cancelled at the terminal, or nobody came";
          case 0x6F, 0xC6, 0xCB -> "the terminal does not take this currency";
          case 0x71 -> "not enough credit on the card";
          case 0x78 -> "the card has expired";
          case 0x79 -> "the card is not valid yet";
          case 0x7A, 0xC5 -> "the terminal does not take this card";
          case NOT_POSSIBLE -> "the terminal cannot do this";
          case 0x7D, 0x9B, 0xA1, 0xA3 -> "the terminal does not reach its bank";
          case WAIT, 0xA0 -> "the terminal is busy";
          case 0x6A, 0xB1, 0xB2 -> "the terminal's memory is full: close its day";
          case 0xC3 -> "the amount is too large for this card";
          case 0xC8, 0xC9 -> "the amount is too small for this card";
          case 0xCC -> "the terminal wants a printer that is ready";
          case 0xDC, 0xE1 -> "a card is left in the terminal";
          case 0xF0 -> "the terminal's day has to be closed";
          default -> code < 0x64 ? "declined by the bank" : "the terminal reports an error";
        };
    return coded(words, code);
  }

  /// Whether a terminal with this status (completion of 05 01) may be asked for a payment. One with
  /// a card left in it or a day to close may: it says itself what it wants.
  static boolean isReady(int status) {
    return switch (status) {
      case 0x00, 0xDC, 0xE1, 0xF0 -> true;
      default -> false;
    };
  }

  /// Why a terminal is not ready.
  static String status(int code) {
    String words =
        switch (code) {
          case INITIALISATION_NEEDED -> "the terminal has to be initialised: do so in its menu";
          case 0x62 -> "the terminal's date or time is wrong: set it in its menu";
          case WAIT, 0x9D -> "the terminal is busy";
          case 0xB1, 0xB2 -> "the terminal's memory is full: close its day";
          case DIAGNOSIS_NEEDED -> "the terminal wants a diagnosis: start it in its menu";
          case 0xCC -> "the terminal's printer is not ready: look at its paper";
          case 0xDF -> "the terminal is out of order";
          case 0xE0 -> "the terminal is being maintained from afar";
          default -> "the terminal is not ready";
        };
    return coded(words, code);
  }

  private static String coded(String words, int code) {
    return String.format("%s (%02X)", words, code);
  }
}
