package till.device.payment.zvt;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.charset.Charset;
import java.util.Optional;
import till.device.msr.AccountNumber;

/// A line of text that a terminal prints, in whichever character set, with account numbers masked:
/// a receipt is kept and shown.
final class PrintedText {

  private static final int TAG_CHARACTER_SET = 0x14;
  private static final int CODE_PAGE_437 = 0xFF;
  private static final int UTF = 0xFE;
  private static final int ISO_8859_PARTS = 15;

  /// ZVT's character set unless another was agreed on.
  private static final Charset CODE_PAGE = Charset.forName("IBM437");

  /// ISO 8859-1's letters for German, which are no letters in code page 437.
  private static final String LATIN_LETTERS = "ÄÖÜäöüß";

  private PrintedText() {}

  /// @param container what the message says of its texts
  static String read(byte[] line, byte[] container) {
    return AccountNumber.maskedIn(new String(line, characterSet(line, container)).stripTrailing());
  }

  /// What the message states; else code page 437, unless the line makes sense only otherwise: some
  /// terminals send Latin letters and do not say so.
  private static Charset characterSet(byte[] line, byte[] container) {
    return Tlv.find(container, TAG_CHARACTER_SET)
        .filter(value -> value.length == 1)
        .flatMap(value -> named(value[0] & 0xFF))
        .orElseGet(() -> isLatin(line) ? ISO_8859_1 : CODE_PAGE);
  }

  private static Optional<Charset> named(int code) {
    return switch (code) {
      case CODE_PAGE_437 -> Optional.of(CODE_PAGE);
      case UTF -> Optional.of(UTF_8);
      default ->
          Optional.of("ISO-8859-" + code)
              .filter(_ -> code >= 1 && code <= ISO_8859_PARTS)
              .filter(Charset::isSupported)
              .map(Charset::forName);
    };
  }

  private static boolean isLatin(byte[] line) {
    String text = new String(line, ISO_8859_1);
    for (int i = 0; i < text.length(); i++) {
      boolean besideLetter =
          (i > 0 && isLetter(text.charAt(i - 1)))
              || (i + 1 < text.length() && isLetter(text.charAt(i + 1)));
      boolean alone = i + 1 >= text.length() || text.charAt(i + 1) != text.charAt(i);
      if (LATIN_LETTERS.indexOf(text.charAt(i)) >= 0 && besideLetter && alone) {
        return true;
      }
    }
    return false;
  }

  private static boolean isLetter(char character) {
    return (character >= 'A' && character <= 'Z') || (character >= 'a' && character <= 'z');
  }
}
