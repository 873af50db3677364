package till.lane;

import java.util.List;
import java.util.Locale;

/// What a receipt says beside the sale, in one language.
record ReceiptWords(
    Locale locale,
    String total,
    String cash,
    String card,
    String change,
    String rate,
    String tax,
    String net,
    String gross,
    String terminal,
    String trace,
    String receipt,
    String vatId) {

  private static final ReceiptWords GERMAN =
      new ReceiptWords(
          Locale.GERMANY,
          "SUMME",
          "Bar",
          "Karte",
          "Rückgeld",
          "Satz",
          "MwSt",
          "Netto",
          "Brutto",
          "Terminal",
          "Trace-Nr.",
          "Beleg",
          "USt-IdNr.");

  private static final ReceiptWords ENGLISH =
      new ReceiptWords(
          Locale.UK,
          "TOTAL",
          "Cash",
          "Card",
          "Change",
          "Rate",
          "VAT",
          "Net",
          "Gross",
          "Terminal",
          "Trace no.",
          "Receipt",
          "VAT no.");

  /// The first of these languages that receipts can speak; else English.
  static ReceiptWords in(List<String> languages) {
    for (String language : languages) {
      switch (language) {
        case "de" -> {
          return GERMAN;
        }
        case "en" -> {
          return ENGLISH;
        }
        default -> {}
      }
    }
    return ENGLISH;
  }
}
