package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/// A bookkeeper: adds up finished transactions in whole numbers, and holds what each of them says
/// against what the ones before it came to.
public final class ShopBooks {

  /// What is added up over a time.
  private static final class Sums {
    long sales;
    long returns;
    long rounding;
    long discounts;
    long coupons;
    long couponCount;
    final Map<String, Long> counts = new TreeMap<>();
    final Map<String, Long> byGroup = new TreeMap<>();
    final Map<String, Long> byTender = new TreeMap<>();
    final Map<String, Long> tenderCounts = new TreeMap<>();
    final Map<String, Long> taxes = new TreeMap<>();
    final Map<String, Long> cash = new TreeMap<>();
    long opening;
    Optional<Long> difference = Optional.empty();

    long cash(String kind) {
      return cash.getOrDefault(kind, 0L);
    }

    long expected() {
      return opening
          + cash("LOAN")
          - cash("PICKUP")
          + cash("PAY_IN")
          - cash("PAY_OUT")
          + byTender.getOrDefault("CASH", 0L);
    }

    long content() {
      return expected() + difference.orElse(0L);
    }

    @Override
    public String toString() {
      return List.of(
              "sales " + sales,
              "returns " + returns,
              "rounding " + rounding,
              "discounts " + discounts,
              "coupons " + couponCount + " " + coupons,
              "sales by their end " + counts,
              "tenders " + byTender + tenderCounts,
              "taxes " + taxes,
              "drawer " + opening + cash + " expected " + expected() + " content " + content())
          .toString();
    }
  }

  /// What was sold, and what has become of it.
  final ShopSales sales = new ShopSales();

  private final Sums ever = new Sums();
  private Optional<Sums> day = Optional.empty();
  private final TreeSet<Integer> sequences = new TreeSet<>();
  private int lastOutside;
  private long reports;
  private long left;

  /// What should be in the drawer; nothing while no day is open.
  long content() {
    return day.map(Sums::content).orElse(0L);
  }

  /// Takes the next finished transaction.
  public void take(Transaction transaction) {
    if (transaction.body() instanceof Transaction.Control control
        && control.control().equals("business-day-open")) {
      assertTrue(day.isEmpty(), "a day is opened in a day");
      day = Optional.of(new Sums());
      day.get().opening = left;
      sequences.clear();
    }
    sequence(transaction);
    switch (transaction.body()) {
      case Transaction.Retail retail -> {
        add(retail);
        sales.take(transaction, retail);
      }
      case Transaction.TenderControl cash -> add(cash);
      case Transaction.Control control -> {
        if (control.control().equals("no-sale")) {
          day.ifPresent(open -> add(open.counts, "no-sale", 1));
        }
      }
      case Transaction.Closing closing -> close(closing);
    }
    assertEquals(text(ever), text(transaction.grandTotals()), "the perpetual totals");
  }

  /// A day's numbers begin with 1, and none is given twice.
  private void sequence(Transaction transaction) {
    int sequence = transaction.sequence();
    assertEquals(day.isPresent(), transaction.businessDay().isPresent());
    if (day.isPresent()) {
      assertTrue(sequences.add(sequence), "twice: sequence number " + sequence);
    } else {
      assertTrue(sequence > lastOutside, "sequence number " + sequence + " after " + lastOutside);
    }
    lastOutside = Math.max(day.isPresent() && sequence == 1 ? 0 : lastOutside, sequence);
  }

  private void add(Transaction.Retail retail) {
    List<Picture.Line> lines = retail.lines().stream().map(Portrait::line).toList();
    long rounding = retail.totals().rounding().minor();
    long total = ShopSums.total(lines, rounding);
    long tendered = retail.tenders().stream().mapToLong(tender -> tender.amount().minor()).sum();
    assertEquals(total, retail.totals().total().minor(), "the total");
    assertEquals(tendered, retail.totals().tendered().minor(), "what was tendered");
    assertEquals(text(ShopSums.taxes(lines)), text(retail.totals().taxes()), "the taxes");
    assertEquals(
        retail.status().counts() ? total : 0, tendered, "what was taken for " + retail.status());
    if (retail.links().stream().noneMatch(link -> link.kind() == Link.Kind.POST_VOID)) {
      retail.lines().stream().filter(line -> !line.isReturn()).forEach(ShopBooks::checkPrice);
    }
    day.ifPresent(open -> add(open.counts, retail.status().wireName(), 1));
    if (retail.status().counts()) {
      book(ever, retail, total);
      day.ifPresent(open -> book(open, retail, total));
    }
  }

  /// What a line costs is its price and what somebody changed.
  private static void checkPrice(LineItem line) {
    Picture.Line known = Portrait.line(line);
    long changes = line.adjustments().stream().mapToLong(each -> each.amount().minor()).sum();
    assertEquals(
        ShopSums.share(known.price(), known.quantity(), Picture.UNIT) + changes, known.amount());
  }

