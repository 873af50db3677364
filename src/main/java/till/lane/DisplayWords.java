package till.lane;

import java.util.List;
import java.util.Locale;
import till.sale.Texts;

/// What a customer display says beside the goods, in one language.
record DisplayWords(
    Locale locale, String total, String due, String change, String closed, String noReceipt) {

  private static final Texts TEXTS = new Texts("till.lane.texts");

  /// In the first of these languages that displays can speak; else in English.
  static DisplayWords in(List<String> languages) {
    return new DisplayWords(
        TEXTS.locale(languages),
        TEXTS.text("display.total", languages),
        TEXTS.text("display.due", languages),
        TEXTS.text("display.change", languages),
        TEXTS.text("display.closed", languages),
        TEXTS.text("display.no-receipt", languages));
  }
}
