package till.device.payment.zvt;

import java.nio.charset.Charset;
import java.util.HexFormat;
import java.util.regex.Pattern;
import till.device.msr.AccountNumber;

/// Shows bytes without showing an account number: fields that nobody here knows, and texts, may
/// hold one.
final class Veil {

  /// ZVT's character set unless another was agreed on.
  private static final Charset CODE_PAGE = Charset.forName("IBM437");

  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /// As long as an account number, or longer, and then it may begin anywhere.
  private static final Pattern DIGITS = Pattern.compile("\\d{13,}");

  /// Account number, separator, and what follows: a track, whatever its check digit says.
  private static final Pattern TRACK = Pattern.compile("\\d{12,19}[D=^]\\d{4}");

  private static final int ACCOUNT_DIGITS_MIN = 13;
  private static final int ACCOUNT_DIGITS_MAX = 19;

  private Veil() {}

  /// In place of a value that is never shown.
  static String hidden(byte[] value) {
    return "hidden (" + value.length + " bytes)";
  }

  /// Hex, unless there may be an account number or a track in it, as digits of either kind.
  static String hex(byte[] value) {
    String nibbles = HEX.formatHex(value);
    boolean secret =
        isPrintable(value)
            // the hex of a text is nearly all digits, and would often hold one by chance
            ? holdsAccount(decode(value)) || isTrackOrAccount(nibbles)
            : holdsAccount(nibbles);
    return secret ? hidden(value) : nibbles;
  }

  private static boolean isPrintable(byte[] value) {
    for (byte each : value) {
      if (each < ' ' && each != '\r' && each != '\n') {
        return false;
      }
    }
    return value.length > 0;
  }

  private static boolean isTrackOrAccount(String nibbles) {
    return TRACK.matcher(nibbles).find() || AccountNumber.isPan(nibbles.replace("F", ""));
  }

  private static boolean holdsAccount(String text) {
    return TRACK.matcher(text).find()
        || DIGITS.matcher(text).results().anyMatch(run -> holdsPan(run.group()))
        || !AccountNumber.maskedIn(text).equals(text);
  }

  /// What stands before an account number may be digits too, such as its length.
  private static boolean holdsPan(String digits) {
    for (int from = 0; from <= digits.length() - ACCOUNT_DIGITS_MIN; from++) {
      int longest = Math.min(ACCOUNT_DIGITS_MAX, digits.length() - from);
      for (int length = ACCOUNT_DIGITS_MIN; length <= longest; length++) {
        if (AccountNumber.isPan(digits.substring(from, from + length))) {
          return true;
        }
      }
    }
    return false;
  }

  /// A text as it is printed, with account numbers masked but for their last digits.
  static String text(byte[] value) {
    String text = decode(value);
    return TRACK.matcher(text).find() ? hidden(value) : AccountNumber.maskedIn(text);
  }

  private static String decode(byte[] value) {
    return new String(value, CODE_PAGE).replaceAll("[\\p{Cntrl}&&[^\\r\\n]]", "");
  }
}
