package till.lane;

import java.math.BigDecimal;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import till.device.printer.Sheet;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;
import till.journal.Chain;
import till.journal.Document;
import till.sale.Adjustment;
import till.sale.Authorization;
import till.sale.LineItem;
import till.sale.Money;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.Transaction;
import till.sale.Weight;

/// One receipt while it is laid out, in its customer's language.
final class ReceiptSheet {

  /// A tax group behind an amount, in nearly all shops.
  private static final int GROUP_COLUMNS = 2;

  /// In front of what is said of the line above.
  private static final String INDENT = "  ";

  private final ReceiptSettings settings;
  private final ReceiptWords words;
  private final Numerals numerals;
  private final DateTimeFormatter time;
  private final Document document;
  private final Transaction.Retail sale;
  private final boolean copy;
  private final List<Sheet.Part> parts = new ArrayList<>();
  private final int amountWidth;

  /// @param words in the customer's language, as numerals and time
  /// @param copy whether it says that it is not the first one
  ReceiptSheet(
      ReceiptSettings settings,
      ReceiptWords words,
      Numerals numerals,
      DateTimeFormatter time,
      Document document,
      Transaction.Retail sale,
      boolean copy) {
    this.settings = settings;
    this.words = words;
    this.numerals = numerals;
    this.time = time;
    this.document = document;
    this.sale = sale;
    this.copy = copy;
    this.amountWidth =
        Stream.concat(
                sale.lines().stream().flatMap(ReceiptSheet::amounts),
                Stream.concat(
                    sale.tenders().stream().map(Tender::given),
                    Stream.of(sale.totals().total(), sale.change())))
            .mapToInt(money -> numerals.amount(money).length())
            .max()
            .orElse(0);
  }

  private static Stream<Money> amounts(LineItem line) {
    return Stream.concat(
        Stream.of(regular(line)), line.adjustments().stream().map(Adjustment::amount));
  }

  /// What it would cost if nobody had changed it.
  private static Money regular(LineItem line) {
    return line.adjustments().stream()
        .map(Adjustment::amount)
        .reduce(line.extendedAmount(), Money::minus);
  }

  Sheet sheet() {
    head();
    parts.add(new Sheet.Rule());
    sale.lines().stream().filter(line -> !line.voided()).forEach(this::line);
    parts.add(new Sheet.Rule());
    sums();
    taxes();
    sale.tenders().forEach(tender -> tender.authorization().ifPresent(this::card));
    foot();
    training();
    parts.add(new Sheet.Cut());
    return new Sheet(words.isRightToLeft(), words.locale(), parts);
  }

  Sheet sheet(List<String> slips) {
    identity();
    for (String slip : slips) {
      parts.add(new Sheet.Rule());
      slip(slip);
    }
    parts.add(new Sheet.Cut());
    return new Sheet(words.isRightToLeft(), words.locale(), parts);
  }

  private void head() {
    training();
    parts.add(new Sheet.Logo());
    settings.header().forEach(line -> centred(line, Look.PLAIN));
    if (!settings.name().isEmpty()) {
      centred(settings.name(), Look.BIG);
    }
    settings.address().forEach(line -> centred(line, Look.PLAIN));
    if (!settings.vatId().isEmpty()) {
      centred(words.vatId() + " " + settings.vatId(), Look.PLAIN);
    }
    feed(1);
    if (copy) {
      centred(words.copy(), Look.BIG);
      feed(1);
    }
    if (sale.status() == Transaction.Status.POST_VOIDED) {
      centred(words.undone(), Look.BIG);
      sale.links().forEach(link -> centred(link.transactionId(), Look.PLAIN));
      feed(1);
    }
    identity();
  }

  /// When it was, and which one.
  private void identity() {
    pair(time.format(document.transaction().end()), words.receipt() + " " + document.number());
  }

  /// So that nobody takes it for more than it is, whichever end it is torn off at.
  private void training() {
    if (document.training()) {
      parts.addAll(trainingBanner(words));
    }
  }

  private void line(LineItem line) {
    row(line.description(), regular(line), line);
    if (line.weight().isPresent()) {
      weight(line, line.weight().get());
    } else if (line.quantity().compareTo(BigDecimal.ONE) != 0) {
      below(numerals.quantity(line.quantity()) + " × " + numerals.amount(line.regularUnitPrice()));
    }
    if (line.kind() == LineItem.Kind.RETURN) {
      below(words.returned());
    }
    line.adjustments()
        .forEach(adjustment -> row(INDENT + name(adjustment), adjustment.amount(), line));
  }

  /// Gross is what net and tare come to.
  private void weight(LineItem line, Weight weight) {
    Money price = line.regularUnitPrice();
    below(
        "%s %s × %s %s/%s"
            .formatted(
                numerals.weight(weight.net()),
                line.unitOfMeasure(),
                numerals.amount(price),
                price.currency().getCurrencyCode(),
                line.unitOfMeasure()));
    if (weight.tare().signum() > 0) {
      below(words.tare() + " " + numerals.weight(weight.tare()) + " kg");
    }
  }

