package till.device.scale;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Optional;

/// What a scale that computes prices is told of the goods on it, and shows.
///
/// @param unitPrice for a kilogram, in minor units, 1 to 999,999
/// @param tare in grams, 0 to 9,999
/// @param text what it is; shown in at most 13 characters of ASCII
public record Article(int unitPrice, int tare, String text) {

  static final int UNIT_PRICE_MAX = 999_999;
  static final int TARE_MAX = 9_999;
  static final int TEXT_CHARACTERS_MAX = 13;

  public Article {
    if (unitPrice < 1 || unitPrice > UNIT_PRICE_MAX) {
      throw new IllegalArgumentException("a scale takes no unit price of " + unitPrice);
    }
    if (tare < 0 || tare > TARE_MAX) {
      throw new IllegalArgumentException("a scale takes no tare of " + tare + " g");
    }
  }

  /// Goods as a shop knows them; nothing, where a scale could not show them.
  ///
  /// @param unitPrice for a kilogram, in minor units
  /// @param kilograms the tare
  public static Optional<Article> of(long unitPrice, BigDecimal kilograms, String text) {
    BigDecimal grams = kilograms.movePointRight(3);
    boolean canShow =
        unitPrice >= 1
            && unitPrice <= UNIT_PRICE_MAX
            && grams.signum() >= 0
            && grams.stripTrailingZeros().scale() <= 0
            && grams.compareTo(BigDecimal.valueOf(TARE_MAX)) <= 0;
    return canShow
        ? Optional.of(new Article((int) unitPrice, grams.intValue(), text))
        : Optional.empty();
  }

  /// The text in what the scale can show; none of its control characters can be in it.
  String shownText() {
    String plain =
        Normalizer.normalize(text, Normalizer.Form.NFKD)
            .replaceAll("\\p{M}", "")
            .replaceAll("[^ -~]", "?");
    return plain.substring(0, Math.min(plain.length(), TEXT_CHARACTERS_MAX));
  }
}
