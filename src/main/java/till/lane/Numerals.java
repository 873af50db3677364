package till.lane;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;
import till.sale.Money;

/// How amounts and quantities are written for customers: with the language's separators, and
/// nothing that cannot be seen. A minus sign is one character before the digits, a blank between
/// thousands is a blank that does not break.
record Numerals(Locale locale) {

  /// Without the currency; with as many decimals as it has.
  String amount(Money money) {
    int digits = Math.max(0, money.currency().getDefaultFractionDigits());
    DecimalFormat format = format();
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(BigDecimal.valueOf(money.minor(), digits));
  }

  /// Without zeros at its end.
  String quantity(BigDecimal quantity) {
    DecimalFormat format = format();
    format.setMaximumFractionDigits(Math.max(0, quantity.scale()));
    return format.format(quantity);
  }

  /// In kilograms, with all the decimals that the scale has shown.
  String weight(BigDecimal kilograms) {
    DecimalFormat format = format();
    format.setMinimumFractionDigits(Math.max(0, kilograms.scale()));
    format.setMaximumFractionDigits(Math.max(0, kilograms.scale()));
    return format.format(kilograms);
  }

  private DecimalFormat format() {
    DecimalFormatSymbols symbols = DecimalFormatSymbols.getInstance(locale);
    symbols.setMinusSign('-');
    symbols.setZeroDigit('0');
    if (Character.isSpaceChar(symbols.getGroupingSeparator())) {
      symbols.setGroupingSeparator('\u00A0');
    }
    return new DecimalFormat("#,##0.###", symbols);
  }
}
