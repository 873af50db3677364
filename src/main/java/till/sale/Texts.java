package till.sale;

import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Sentences for people, in resource bundles: English is the base and is always there, any other
/// language is one more file beside it.
///
/// @param bundle its base name, such as `till.sale.texts`
public record Texts(String bundle) {

  private static final Pattern PLACE = Pattern.compile("\\{(\\d)}");

  private static final ResourceBundle.Control AS_ASKED =
      ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

  /// The sentence in the first of these languages that has a bundle, `de` for `de-AT` too; else
  /// English.
  ///
  /// @param languages best first
  /// @throws java.util.MissingResourceException when no language has it: a fault of ours
  public String text(String key, List<String> languages) {
    return in(languages).getString(key);
  }

  /// The sentence with something put in where it says `{0}`, `{1}`, ...
  public String text(String key, List<String> languages, String... values) {
    return PLACE
        .matcher(text(key, languages))
        .replaceAll(place -> {
          int index = Integer.parseInt(place.group(1));
          return Matcher.quoteReplacement(index < values.length ? values[index] : place.group());
        });
  }

  /// The one of these languages that sentences come in, or English.
  public Locale locale(List<String> languages) {
    Locale found = in(languages).getLocale();
    return found.equals(Locale.ROOT) ? Locale.ENGLISH : found;
  }

  private ResourceBundle in(List<String> languages) {
    for (String language : languages) {
      Locale wanted = Locale.forLanguageTag(language);
      ResourceBundle found = ResourceBundle.getBundle(bundle, wanted, AS_ASKED);
      if (found.getLocale().getLanguage().equals(wanted.getLanguage())
          || wanted.getLanguage().equals(Locale.ENGLISH.getLanguage())) {
        return found;
      }
    }
    return ResourceBundle.getBundle(bundle, Locale.ROOT, AS_ASKED);
  }
}
