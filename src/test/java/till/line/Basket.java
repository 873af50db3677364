package till.line;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import till.line.MarketGoods.Article;

/// A transaction as somebody keeps it with pencil and paper: in rappen, pieces and grams, with
/// whole numbers alone. It knows the shop's rules, and nothing of the till.
final class Basket {

  /// Taxes in tenths of a percent.
  record Rate(String percent, long permille, boolean included) {

    /// Of a sum, rounded half up; what comes back has the tax that it was sold with.
    long of(long sum) {
      return halfUp(sum, permille, included ? 1_000 + permille : 1_000);
    }
  }

  static final Map<String, Rate> RATES =
      new TreeMap<>(
          Map.of(
              "A", new Rate("8.1", 81, true),
              "B", new Rate("2.6", 26, true),
              "C", new Rate("3.8", 38, false)));

  /// The smallest coin.
  private static final long COIN = 5;

  private static final long GRAMS_PER_KILOGRAM = 1_000;

  enum Kind {
    SALE,
    DEPOSIT,
    RETURN,
    DEPOSIT_REFUND
  }

  /// Money that was taken, or given back.
  record Payment(String type, long amount) {}

  /// Sums of a tax group.
  record Levied(long taxable, long tax) {}

  /// One line.
  static final class Row {

    final Kind kind;
    final Article article;

    /// Which row it came with; 0 for none.
    final int with;

    /// The row that comes back with this one, and its part of the tax, below zero.
    private Optional<Row> origin = Optional.empty();

    private long originTax;

    private long units;
    private long amount;
    private long discount;
    private boolean gone;

    // what has come back of it
    private long backUnits;
    private long backAmount;
    private long backTax;

    private Row(Kind kind, Article article, int with, long units, long amount) {
      this.kind = kind;
      this.article = article;
      this.with = with;
      this.units = units;
      this.amount = amount;
    }

    long amount() {
      return amount;
    }

    long units() {
      return units;
    }

    boolean isGone() {
      return gone;
    }

    private Row negative() {
      var row = new Row(kind, article, with, units, -amount);
      row.discount = -discount;
      row.gone = gone;
      row.origin = origin;
      row.originTax = -originTax;
      return row;
    }
  }

  private final List<Row> rows = new ArrayList<>();
  private final List<Payment> payments = new ArrayList<>();
  private long rounding;

  /// `number` times `factor` by `divisor`, the magnitude rounded half up.
  static long halfUp(long number, long factor, long divisor) {
    long magnitude = (2 * Math.abs(number) * factor + divisor) / (2 * divisor);
    return number < 0 ? -magnitude : magnitude;
  }

  private static long cost(Article article, long units) {
    return article.weighed()
        ? halfUp(article.price(), units, GRAMS_PER_KILOGRAM)
        : article.price() * units;
  }

  List<Row> rows() {
    return Collections.unmodifiableList(rows);
  }

  Row row(int n) {
    return rows.get(n - 1);
  }

  // goods

  /// Goods come in, with their deposit.
  ///
  /// @param units pieces, or grams of what is weighed
  /// @return the number of its row
  int sell(Article article, long units) {
    return sell(article, units, cost(article, units));
  }

  /// One pack at the price on its label.
  int sellFor(Article article, long amount) {
    return sell(article, 1, amount);
  }

  private int sell(Article article, long units, long amount) {
    int n = add(new Row(Kind.SALE, article, 0, units, amount));
    article
        .deposit()
        .ifPresent(deposit -> add(new Row(Kind.DEPOSIT, deposit, n, units, cost(deposit, units))));
    return n;
  }

  private int add(Row row) {
    rows.add(row);
    return rows.size();
  }

  /// So many of a row, with its deposit.
  void change(int n, long pieces) {
    for (int i = 1; i <= rows.size(); i++) {
      Row row = row(i);
      if (i == n || row.with == n) {
        row.units = pieces;
        row.amount = cost(row.article, pieces);
      }
    }
  }

  /// A row goes, with what came with it.
  void take(int n) {
    for (int i = 1; i <= rows.size(); i++) {
      Row row = row(i);
      if ((i == n || row.with == n) && !row.gone) {
        row.gone = true;
        row.origin.ifPresent(sold -> {
          sold.backUnits -= row.units;
          sold.backAmount += row.amount;
          sold.backTax += row.originTax;
        });
      }
    }
  }

  /// What a row costs with what came with it.
  long worth(int n) {
    long worth = 0;
    for (int i = 1; i <= rows.size(); i++) {
      worth += i == n || row(i).with == n ? row(i).amount : 0;
    }
    return worth;
  }

  /// All of one article go.
  void takeAll(Article article) {
    for (int i = 1; i <= rows.size(); i++) {
      if (row(i).article.equals(article)) {
        take(i);
      }
    }
  }

  /// A person says what a piece costs.
  void price(int n, long each) {
    row(n).amount = each * row(n).units;
  }

  /// Something is taken off a row.
  void discount(int n, long off) {
    row(n).amount -= off;
    row(n).discount -= off;
  }

  void discountPercent(int n, long percent) {
    discount(n, halfUp(row(n).amount, percent, 100));
  }

  /// Something is taken off all goods, by what they cost; who has the largest remainders gets the
  /// last rappen.
  void discountAll(long off) {
    List<Row> goods = goods();
    long all = goods.stream().mapToLong(Row::amount).sum();
    long[] shares = goods.stream().mapToLong(row -> off * row.amount / all).toArray();
    long left = off - IntStream.range(0, shares.length).mapToLong(i -> shares[i]).sum();
    IntStream.range(0, shares.length)
        .boxed()
        .sorted(Comparator.comparingLong(i -> -(off * goods.get(i).amount % all)))
        .limit(left)
        .forEach(i -> shares[i]++);
    for (int i = 0; i < shares.length; i++) {
      goods.get(i).amount -= shares[i];
      goods.get(i).discount -= shares[i];
    }
  }

