package till.lane;

import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.NumberFormat;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import till.device.printer.EscPos;
import till.device.printer.EscPos.Align;
import till.device.printer.PrinterProfile;
import till.journal.Document;
import till.sale.Authorization;
import till.sale.LineItem;
import till.sale.Money;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.Transaction;

/// How a sale looks on paper. Immutable.
public final class ReceiptLayout {

  /// Room for a percentage: `19 %`.
  private static final int RATE_COLUMNS = 8;

  private final ReceiptSettings settings;
  private final ReceiptWords words;
  private final PrinterProfile profile;
  private final DateTimeFormatter time;

  public ReceiptLayout(
      ReceiptSettings settings, List<String> languages, ZoneId timeZone, PrinterProfile profile) {
    this.settings = settings;
    this.words = ReceiptWords.in(languages);
    this.profile = profile;
    this.time = DateTimeFormatter.ofPattern("dd.MM.yyyy  HH:mm", words.locale()).withZone(timeZone);
  }

  int columns() {
    return profile.columns();
  }

  /// The ESC/POS bytes of one receipt, cut included. The drawer's pulse is never in them.
  byte[] print(Document document, Transaction.Retail sale) {
    var paper = new EscPos(profile);
    head(paper, document);
    paper.rule();
    sale.lines().stream().filter(line -> !line.voided()).forEach(line -> line(paper, line));
    paper.rule();
    sums(paper, sale);
    taxes(paper, sale.totals().taxes());
    sale.tenders().forEach(tender -> tender.authorization().ifPresent(card -> card(paper, card)));
    foot(paper);
    return paper.feed(4).cut().toBytes();
  }

  private void head(EscPos paper, Document document) {
    Transaction transaction = document.transaction();
    paper.align(Align.CENTRE);
    settings.header().forEach(paper::line);
    if (!settings.name().isEmpty()) {
      paper.bold(true).big(true).line(settings.name()).big(false).bold(false);
    }
    settings.address().forEach(paper::line);
    if (!settings.vatId().isEmpty()) {
      paper.line(words.vatId() + " " + settings.vatId());
    }
    paper.align(Align.LEFT).feed(1);
    paper.line(time.format(transaction.end()), words.receipt() + " " + document.number());
  }

  private void line(EscPos paper, LineItem line) {
    paper.line(line.description(), amount(line.extendedAmount()) + " " + line.taxGroup());
    if (line.quantity().compareTo(BigDecimal.ONE) != 0) {
      paper.line("  " + quantity(line.quantity()) + " x " + amount(line.actualUnitPrice()));
    }
  }

  private void sums(EscPos paper, Transaction.Retail sale) {
    Money total = sale.totals().total();
    // one big blank is as wide as the tax group behind each line: the amounts stand below each
    // other
    paper.bold(true).big(true);
    paper.line(words.total() + " " + total.currency().getCurrencyCode(), amount(total) + " ");
    paper.big(false).bold(false);
    for (Tender tender : sale.tenders()) {
      paper.line(name(tender), amount(tender.given()) + "  ");
    }
    if (!sale.change().isZero()) {
      paper.line(words.change(), amount(sale.change()) + "  ");
    }
  }

  private String name(Tender tender) {
    return switch (tender.type()) {
      case CASH -> words.cash();
      case CREDIT_DEBIT ->
          tender
              .authorization()
              .map(Authorization::cardName)
              .filter(card -> !card.isEmpty())
              .orElse(words.card());
    };
  }

  private void taxes(EscPos paper, List<Tax> taxes) {
    paper.feed(1);
    paper.line(taxRow(words.rate(), words.net(), words.tax(), words.gross()));
    for (Tax tax : taxes) {
      paper.line(
          taxRow(
              tax.group() + " " + tax.percent().toPlainString() + " %",
              amount(tax.taxable()),
              amount(tax.amount()),
              amount(tax.taxable().plus(tax.amount()))));
    }
  }

  /// Four columns: the rate to the left, three amounts to the right.
  private String taxRow(String rate, String net, String tax, String gross) {
    int width = (profile.columns() - RATE_COLUMNS) / 3;
    return left(rate, profile.columns() - 3 * width)
        + right(net, width)
        + right(tax, width)
        + right(gross, width);
  }

  private void card(EscPos paper, Authorization card) {
    paper.rule();
    paper.line(card.cardName(), card.maskedAccount());
    paper.line(
        words.terminal() + " " + card.terminalId(), words.trace() + " " + card.traceNumber());
    paper.line(words.receipt() + " " + card.receiptNumber());
    card.customerReceipt().ifPresent(text -> text.lines().forEach(paper::line));
  }

  private void foot(EscPos paper) {
    if (!settings.footer().isEmpty()) {
      paper.feed(1).align(Align.CENTRE);
      settings.footer().forEach(paper::line);
      paper.align(Align.LEFT);
    }
  }

  private String amount(Money money) {
    int digits = Math.max(0, money.currency().getDefaultFractionDigits());
    NumberFormat format = NumberFormat.getNumberInstance(words.locale());
    format.setMinimumFractionDigits(digits);
    format.setMaximumFractionDigits(digits);
    return format.format(BigDecimal.valueOf(money.minor(), digits));
  }

  private String quantity(BigDecimal quantity) {
    return DecimalFormat.getInstance(words.locale()).format(quantity);
  }

  private static String left(String text, int width) {
    return text.length() >= width
        ? text.substring(0, width)
        : text + " ".repeat(width - text.length());
  }

  private static String right(String text, int width) {
    return text.length() >= width ? text : " ".repeat(width - text.length()) + text;
  }
}
