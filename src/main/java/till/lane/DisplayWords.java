package till.lane;

import java.util.List;
import java.util.Locale;

/// What a customer display says beside the goods, in one language.
record DisplayWords(Locale locale, String total, String due, String change, String closed) {

  private static final DisplayWords GERMAN =
      new DisplayWords(Locale.GERMANY, "SUMME", "Offen", "Rückgeld", "Kasse geschlossen");

  private static final DisplayWords ENGLISH =
      new DisplayWords(Locale.UK, "TOTAL", "To pay", "Change", "Lane closed");

  /// The first of these languages that displays can speak; else English.
  static DisplayWords in(List<String> languages) {
    return languages.stream()
        .filter(language -> language.equals("de") || language.equals("en"))
        .findFirst()
        .map(language -> language.equals("de") ? GERMAN : ENGLISH)
        .orElse(ENGLISH);
  }
}
