package till.lane;

import java.math.BigDecimal;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import till.device.printer.Sheet;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;
import till.sale.Corrections;
import till.sale.CountedSum;
import till.sale.DayTotals;
import till.sale.DrawerCash;
import till.sale.Money;
import till.sale.TenderSum;
import till.sale.TenderType;

/// How the report of a business day looks: one sheet for paper and text. Immutable.
final class ReportLayout {

  /// So many characters of a hash in a line, on the narrowest paper too.
  private static final int HASH_CHARACTERS = 32;

  private final ReceiptSettings settings;
  private final ReportWords words;
  private final ReceiptWords receiptWords;
  private final Numerals numerals;
  private final DateTimeFormatter time;
  private final DateTimeFormatter date;

  ReportLayout(ReceiptSettings settings, List<String> languages, ZoneId timeZone) {
    this.settings = settings;
    this.words = ReportWords.in(languages);
    this.receiptWords = ReceiptWords.in(List.of(words.language()));
    this.numerals = new Numerals(receiptWords.locale());
    this.time =
        DateTimeFormatter.ofPattern(receiptWords.datePattern(), Locale.ROOT).withZone(timeZone);
    this.date = DateTimeFormatter.ofPattern(words.dayPattern(), Locale.ROOT);
  }

  /// @param copy whether it says that it is not the first one
  Sheet sheet(DayReport report, boolean copy) {
    return new Report(report, copy).sheet();
  }

  /// One report while it is laid out.
  private final class Report {
    private final DayReport report;
    private final DayTotals totals;
    private final boolean copy;
    private final List<Sheet.Part> parts = new ArrayList<>();

    Report(DayReport report, boolean copy) {
      this.report = report;
      this.totals = report.totals();
      this.copy = copy;
    }

    Sheet sheet() {
      head();
      turnover();
      taxes();
      payments();
      cash(totals.cash());
      transactions();
      totals.corrections().ifPresent(this::corrections);
      perpetual();
      foot();
      training();
      parts.add(new Sheet.Cut());
      return new Sheet(false, receiptWords.locale(), parts);
    }

    private void head() {
      training();
      centred(settings.name(), Look.BOLD);
      settings.address().forEach(line -> centred(line, Look.PLAIN));
      if (!settings.vatId().isEmpty()) {
        centred(receiptWords.vatId() + " " + settings.vatId(), Look.PLAIN);
      }
      feed();
      centred(report.z().map(z -> words.z() + " " + z.number()).orElse(words.x()), Look.BIG);
      if (copy) {
        centred(receiptWords.copy(), Look.BIG);
      }
      feed();
      pair(words.businessDay(), date.format(report.businessDay()));
      pair(words.opened(), time.format(totals.openedAt()));
      pair(report.z().isPresent() ? words.closed() : words.read(), time.format(report.at()));
      pair(words.operator(), report.operator());
      pair(words.sequences(), totals.firstSequence() + " - " + totals.lastSequence());
    }

    private void training() {
      if (report.training()) {
        parts.addAll(ReceiptSheet.trainingBanner(receiptWords));
      }
    }

    private void turnover() {
      section(words.turnover());
      amount(words.sales(), totals.sales());
      amount(words.returns(), totals.returns().negated());
      parts.add(
          new Sheet.Pair(
              receiptWords.total() + " " + totals.sales().currency().getCurrencyCode(),
              numerals.amount(totals.net()),
              0,
              Look.BIG));
      amount(words.discounts(), totals.discounts());
      if (!totals.rounding().isZero()) {
        amount(words.rounding(), totals.rounding());
      }
    }

    private void taxes() {
      if (totals.taxes().isEmpty()) {
        return;
      }
      section(words.taxes());
      parts.add(ReceiptSheet.taxTable(totals.taxes(), receiptWords, numerals));
    }

    private void payments() {
      if (totals.tenders().isEmpty()) {
        return;
      }
      section(words.payments());
      var rows = new ArrayList<List<String>>();
      rows.add(List.of(words.payment(), words.count(), words.amount()));
      for (TenderSum sum : totals.tenders()) {
        rows.add(List.of(name(sum.type()), number(sum.count()), numerals.amount(sum.amount())));
      }
      parts.add(new Sheet.Table(rows));
    }

