package till.journal;

import java.text.Normalizer;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The words of a text as they are looked for: case and accents make no difference, `ß` is `ss`,
/// and whatever is neither letter nor digit stands between them.
final class Words {

  private static final Pattern MARKS = Pattern.compile("\\p{M}+");
  private static final Pattern BETWEEN = Pattern.compile("[^\\p{L}\\p{Nd}]+");

  private Words() {}

  static Stream<String> of(String text) {
    String bare = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
    String plain = bare.toLowerCase(Locale.ROOT).replace("ß", "ss");
    return Arrays.stream(BETWEEN.split(plain, -1)).filter(word -> !word.isEmpty());
  }

  /// Whether a part of this length says enough to be looked for inside of words: a syllable, or a
  /// sign that is a word.
  static boolean isTelling(String part) {
    return part.codePointCount(0, part.length()) >= 3
        || part.codePoints().anyMatch(Character::isIdeographic);
  }

  static boolean isNumber(String text) {
    return !text.isEmpty() && text.chars().allMatch(letter -> letter >= '0' && letter <= '9');
  }
}
