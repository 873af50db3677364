package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import till.sale.Picture.Line;
import till.sale.Picture.Paid;

/// A bookkeeper's memory: what was sold, and what has become of it since.
final class ShopSales {

  /// What has come back of a line, and what the customer got for it.
  record Back(long quantity, long amount, long tax) {

    static final Back NOTHING = new Back(0, 0, 0);

    static Back by(Line line) {
      return new Back(line.quantity(), -line.amount(), -line.from().orElseThrow().tax());
    }

    Back plus(Back other) {
      return new Back(quantity + other.quantity, amount + other.amount, tax + other.tax);
    }

    /// It did not come back after all: the amounts of what is undone are below zero already.
    Back without() {
      return new Back(-quantity, amount, tax);
    }
  }

  /// What one document said.
  static final class Sold {
    private final String id;
    private final Optional<LocalDate> day;
    private final Transaction.Status status;
    private final List<Line> lines;
    private final List<Paid> paid;
    private final long rounding;
    private final Map<Integer, Back> backs = new TreeMap<>();
    private boolean undone;
    private boolean closed;

    private Sold(Transaction transaction, Transaction.Retail retail) {
      id = transaction.transactionId();
      day = transaction.businessDay();
      status = retail.status();
      lines = retail.lines().stream().map(Portrait::line).toList();
      paid = retail.tenders().stream().map(Portrait::paid).toList();
      rounding = retail.totals().rounding().minor();
    }

    String id() {
      return id;
    }

    Optional<LocalDate> day() {
      return day;
    }

    boolean isSale() {
      return status == Transaction.Status.COMPLETED;
    }

    /// Whether it was undone, or something of it came back.
    boolean isTouched() {
      return undone || !backs.isEmpty();
    }

    /// Whether something came back with it that was sold in another one.
    boolean takesBack() {
      return isSale() && lines.stream().anyMatch(line -> line.from().isPresent() && !line.voided());
    }

    boolean isUndone() {
      return undone;
    }

    /// Whether it is in a Z report.
    boolean isClosed() {
      return closed;
    }

    List<Line> lines() {
      return lines;
    }

    List<Paid> paid() {
      return paid;
    }

    long rounding() {
      return rounding;
    }

    /// The total before cash was rounded: what went to a card may come back in cash.
    long exact() {
      return ShopSums.total(lines, 0);
    }

    /// A line's part of the tax that was charged.
    long tax(int n) {
      return ShopSums.partOfTax(lines, n);
    }

    Back back(int n) {
      return backs.getOrDefault(n, Back.NOTHING);
    }

    private void book(int n, Back back) {
      Line sold = lines.get(n - 1);
      backs.merge(n, back, Back::plus);
      Back all = back(n);
      String what = "of " + sold + " came back " + all;
      assertTrue(all.quantity() >= 0 && all.quantity() <= sold.quantity(), what);
      assertTrue(all.amount() >= 0 && all.amount() <= sold.amount(), what);
      assertTrue(all.tax() >= 0 && all.tax() <= tax(n), what);
      if (all.quantity() == sold.quantity()) {
        assertEquals(sold.amount(), all.amount(), what);
        assertEquals(tax(n), all.tax(), what);
      }
    }

    @Override
    public String toString() {
      return id + " " + status + " of " + day + lines + backs;
    }
  }

  private final Map<String, Sold> all = new HashMap<>();
  private final List<Sold> inOrder = new ArrayList<>();
  private final Set<String> gone = new TreeSet<>();

  /// All of them, the newest last.
  List<Sold> all() {
    return inOrder;
  }

  Optional<Sold> find(String id) {
    return Optional.ofNullable(all.get(id));
  }

  private Sold get(String id) {
    return find(id).orElseThrow(() -> new AssertionError("never heard of " + id));
  }

  /// Those of which something came back, or that were undone.
  Stream<Sold> touched() {
    return inOrder.stream().filter(Sold::isTouched);
  }

  void take(Transaction transaction, Transaction.Retail retail) {
    var sold = new Sold(transaction, retail);
    assertNull(all.put(sold.id, sold), "twice: " + sold.id);
    inOrder.add(sold);
    for (Link link : retail.links()) {
      Sold other = get(link.transactionId());
      switch (link.kind()) {
        case RETURN -> assertTrue(other.isSale(), () -> sold + " is returned of " + other);
        case RETRIEVE -> goesOn(sold, other);
        case POST_VOID -> undo(sold, other);
      }
    }
    if (retail.status().counts()) {
      sold.lines.stream().filter(line -> !line.voided()).forEach(line -> bookBack(sold, line));
    }
  }

  private void bookBack(Sold sold, Line line) {
    line.from()
        .ifPresent(from -> {
          Sold other = get(from.sale());
          Line origin = other.lines.get(from.line() - 1);
          assertEquals(ShopSums.Levy.of(origin), ShopSums.Levy.of(line), () -> "of another rate");
          assertEquals(origin.item(), line.item());
          assertTrue(!origin.voided() && !origin.isBack(), () -> "it was not sold: " + origin);
          assertTrue(!other.undone, () -> "it comes back, and was undone: " + other);
          Back back = Back.by(line);
          other.book(from.line(), sold.isSale() ? back : back.without());
        });
  }

  /// What waited goes on once, and nothing of it is lost.
  private void goesOn(Sold sold, Sold waited) {
    assertEquals(Transaction.Status.SUSPENDED, waited.status);
    assertTrue(gone.add(waited.id), () -> "it goes on twice: " + waited);
    assertTrue(sold.lines.size() >= waited.lines.size(), () -> "lost " + waited + " in " + sold);
    for (int i = 0; i < waited.lines.size(); i++) {
      Line before = waited.lines.get(i);
      Line now = sold.lines.get(i);
      assertEquals(before.item(), now.item());
      assertTrue(now.voided() || ShopSums.Levy.of(before).equals(ShopSums.Levy.of(now)));
    }
  }

  private static void undo(Sold sold, Sold other) {
    if (sold.status == Transaction.Status.VOIDED) { // it was given up
      return;
    }
    assertEquals(Transaction.Status.POST_VOIDED, sold.status);
    assertTrue(other.isSale() && !other.undone, () -> "it is undone: " + other);
    assertEquals(other.day, sold.day, "the day of what is undone");
    assertFalse(other.closed, () -> "it is in a Z report, and is undone: " + other);
    assertEquals(other.lines.stream().map(Line::undone).toList(), sold.lines);
    assertEquals(-other.exact(), sold.exact(), "what is undone");
    assertTrue(
        other.backs.values().stream().allMatch(back -> back.quantity() == 0),
        () -> "it has come back, and is undone: " + other);
    other.undone = true;
  }

  /// What was sold until now is in a Z report.
  void close() {
    inOrder.forEach(sold -> sold.closed = true);
  }

  /// Holds what the journal knows of a sale against what is known here.
  void compare(Original original) {
    Sold sold = get(original.transaction().transactionId());
    assertEquals(sold.undone, original.postVoided(), () -> "undone: " + sold);
    assertEquals(sold.closed, original.closed(), () -> "closed: " + sold);
    var backs = new TreeMap<Integer, Back>();
    for (Returned part : original.returned()) {
      long quantity = Portrait.thousandths(part.quantity());
      backs.merge(
          part.line(), new Back(quantity, part.amount().minor(), part.tax().minor()), Back::plus);
    }
    assertEquals(sold.backs, backs, () -> "what came back of " + sold);
  }
}
