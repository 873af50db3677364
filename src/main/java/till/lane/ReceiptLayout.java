package till.lane;

import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import till.device.printer.PrinterProfile;
import till.device.printer.Sheet;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;
import till.device.printer.SheetPrinter;
import till.device.printer.SheetText;
import till.journal.Document;
import till.sale.Transaction;

/// How a sale looks on paper, on a screen, and as text: one sheet for all of them. Any thread.
public final class ReceiptLayout {

  private final ReceiptSettings settings;
  private final List<String> languages;
  private final ZoneId timeZone;
  private final PrinterProfile profile;
  private final ReportLayout reports;

  /// By the locale of their words: one for each language that a receipt was laid out in.
  private final Map<Locale, Voice> voices = new ConcurrentHashMap<>();

  /// @param languages of customers who choose none, best first
  public ReceiptLayout(
      ReceiptSettings settings, List<String> languages, ZoneId timeZone, PrinterProfile profile) {
    this.settings = settings;
    this.languages = List.copyOf(languages);
    this.timeZone = timeZone;
    this.profile = profile;
    this.reports = new ReportLayout(settings, languages, timeZone);
    voice(Optional.empty());
  }

  /// One language, and the printer's letters for it.
  private record Voice(
      ReceiptWords words, Numerals numerals, SheetPrinter printer, DateTimeFormatter time) {}

  /// @param chosen by the customer
  private Voice voice(Optional<String> chosen) {
    ReceiptWords words =
        ReceiptWords.in(Stream.concat(chosen.stream(), languages.stream()).toList());
    return voices.computeIfAbsent(words.locale(), _ -> voice(words));
  }

  private Voice voice(ReceiptWords words) {
    SheetPrinter printer = SheetPrinter.open(profile, words.locale(), settings.logo());
    printer.prepareFor(
        words.total()
            + settings.name()
            + settings.header()
            + settings.address()
            + settings.footer());
    return new Voice(
        words,
        new Numerals(words.locale()),
        printer,
        DateTimeFormatter.ofPattern(words.datePattern(), Locale.ROOT)
            .withChronology(words.chronology())
            .withZone(timeZone));
  }

  int columns() {
    return profile.columns();
  }

  /// The ESC/POS bytes of one sheet, cut included. The drawer's pulse is never in them.
  byte[] print(Sheet sheet) {
    return voice(Optional.of(sheet.locale().toLanguageTag())).printer().print(sheet);
  }

  /// The same as plain text, in the same columns.
  String text(Sheet sheet) {
    return SheetText.of(sheet, profile.columns());
  }

  /// The receipt of a sale.
  ///
  /// @param copy whether it says that it is not the first one
  Sheet sheet(Document document, Transaction.Retail sale, boolean copy) {
    return receipt(document, sale, copy).sheet();
  }

  /// What the card terminal gave to be printed with a sale.
  ///
  /// @param slips of this sale, lines parted by line feeds; one at least
  Sheet sheet(Document document, Transaction.Retail sale, List<String> slips) {
    return receipt(document, sale, false).sheet(slips);
  }

  private ReceiptSheet receipt(Document document, Transaction.Retail sale, boolean copy) {
    Voice voice = voice(sale.language());
    return new ReceiptSheet(
        settings, voice.words(), voice.numerals(), voice.time(), document, sale, copy);
  }

  /// The report of a business day.
  ///
  /// @param copy whether it says that it is not the first one
  Sheet sheet(DayReport report, boolean copy) {
    return reports.sheet(report, copy);
  }

  /// A sheet that shows what the printer can, and that it is no receipt.
  Sheet test(Instant at) {
    Voice voice = voice(Optional.empty());
    return new Sheet(
        voice.words().isRightToLeft(),
        voice.words().locale(),
        List.of(
            new Sheet.Logo(),
            new Sheet.Text("TEST", Align.CENTRE, Look.BIG),
            new Sheet.Text(settings.name(), Align.CENTRE, Look.BOLD),
            new Sheet.Text("äöüß ÄÖÜ € éèà ñ", Align.CENTRE, Look.PLAIN),
            new Sheet.Rule(),
            new Sheet.Pair(profile.name(), voice.time().format(at), 0, Look.PLAIN),
            new Sheet.Feed(1),
            new Sheet.Barcode("TEST"),
            new Sheet.Cut()));
  }
}