  private static void book(Sums sums, Transaction.Retail retail, long total) {
    long back = 0;
    var coupons = new TreeSet<String>();
    for (LineItem line : retail.lines()) {
      if (!line.voided()) {
        long amount = line.extendedAmount().minor();
        back -= line.kind().wireName().matches("Return|DepositRefund") ? amount : 0;
        add(sums.byGroup, line.taxGroup(), amount);
        for (Adjustment each : line.adjustments()) {
          sums.discounts +=
              each.code().wireName().equals("price-override") ? 0 : each.amount().minor();
          if (each.code().wireName().equals("coupon")) {
            sums.coupons += each.amount().minor();
            if (!line.isReturn()) {
              coupons.add(each.reason());
            }
          }
        }
      }
    }
    sums.couponCount +=
        retail.status().wireName().equals("completed") ? coupons.size() : -coupons.size();
    sums.sales += total + back;
    sums.returns += back;
    sums.rounding += retail.totals().rounding().minor();
    ShopSums.taxes(retail.lines().stream().map(Portrait::line).toList())
        .forEach((levy, share) -> {
          add(sums.taxes, levy + " taxable", share.taxable());
          add(sums.taxes, levy + " tax", share.tax());
        });
    for (Tender tender : retail.tenders()) {
      add(sums.byTender, tender.type().name(), tender.amount().minor());
      add(sums.tenderCounts, tender.type().name(), 1);
    }
  }

  private void add(Transaction.TenderControl cash) {
    Sums open = day.orElseThrow();
    if (cash.kind() == CashKind.COUNT) {
      open.difference = Optional.of(cash.amount().minor() - open.expected());
    } else {
      add(open.cash, cash.kind().name(), cash.amount().minor());
    }
  }

  private void close(Transaction.Closing closing) {
    Sums open = day.orElseThrow();
    assertEquals(++reports, closing.number(), "the number of the Z report");
    assertEquals(open.toString(), text(closing.totals()), "the Z report");
    assertEquals(sequences.size(), sequences.last(), "a gap in " + sequences);
    assertEquals(closing.totals().lastSequence(), sequences.last());
    left = open.content();
    day = Optional.empty();
    sales.close();
  }

  /// Holds the day as the till has it against what its documents came to.
  public void compare(TillState state) {
    assertEquals(day.map(Sums::toString), state.day().map(ShopBooks::text), "the day so far");
    assertEquals(text(ever), text(state.grandTotals()), "the perpetual totals");
  }

  private static void add(Map<String, Long> sums, String key, long amount) {
    sums.merge(key, amount, Long::sum);
  }

  // what the till says, in the same words

  private static String text(DayTotals totals) {
    var sums = new Sums();
    sums.sales = totals.sales().minor();
    sums.returns = totals.returns().minor();
    sums.rounding = totals.rounding().minor();
    sums.discounts = totals.discounts().minor();
    CountedSum coupons = totals.corrections().orElseThrow().coupons();
    sums.coupons = coupons.amount().minor();
    sums.couponCount = coupons.count();
    DayTotals.TransactionCount counts = totals.transactions();
    count(sums, "completed", counts.completed());
    count(sums, "voided", counts.voided());
    count(sums, "suspended", counts.suspended());
    count(sums, "post-voided", counts.postVoided());
    count(sums, "no-sale", totals.noSales());
    for (Tax tax : totals.taxes()) {
      add(sums.taxes, levy(tax) + " taxable", tax.taxable().minor());
      add(sums.taxes, levy(tax) + " tax", tax.amount().minor());
    }
    for (TenderSum tender : totals.tenders()) {
      add(sums.byTender, tender.type().name(), tender.amount().minor());
      add(sums.tenderCounts, tender.type().name(), tender.count());
    }
    DrawerCash drawer = totals.cash();
    assertEquals(drawer.tenders().minor(), sums.byTender.getOrDefault("CASH", 0L), "cash sales");
    sums.opening = drawer.opening().minor();
    moved(sums, "LOAN", drawer.loans());
    moved(sums, "PICKUP", drawer.pickups());
    moved(sums, "PAY_IN", drawer.payIns());
    moved(sums, "PAY_OUT", drawer.payOuts());
    sums.difference = drawer.difference().map(Money::minor);
    assertEquals(sums.expected(), drawer.expected().minor(), "expected in the drawer");
    assertEquals(sums.content(), drawer.content().minor(), "the drawer's content");
    return sums.toString();
  }

  private static void count(Sums sums, String what, int count) {
    if (count > 0) {
      add(sums.counts, what, count);
    }
  }

  private static void moved(Sums sums, String kind, Money amount) {
    if (!amount.isZero()) {
      add(sums.cash, kind, amount.minor());
    }
  }

  private static String text(Sums sums) {
    return text(sums.sales, sums.returns, sums.byGroup, sums.byTender);
  }

  private static String text(GrandTotals totals) {
    var groups = new TreeMap<String, Long>();
    totals.byTaxGroup().forEach((group, sum) -> groups.put(group, sum.minor()));
    var tenders = new TreeMap<String, Long>();
    totals.byTender().forEach((type, sum) -> tenders.put(type.name(), sum.minor()));
    return text(totals.sales().minor(), totals.returns().minor(), groups, tenders);
  }

  private static String text(
      long sales, long returns, Map<String, Long> groups, Map<String, Long> tenders) {
    return "sales %d, returns %d, %s, %s".formatted(sales, returns, groups, tenders);
  }

  static String text(Map<ShopSums.Levy, ShopSums.Share> taxes) {
    var all = new TreeMap<String, ShopSums.Share>();
    taxes.forEach((levy, share) -> all.put(levy.toString(), share));
    return all.toString();
  }

  static String text(Collection<Tax> taxes) {
    var all = new HashMap<ShopSums.Levy, ShopSums.Share>();
    taxes.forEach(
        tax -> all.put(levy(tax), new ShopSums.Share(tax.taxable().minor(), tax.amount().minor())));
    return text(all);
  }

  private static ShopSums.Levy levy(Tax tax) {
    return new ShopSums.Levy(tax.group(), Portrait.hundredths(tax.percent()), tax.included());
  }
}