  void discountAllPercent(long percent) {
    discountAll(halfUp(goods().stream().mapToLong(Row::amount).sum(), percent, 100));
  }

  private List<Row> goods() {
    return rows.stream()
        .filter(row -> !row.gone && row.kind == Kind.SALE && row.amount > 0)
        .toList();
  }

  // what comes back

  /// So much of a row of a sale, and its deposit.
  void bringBack(Basket sale, int n, long units) {
    Row sold = sale.row(n);
    int own = bringBack(sale, sold, units, Kind.RETURN, 0);
    for (Row deposit : sale.rows) {
      if (deposit.with == n && !deposit.gone) {
        long due = deposit.units * sold.backUnits / sold.units - deposit.backUnits;
        if (due > 0) {
          bringBack(sale, deposit, due, Kind.DEPOSIT_REFUND, own);
        }
      }
    }
  }

  /// Parts give back what was paid, each rounded down, and the last one the rest.
  private int bringBack(Basket sale, Row sold, long units, Kind kind, int with) {
    long after = sold.backUnits + units;
    long amount = sold.amount * after / sold.units - sold.backAmount;
    long tax = sale.taxOf(sold) * after / sold.units - sold.backTax;
    sold.backUnits = after;
    sold.backAmount += amount;
    sold.backTax += tax;
    var row = new Row(kind, sold.article, with, units, -amount);
    row.origin = Optional.of(sold);
    row.originTax = -tax;
    row.discount = sold.discount == 0 ? 0 : cost(sold.article, units) - amount;
    return add(row);
  }

  /// What a row adds to the tax of its group.
  private long taxOf(Row wanted) {
    Rate rate = rate(wanted.article.taxGroup());
    long before = 0;
    for (Row row : rows) {
      if (row == wanted) {
        return rate.of(before + row.amount) - rate.of(before);
      }
      if (!row.gone && row.article.taxGroup().equals(wanted.article.taxGroup())) {
        before += row.amount;
      }
    }
    throw new IllegalArgumentException("not in this basket");
  }

  /// The tax of a group.
  static Rate rate(String group) {
    return Optional.ofNullable(RATES.get(group)).orElseThrow();
  }

  /// Goods without a receipt, at what a person says.
  void takeBlind(Kind kind, Article article, long pieces, long each) {
    add(new Row(kind, article, 0, pieces, -each * pieces));
  }

  // money

  /// What each group comes to.
  Map<String, Levied> taxes() {
    var taxes = new TreeMap<String, Levied>();
    RATES.forEach((group, rate) -> {
      List<Row> its =
          rows.stream().filter(row -> !row.gone && row.article.taxGroup().equals(group)).toList();
      long sum = its.stream().mapToLong(Row::amount).sum();
      long own = its.stream().filter(row -> row.origin.isEmpty()).mapToLong(Row::amount).sum();
      long tax = rate.of(own) + its.stream().mapToLong(row -> row.originTax).sum();
      if (!its.isEmpty()) {
        taxes.put(group, new Levied(rate.included() ? sum - tax : sum, tax));
      }
    });
    return taxes;
  }

  long total() {
    long total = rounding;
    for (Row row : rows) {
      total += row.gone ? 0 : row.amount;
    }
    for (Map.Entry<String, Levied> tax : taxes().entrySet()) {
      total += rate(tax.getKey()).included() ? 0 : tax.getValue().tax();
    }
    return total;
  }

  long due() {
    return total() - payments.stream().mapToLong(Payment::amount).sum();
  }

  /// What is due in coins that there are.
  long dueInCash() {
    return halfUp(due(), 1, COIN) * COIN;
  }

  /// What came back counts by its magnitude.
  long returns() {
    return -rows.stream()
        .filter(row -> !row.gone)
        .filter(row -> row.kind == Kind.RETURN || row.kind == Kind.DEPOSIT_REFUND)
        .mapToLong(Row::amount)
        .sum();
  }

  long discounts() {
    return rows.stream().filter(row -> !row.gone).mapToLong(row -> row.discount).sum();
  }

  long rounding() {
    return rounding;
  }

  List<Payment> payments() {
    return Collections.unmodifiableList(payments);
  }

  /// By card or voucher; below zero for what goes back.
  void pay(String type, long amount) {
    if (amount != 0) {
      payments.add(new Payment(type, amount));
    }
  }

  /// What is given, less the change.
  void payCash(long given) {
    long due = dueInCash();
    if (given < due) {
      pay("Cash", given);
    } else {
      rounding += due - due();
      pay("Cash", due);
    }
  }

  boolean touchesDrawer() {
    return payments.stream().anyMatch(payment -> payment.type().equals("Cash"));
  }

  /// All the other way round, cards first, the newest first.
  Basket undone() {
    var undone = new Basket();
    rows.forEach(row -> undone.rows.add(row.negative()));
    undone.rounding = -rounding;
    payments.reversed().stream()
        .sorted(Comparator.comparing(payment -> !payment.type().equals("CreditDebit")))
        .forEach(payment -> undone.pay(payment.type(), -payment.amount()));
    return undone;
  }

  /// Its goods in another transaction: as after it was suspended.
  Basket retrieved() {
    var again = new Basket();
    again.rows.addAll(rows);
    return again;
  }
}
