package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TextsTest {

  private static final Texts TEXTS = new Texts("till.sale.texts");

  /// What a bundle holds itself, without what it falls back to.
  private static Set<String> keys(String bundle, Locale locale) {
    ResourceBundle found =
        ResourceBundle.getBundle(
            bundle,
            locale,
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES));
    assertEquals(locale, found.getLocale(), "the bundle of this language is missing");
    return found.keySet().stream()
        .filter(key ->
            locale.equals(Locale.ROOT)
                || !found.getString(key).equals(new Texts(bundle).text(key, List.of("en"))))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void everyReasonAndEveryProblemHasASentenceInEnglishAndInGerman() {
    Set<String> codes =
        Stream.concat(
                Arrays.stream(Reason.values()).map(reason -> "reason." + reason.code()),
                Arrays.stream(Problem.Code.values()).map(code -> "problem." + code.wireName()))
            .collect(Collectors.toCollection(TreeSet::new));
    assertEquals(codes, keys("till.sale.texts", Locale.ROOT));
    assertEquals(codes, keys("till.sale.texts", Locale.GERMAN));
  }

  @ParameterizedTest
  @ValueSource(strings = {"till.sale.texts", "till.lane.texts", "till.kiosk.texts"})
  void germanSaysAllThatEnglishSays(String bundle) {
    Set<String> german = keys(bundle, Locale.GERMAN);
    assertEquals(keys(bundle, Locale.ROOT), german);
    for (String key : german) {
      boolean isFilledIn = new Texts(bundle).text(key, List.of("en")).contains("{0}");
      assertEquals(isFilledIn, new Texts(bundle).text(key, List.of("de")).contains("{0}"), key);
    }
  }

  @Test
  void theFirstLanguageThatHasASentenceSaysIt() {
    String english = TEXTS.text("reason.stale", List.of("en"));
    String german = TEXTS.text("reason.stale", List.of("de"));
    assertNotEquals(english, german);
    assertFalse(german.isBlank());
    assertEquals(german, TEXTS.text("reason.stale", List.of("fr", "de-AT", "en")));
    assertEquals(english, TEXTS.text("reason.stale", List.of("en-GB", "de")));
    assertEquals(english, TEXTS.text("reason.stale", List.of("fr", "", "no language at all")));
    assertEquals(english, TEXTS.text("reason.stale", List.of()));
  }

  /// What somebody has scanned may read like a place itself.
  @Test
  void whatIsPutInIsNotFilledIn() {
    var texts = new Texts("till.lane.texts");
    assertEquals("{1}$1, 3 s ago", texts.text("check.scanned", List.of("en"), "{1}$1", "3"));
    assertEquals("x, {1} s ago", texts.text("check.scanned", List.of("en"), "x"));
  }

  @Test
  void theLanguageOfTheMachineDoesNotMatter() {
    Locale before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.GERMANY);
      assertEquals(
          "The sale has changed meanwhile", TEXTS.text("reason.stale", List.of("fr", "en")));
    } finally {
      Locale.setDefault(before);
    }
  }

  @Test
  void umlautsAreUmlauts() {
    assertEquals("Die Kasse ist nicht geöffnet", Reason.LANE_NOT_READY.text(List.of("de")));
    assertEquals(
        "Die Kassenlade steht offen: bitte schließen",
        new Texts("till.lane.texts").text("drawer-open", List.of("de")));
  }
}