    private String name(TenderType type) {
      return switch (type) {
        case CASH -> receiptWords.cash();
        case CREDIT_DEBIT -> receiptWords.card();
        case VOUCHER -> receiptWords.voucher();
      };
    }

    /// Signs say which way the cash went, so that the lines add up to what is expected.
    private void cash(DrawerCash cash) {
      section(words.cash());
      amount(words.opening(), cash.opening());
      amount(words.loans(), cash.loans());
      amount(words.cashSales(), cash.tenders());
      amount(words.payIns(), cash.payIns());
      amount(words.payOuts(), cash.payOuts().negated());
      amount(words.pickups(), cash.pickups().negated());
      bold(words.expected(), numerals.amount(cash.expected()));
      bold(words.counted(), cash.counted().map(numerals::amount).orElse(words.notCounted()));
      cash.difference()
          .ifPresent(difference -> bold(words.difference(), numerals.amount(difference)));
    }

    private void transactions() {
      section(words.transactions());
      pair(words.completed(), number(totals.transactions().completed()));
      pair(words.voided(), number(totals.transactions().voided()));
      pair(words.suspended(), number(totals.transactions().suspended()));
      pair(words.postVoided(), number(totals.transactions().postVoided()));
      pair(words.noSales(), number(totals.noSales()));
      totals.corrections().ifPresent(all -> pair(words.copies(), number(all.copies())));
    }

    private void corrections(Corrections all) {
      section(words.corrections());
      var rows = new ArrayList<List<String>>();
      rows.add(List.of("", words.count(), words.amount()));
      rows.add(row(words.priceOverrides(), all.priceOverrides()));
      rows.add(row(words.lineDiscounts(), all.lineDiscounts()));
      rows.add(row(words.saleDiscounts(), all.transactionDiscounts()));
      rows.add(row(words.coupons(), all.coupons()));
      rows.add(row(words.voidedLines(), all.voidedLines()));
      rows.add(
          row(
              words.returnedLines(),
              new CountedSum(all.returnedLines().count(), all.returnedLines().amount().negated())));
      rows.add(
          row(
              words.cancelledSales(),
              new CountedSum(totals.transactions().voided(), all.cancelled())));
      rows.add(
          row(
              words.postVoids(),
              new CountedSum(totals.transactions().postVoided(), all.postVoided())));
      parts.add(new Sheet.Table(rows));
    }

    private List<String> row(String name, CountedSum sum) {
      return List.of(name, number(sum.count()), numerals.amount(sum.amount()));
    }

    private void perpetual() {
      section(words.perpetual());
      amount(words.sales(), report.grandTotals().sales());
      amount(words.returns(), report.grandTotals().returns().negated());
    }

    private void foot() {
      report
          .z()
          .ifPresent(z -> {
            parts.add(new Sheet.Rule());
            pair(words.document(), Long.toString(z.document()));
            pair("Epoch", z.epoch());
            for (int i = 0; i < z.hash().length(); i += HASH_CHARACTERS) {
              centred(
                  z.hash().substring(i, Math.min(i + HASH_CHARACTERS, z.hash().length())),
                  Look.PLAIN);
            }
          });
    }

    private String number(int count) {
      return numerals.quantity(BigDecimal.valueOf(count));
    }

    private void section(String title) {
      parts.add(new Sheet.Rule());
      parts.add(new Sheet.Text(title, Align.START, Look.BOLD));
    }

    private void amount(String name, Money money) {
      pair(name, numerals.amount(money));
    }

    private void bold(String start, String end) {
      parts.add(new Sheet.Pair(start, end, 0, Look.BOLD));
    }

    private void pair(String start, String end) {
      parts.add(new Sheet.Pair(start, end, 0, Look.PLAIN));
    }

    private void centred(String text, Look look) {
      if (!text.isEmpty()) {
        parts.add(new Sheet.Text(text, Align.CENTRE, look));
      }
    }

    private void feed() {
      parts.add(new Sheet.Feed(1));
    }
  }
}
