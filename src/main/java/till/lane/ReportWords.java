package till.lane;

import java.util.List;

/// What a day's report says, in one language.
///
/// @param language whose words these are; the receipt's words in it go with them
/// @param dayPattern of `java.time`, for a date without its time
record ReportWords(
    String language,
    String dayPattern,
    String x,
    String z,
    String businessDay,
    String opened,
    String closed,
    String read,
    String operator,
    String sequences,
    String turnover,
    String sales,
    String returns,
    String discounts,
    String rounding,
    String taxes,
    String payments,
    String payment,
    String count,
    String amount,
    String cash,
    String opening,
    String loans,
    String pickups,
    String payIns,
    String payOuts,
    String cashSales,
    String expected,
    String counted,
    String notCounted,
    String difference,
    String transactions,
    String completed,
    String voided,
    String suspended,
    String postVoided,
    String noSales,
    String perpetual,
    String document) {

  private static final ReportWords GERMAN =
      new ReportWords(
          "de",
          "dd.MM.yyyy",
          "X-BERICHT",
          "Z-BERICHT",
          "Geschäftstag",
          "Geöffnet",
          "Abgeschlossen",
          "Stand",
          "Bediener",
          "Vorgangsnummern",
          "Umsatz",
          "Verkäufe",
          "Rücknahmen",
          "Gewährte Rabatte",
          "Rundung",
          "Steuern",
          "Zahlungen",
          "Zahlungsart",
          "Anzahl",
          "Betrag",
          "Bargeld",
          "Anfangsbestand",
          "Wechselgeld eingelegt",
          "Abgeschöpft",
          "Einzahlungen",
          "Auszahlungen",
          "Barzahlungen",
          "Soll",
          "Ist",
          "nicht gezählt",
          "Differenz",
          "Vorgänge",
          "Bezahlt",
          "Abgebrochen",
          "Geparkt",
          "Nachträglich storniert",
          "Lade ohne Verkauf",
          "Seit Beginn",
          "Dokument");

  private static final ReportWords ENGLISH =
      new ReportWords(
          "en",
          "dd/MM/yyyy",
          "X REPORT",
          "Z REPORT",
          "Business day",
          "Opened",
          "Closed",
          "As of",
          "Operator",
          "Sequence numbers",
          "Turnover",
          "Sales",
          "Returns",
          "Discounts given",
          "Rounding",
          "Taxes",
          "Payments",
          "Tender",
          "Count",
          "Amount",
          "Cash",
          "Opening",
          "Loans",
          "Pickups",
          "Paid in",
          "Paid out",
          "Cash tenders",
          "Expected",
          "Counted",
          "not counted",
          "Difference",
          "Transactions",
          "Completed",
          "Voided",
          "Suspended",
          "Post-voided",
          "Drawer without sale",
          "Since the beginning",
          "Document");

  private static final List<ReportWords> ALL = List.of(GERMAN, ENGLISH);

  /// The first of these languages that reports can speak; else English.
  static ReportWords in(List<String> languages) {
    for (String wanted : languages) {
      for (ReportWords words : ALL) {
        if (wanted.equals(words.language) || wanted.startsWith(words.language + "-")) {
          return words;
        }
      }
    }
    return ENGLISH;
  }
}
