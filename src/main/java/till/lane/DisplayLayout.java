package till.lane;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import till.device.display.DisplayRow;
import till.sale.LineItem;
import till.sale.Money;
import till.sale.RetailTransaction;
import till.sale.SaleStatus;
import till.sale.SaleTotals;
import till.sale.Transaction;

/// What a customer reads: the goods that came last and the total below them; what is left to pay;
/// the change. Immutable.
public final class DisplayLayout {

  /// In every language that displays can speak.
  private static final String TRAINING = "TRAINING";

  private final int rows;
  private final List<DisplayRow> idle;
  private final List<String> languages;
  private final boolean training;

  /// @param rows of the display
  /// @param idle lines for a lane that waits for a customer
  /// @param languages of customers who choose none, best first
  public DisplayLayout(int rows, List<String> idle, List<String> languages) {
    this(rows, idle.stream().map(DisplayRow::of).toList(), languages, false);
  }

  private DisplayLayout(int rows, List<DisplayRow> idle, List<String> languages, boolean training) {
    this.rows = rows;
    this.idle = List.copyOf(idle);
    this.languages = List.copyOf(languages);
    this.training = training;
  }

  /// The same display where somebody practises: each page says so, in the row of the total where
  /// there is one.
  public DisplayLayout forTraining() {
    DisplayWords words = DisplayWords.in(languages);
    List<DisplayRow> banner = List.of(DisplayRow.of(TRAINING), DisplayRow.of(words.noReceipt()));
    return new DisplayLayout(
        rows, banner.subList(0, Math.min(rows, banner.size())), languages, true);
  }

  /// For a lane without a customer.
  List<DisplayRow> idle() {
    return idle;
  }

  List<DisplayRow> page(LaneView view) {
    var page = page(view.transaction().flatMap(RetailTransaction::language));
    return switch (view.state()) {
      case READY -> idle;
      case IN_TRANSACTION ->
          page.sale(view.transaction().orElseThrow(), view.totals().orElseThrow());
      case CLOSED, PAUSED, OUT_OF_SERVICE -> page.closed();
    };
  }

  /// For the customer of a sale that was completed.
  List<DisplayRow> farewell(Transaction.Retail sale) {
    return page(sale.language()).farewell(sale);
  }

  /// @param chosen by the customer
  private Page page(Optional<String> chosen) {
    return new Page(
        DisplayWords.in(Stream.concat(chosen.stream(), languages.stream()).toList()),
        rows,
        training);
  }

  /// One page while it is laid out, in one language.
  private static final class Page {
    private final DisplayWords words;
    private final Numerals numerals;
    private final int rows;
    private final boolean training;

    Page(DisplayWords words, int rows, boolean training) {
      this.words = words;
      this.training = training;
      this.numerals = new Numerals(words.locale());
      this.rows = rows;
    }

    List<DisplayRow> closed() {
      DisplayRow closed = DisplayRow.of(words.closed());
      return training && rows > 1 ? List.of(DisplayRow.of(TRAINING), closed) : List.of(closed);
    }

    List<DisplayRow> sale(RetailTransaction sale, SaleTotals totals) {
      if (sale.status() == SaleStatus.ENTERING) {
        return entering(sale.lines(), totals.total());
      }
      return totals.tendered().isZero()
          ? List.of(total(totals.total()))
          : List.of(
              total(totals.total()), new DisplayRow(words.due(), numerals.amount(totals.due())));
    }

    /// As many of the newest lines as there is room for; the total stays in the lowest row.
    private List<DisplayRow> entering(List<LineItem> lines, Money total) {
      List<DisplayRow> sold =
          lines.stream().filter(line -> !line.voided()).map(this::line).toList();
      int room = rows - 1;
      var page = new ArrayList<>(sold.subList(Math.max(0, sold.size() - room), sold.size()));
      while (page.size() < room) {
        page.addLast(DisplayRow.BLANK);
      }
      page.add(total(total));
      return page;
    }

    private DisplayRow line(LineItem line) {
      String times =
          line.weight().isPresent()
              ? numerals.weight(line.quantity()) + " " + line.unitOfMeasure() + " "
              : line.quantity().compareTo(BigDecimal.ONE) == 0
                  ? ""
                  : numerals.quantity(line.quantity()) + "x ";
      return new DisplayRow(times + line.description(), numerals.amount(line.extendedAmount()));
    }

    List<DisplayRow> farewell(Transaction.Retail sale) {
      DisplayRow total = total(sale.totals().total());
      return sale.change().isZero()
          ? List.of(total)
          : List.of(total, new DisplayRow(words.change(), numerals.amount(sale.change())));
    }

    private DisplayRow total(Money total) {
      return new DisplayRow(
          (training ? TRAINING : words.total()) + " " + total.currency().getCurrencyCode(),
          numerals.amount(total));
    }
  }
}
