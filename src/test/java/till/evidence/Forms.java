package till.evidence;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The ways in which a secret may be written down: itself, in groups, packed into nibbles, as hex
/// of either with and without separators, and in base64 with whatever stands around it.
final class Forms {

  /// Between two bytes of a hex dump.
  private static final List<String> SEPARATORS =
      List.of("", " ", ":", "-", ",", ", ", ", 0x", " 0x");

  /// Digits of fewer are anybody's: they count where they stand alone, or behind a command that has
  /// a password.
  private static final int TELLING_DIGITS_MIN = 12;

  /// Commands of a payment terminal that begin with the password (PA00P015 chapter 2).
  private static final List<String> COMMANDS_WITH_PASSWORD =
      List.of(
          "0501", "0600", "0610", "0612", "0618", "061a", "0620", "0621", "0622", "0623", "0625",
          "0630", "0631", "0650", "0693");

  private static final int COMMAND_BYTES_MAX = 40;

  /// @param alone whether it counts only where no letter or digit stands beside it
  @SuppressWarnings("ArrayRecordComponent") // searched for, never compared
  record Form(byte[] bytes, boolean alone) {}

  private Forms() {}

  static List<Form> of(String secret) {
    if (secret.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return secret.length() < TELLING_DIGITS_MIN ? ofShortDigits(secret) : ofDigits(secret);
    }
    return Stream.concat(Stream.of(secret.getBytes(UTF_8)), written(secret.getBytes(UTF_8)))
        .map(bytes -> new Form(bytes, false))
        .toList();
  }

  private static List<Form> ofDigits(String digits) {
    var forms = new ArrayList<byte[]>();
    forms.add(digits.getBytes(UTF_8));
    for (String between : List.of(" ", "-")) {
      forms.add(digits.replaceAll(".{4}(?=.)", "$0" + between).getBytes(UTF_8));
    }
    written(digits.getBytes(UTF_8)).forEach(forms::add);
    for (String packed : packed(digits)) {
      byte[] nibbles = HexFormat.of().parseHex(packed);
      forms.add(nibbles);
      written(nibbles).forEach(forms::add);
    }
    return forms.stream().map(bytes -> new Form(bytes, false)).toList();
  }

  /// As nibbles, filled up where their number is odd.
  private static List<String> packed(String digits) {
    return digits.length() % 2 == 0 ? List.of(digits) : List.of(digits + "f", "0" + digits);
  }

  private static List<Form> ofShortDigits(String digits) {
    var forms = new ArrayList<Form>();
    forms.add(new Form(digits.getBytes(UTF_8), true));
    if (digits.length() == 6) {
      for (String command : COMMANDS_WITH_PASSWORD) {
        for (int length = 3; length <= COMMAND_BYTES_MAX; length++) {
          byte[] bytes = HexFormat.of().parseHex("%s%02x%s".formatted(command, length, digits));
          forms.add(new Form(bytes, false));
          hex(bytes).forEach(form -> forms.add(new Form(form, false)));
        }
      }
    }
    return forms;
  }

  private static Stream<byte[]> written(byte[] bytes) {
    return Stream.concat(hex(bytes), base64(bytes));
  }

  private static Stream<byte[]> hex(byte[] bytes) {
    return SEPARATORS.stream()
        .map(between -> HexFormat.ofDelimiter(between).formatHex(bytes))
        .flatMap(text -> Stream.of(text, text.toUpperCase(Locale.ROOT).replace("0X", "0x")))
        .distinct()
        .map(text -> text.getBytes(ISO_8859_1));
  }

  /// Whatever stands before and behind it: of the three ways in which it may lie in groups of three
  /// bytes, the characters that depend on it alone.
  private static Stream<byte[]> base64(byte[] bytes) {
    var texts = new ArrayList<String>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      for (Base64.Encoder encoder : List.of(Base64.getEncoder(), Base64.getUrlEncoder())) {
        String whole = encoder.withoutPadding().encodeToString(shifted);
        int from = before == 0 ? 0 : before + 1;
        int to = shifted.length % 3 == 0 ? whole.length() : whole.length() - 1;
        texts.add(whole.substring(from, to));
      }
    }
    return texts.stream().collect(Collectors.toSet()).stream()
        .map(text -> text.getBytes(ISO_8859_1));
  }
}
