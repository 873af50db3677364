package till.device;

import java.nio.charset.Charset;
import java.text.Normalizer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// The characters that a device has itself, by its code pages, and what of a text can be said with
/// them. Immutable: any thread.
///
/// Only for pages whose letters stand for themselves one after the other: never Arabic, Hebrew,
/// Thai.
public final class Alphabet {

  private static final int ASCII_END = 0x80;
  private static final int BYTE_END = 0x100;
  private static final char UNDEFINED = '\uFFFD';

  /// What decomposition does not find.
  private static final Map<Integer, String> NEAREST =
      Map.ofEntries(
          Map.entry((int) '€', "EUR"),
          Map.entry((int) 'ß', "ss"),
          Map.entry((int) 'ẞ', "SS"),
          Map.entry((int) 'æ', "ae"),
          Map.entry((int) 'Æ', "AE"),
          Map.entry((int) 'ø', "o"),
          Map.entry((int) 'Ø', "O"),
          Map.entry((int) 'ł', "l"),
          Map.entry((int) 'Ł', "L"),
          Map.entry((int) 'đ', "d"),
          Map.entry((int) 'Đ', "D"),
          Map.entry((int) '‘', "'"),
          Map.entry((int) '’', "'"),
          Map.entry((int) '‚', "'"),
          Map.entry((int) '“', "\""),
          Map.entry((int) '”', "\""),
          Map.entry((int) '„', "\""),
          Map.entry((int) '–', "-"),
          Map.entry((int) '—', "-"));

  /// By number of the page: the character's byte.
  private final SequencedMap<Integer, Map<Integer, Byte>> pages = new LinkedHashMap<>();

  /// @param codePages by the number that the device has for each; the first is the one to prefer
  public Alphabet(SequencedMap<Integer, Charset> codePages) {
    codePages.forEach((number, charset) -> pages.put(number, upperHalf(charset)));
  }

  private static Map<Integer, Byte> upperHalf(Charset charset) {
    var bytes = new HashMap<Integer, Byte>();
    for (int value = ASCII_END; value < BYTE_END; value++) {
      String character = new String(new byte[] {(byte) value}, charset);
      if (character.length() == 1
          && character.charAt(0) != UNDEFINED
          && !Character.isISOControl(character.charAt(0))) {
        bytes.put((int) character.charAt(0), (byte) value);
      }
    }
    return bytes;
  }

  /// Whether a page has the character.
  public boolean has(int page, int character) {
    return character < ASCII_END || pages.getOrDefault(page, Map.of()).containsKey(character);
  }

  /// The first page that has the character; -1 when none has.
  public int pageWith(int character) {
    for (var page : pages.entrySet()) {
      if (character < ASCII_END || page.getValue().containsKey(character)) {
        return page.getKey();
      }
    }
    return -1;
  }

  /// The byte for a character that the page has.
  public int code(int page, int character) {
    return character < ASCII_END
        ? character
        : pages.getOrDefault(page, Map.of()).getOrDefault(character, (byte) '?');
  }

  /// The text in this alphabet, when it is the same to the eye; nothing when it has to be drawn.
  public Optional<String> exactly(String text) {
    var result = new StringBuilder();
    for (int character : Normalizer.normalize(text, Normalizer.Form.NFC).codePoints().toArray()) {
      String same = same(character);
      if (!hasAll(same)) {
        return Optional.empty();
      }
      result.append(same);
    }
    return Optional.of(result.toString());
  }

  /// What of a text can be shown: every character of the result is in a page. Control characters
  /// are blanks; what no page has becomes its nearest letters, or at last `?`.
  public String nearly(String text) {
    var result = new StringBuilder();
    Normalizer.normalize(text, Normalizer.Form.NFC)
        .codePoints()
        .forEach(character -> {
          String same = same(character);
          result.append(hasAll(same) ? same : nearest(character));
        });
    return result.toString();
  }

  /// Controls and blanks of any width are one blank; what has neither width nor ink is nothing;
  /// ligatures and wide forms are their letters.
  private static String same(int character) {
    return switch (Character.getType(character)) {
      case Character.CONTROL, Character.SPACE_SEPARATOR -> " ";
      case Character.FORMAT, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> "";
      default ->
          switch (character) {
            case 0x2010, 0x2011, 0x2212 -> "-"; // hyphens, minus
            default -> isDisguised(character) ? compatible(character) : one(character);
          };
    };
  }

  /// Ligatures and wide forms of Latin letters.
  private static boolean isDisguised(int character) {
    return (character >= 0xFB00 && character <= 0xFB06)
        || (character >= 0xFF01 && character <= 0xFF5E);
  }

  private static String compatible(int character) {
    return Normalizer.normalize(one(character), Normalizer.Form.NFKC);
  }

  private static String one(int character) {
    return Character.toString(character);
  }

  /// The letters behind accents and ligatures, at last `?`; nothing for what has no width of its
  /// own.
  private String nearest(int character) {
    String plain =
        NEAREST.getOrDefault(
            character,
            Normalizer.normalize(one(character), Normalizer.Form.NFKD)
                .replaceAll("[\\p{M}\\p{Cf}]", ""));
    return hasAll(plain) ? plain : "?";
  }

  private boolean hasAll(String text) {
    return text.codePoints().allMatch(character -> pageWith(character) >= 0);
  }
}