  private void row(String name, Money money, LineItem line) {
    pair(name, column(money) + " " + line.taxGroup());
  }

  private void below(String text) {
    text(INDENT + text, Align.START, Look.PLAIN);
  }

  private String name(Adjustment adjustment) {
    return switch (adjustment.code()) {
      case PRICE_OVERRIDE -> words.newPrice();
      case DISCOUNT, TRANSACTION_DISCOUNT -> words.discount();
      case COUPON -> words.coupon();
    };
  }

  private void sums() {
    Money total = sale.totals().total();
    String sum = words.total() + " " + total.currency().getCurrencyCode();
    parts.add(new Sheet.Pair(sum, numerals.amount(total), sumRoom(), Look.BIG));
    sale.tenders().forEach(tender -> sum(name(tender), tender.given()));
    if (!sale.change().isZero()) {
      sum(words.change(), sale.change());
    }
  }

  private void sum(String name, Money money) {
    parts.add(new Sheet.Pair(name, column(money), sumRoom(), Look.PLAIN));
  }

  /// Sums end where the amounts above them do, in front of the tax group. From right to left, all
  /// of them begin at the edge.
  private int sumRoom() {
    return words.isRightToLeft() ? 0 : GROUP_COLUMNS;
  }

  private String name(Tender tender) {
    return switch (tender.type()) {
      case CASH -> words.cash();
      case VOUCHER -> words.voucher();
      case CREDIT_DEBIT ->
          tender
              .authorization()
              .map(Authorization::cardName)
              .filter(card -> !card.isEmpty())
              .orElse(words.card());
    };
  }

  private void taxes() {
    feed(1);
    parts.add(taxTable(sale.totals().taxes(), words, numerals));
  }

  private void card(Authorization card) {
    parts.add(new Sheet.Rule());
    pair(card.cardName(), card.maskedAccount());
    pair(words.terminal(), card.terminalId());
    pair(words.trace(), card.traceNumber());
    pair(words.receipt(), card.receiptNumber());
    card.customerReceipt().ifPresent(this::slip);
  }

  /// As the card terminal has set it.
  private void slip(String text) {
    text.lines().forEach(line -> text(line, Align.START, Look.PLAIN));
  }

  private void foot() {
    if (!settings.footer().isEmpty()) {
      feed(1);
      settings.footer().forEach(line -> centred(line, Look.PLAIN));
    }
    if (!document.training()) { // whose number is another sale's in the shop's journal
      code();
    }
  }

  private void code() {
    switch (settings.code()) {
      case NONE -> {}
      case BARCODE -> {
        feed(1);
        parts.add(new Sheet.Barcode(document.terminal() + "-" + document.number()));
      }
      case QR -> {
        feed(1);
        parts.add(
            new Sheet.Qr(
                String.join(
                    "/",
                    document.org(),
                    document.terminal(),
                    document.epoch(),
                    Long.toString(document.number()),
                    Chain.hash(document.bytes()))));
      }
    }
  }

  /// An amount as wide as the widest one: at whichever side they stand, their digits stand below
  /// each other.
  private String column(Money money) {
    String amount = numerals.amount(money);
    return words.isRightToLeft() ? " ".repeat(amountWidth - amount.length()) + amount : amount;
  }

  private void pair(String start, String end) {
    parts.add(new Sheet.Pair(start, end, 0, Look.PLAIN));
  }

  private void centred(String text, Look look) {
    text(text, Align.CENTRE, look);
  }

  private void text(String text, Align align, Look look) {
    parts.add(new Sheet.Text(text, align, look));
  }

  private void feed(int lines) {
    parts.add(new Sheet.Feed(lines));
  }

  /// What was taxed, and how.
  static Sheet.Table taxTable(List<Tax> taxes, ReceiptWords words, Numerals numerals) {
    var rows = new ArrayList<List<String>>();
    rows.add(List.of(words.rate(), words.net(), words.tax(), words.gross()));
    for (Tax tax : taxes) {
      rows.add(
          List.of(
              tax.group() + " " + numerals.quantity(tax.percent()) + " %",
              numerals.amount(tax.taxable()),
              numerals.amount(tax.amount()),
              numerals.amount(tax.taxable().plus(tax.amount()))));
    }
    return new Sheet.Table(rows);
  }

  /// What stands above and below all that was only an exercise.
  static List<Sheet.Part> trainingBanner(ReceiptWords words) {
    return List.of(
        new Sheet.Rule(),
        new Sheet.Text(words.training(), Align.CENTRE, Look.BIG),
        new Sheet.Text(words.noReceipt(), Align.CENTRE, Look.BIG),
        new Sheet.Rule());
  }
}
