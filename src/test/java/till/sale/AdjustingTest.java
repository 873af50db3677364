package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What goods cost once somebody has changed it.
final class AdjustingTest {

  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);

  private final Till till = Till.open();

  private static void refused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private LineItem line(int n) {
    return till.sale().line(n).orElseThrow();
  }

  private List<Long> amounts() {
    return till.sale().lines().stream().map(line -> line.extendedAmount().minor()).toList();
  }

  /// Three at 1.99 are 5.97.
  @ParameterizedTest
  @CsvSource({
    "price, 150, 450, -147, 150",
    "price, 250, 750, 153, 250",
    "price, 0, 0, -597, 0",
    "amount, 100, 497, -100, 199",
    "amount, 597, 0, -597, 199",
    "percent, 10, 537, -60, 199", // 59.7
    "percent, 12.5, 522, -75, 199", // 74.625
    "percent, 0.25, 596, -1, 199", // 1.4925
    "percent, 100, 0, -597, 199"
  })
  void oneChange(String type, String value, long costs, long adjustment, long unitPrice) {
    till.does(Goods.scanned(Till.item("pen", 199, "A"), 3));
    till.does("17", Goods.cuts(1, change(type, value)));
    assertEquals(costs, line(1).extendedAmount().minor());
    assertEquals(199, line(1).regularUnitPrice().minor());
    assertEquals(unitPrice, line(1).actualUnitPrice().minor());
    Adjustment made = line(1).adjustments().getFirst();
    assertEquals(adjustment, made.amount().minor());
    assertEquals(type.equals("price") ? "price-override" : "discount", made.code().wireName());
    assertEquals("bruised", made.reason());
    assertEquals("17", made.operator());
    assertEquals(costs, till.workstation().totals().orElseThrow().total().minor());
  }

  private static Change change(String type, String value) {
    return switch (type) {
      case "price" -> Goods.price(Long.parseLong(value));
      case "amount" -> Goods.amount(Long.parseLong(value));
      default -> Goods.percent(value);
    };
  }

  @ParameterizedTest
  @CsvSource({
    "price, -1",
    "price, 199",
    "amount, 0",
    "amount, -5",
    "amount, 598",
    "percent, 0",
    "percent, -10",
    "percent, 100.01",
    "percent, 0.001",
    "percent, 0.05" // 0.2985 rounds to nothing
  })
  void whatIsNoChangeOrLeavesLessThanNothingIsRefused(String type, String value) {
    till.does(Goods.scanned(Till.item("pen", 199, "A"), 3));
    refused(Reason.ADJUSTMENT_INVALID, till.hears("17", Goods.cuts(1, change(type, value))));
    assertEquals(List.of(597L), amounts());
  }

  /// Each counts from what the line costs by then; a new price counts whatever was before.
  @Test
  void severalChangesInARow() {
    till.does(Goods.scanned(Till.item("pen", 1_000, "A"), 2));
    till.does("17", Goods.cuts(1, Goods.percent("10"))); // 20.00 - 2.00
    till.does("17", Goods.cuts(1, Goods.percent("10"))); // 18.00 - 1.80
    till.does("17", Goods.cuts(1, Goods.amount(20)));
    assertEquals(1_600, line(1).extendedAmount().minor());
    till.does("17", Goods.cuts(1, Goods.price(900)));
    assertEquals(1_800, line(1).extendedAmount().minor());
    till.does("17", Goods.cuts(1, Goods.percent("50")));
    assertEquals(900, line(1).extendedAmount().minor());
    assertEquals(
        List.of(-200L, -180L, -20L, 200L, -900L),
        line(1).adjustments().stream().map(made -> made.amount().minor()).toList());
    for (int i = line(1).adjustments().size(); i < Workstation.ADJUSTMENTS_MAX; i++) {
      till.does("17", Goods.cuts(1, Goods.amount(1)));
    }
    refused(Reason.TOO_MANY_ADJUSTMENTS, till.hears("17", Goods.cuts(1, Goods.amount(1))));
  }

  @Test
  void onlyGoodsThatAreThereBecomeCheaper() {
    till.does(Goods.scanned(Goods.JUICE)).sells("pen", 199).does(new Input.VoidLine(3));
    refused(Reason.NOT_ADJUSTABLE, till.hears("17", Goods.cuts(2, Goods.amount(1))));
    refused(Reason.ALREADY_VOIDED, till.hears("17", Goods.cuts(3, Goods.amount(1))));
    refused(Reason.NO_SUCH_LINE, till.hears("17", Goods.cuts(4, Goods.amount(1))));
    till.does("17", Goods.cuts(Goods.percent("10"))); // of 1.49
    assertEquals(List.of(134L, 25L, 199L), amounts());
    till.does(new Input.TakeTotal());
    refused(Reason.LINES_LOCKED, till.hears("17", Goods.cuts(1, Goods.amount(1))));
    refused(Reason.LINES_LOCKED, till.hears("17", Goods.cuts(Goods.amount(1))));
  }

  /// 1.00 off 3.33, 3.33 and 3.34: 33.3, 33.3 and 33.4 cents; the last has the largest remainder.
  @Test
  void aDiscountOnAllIsSpreadByWhatEachCosts() {
    till.sells("a", 333).sells("b", 333).sells("c", 334).does("17", Goods.cuts(Goods.amount(100)));
    assertEquals(List.of(300L, 300L, 300L), amounts());
    assertEquals(
        List.of("transaction-discount", "transaction-discount", "transaction-discount"),
        till.sale().lines().stream()
            .map(line -> line.adjustments().getFirst().code().wireName())
            .toList());
  }

  /// 10 % of 2.00, 0.05 and 10.00 is 1.205: 1.21 in all, of which 0.2008, 0.005 and 1.0041.
  @Test
  void aShareThatRoundsToNothingIsNoChangeOfTheLine() {
    till.sells("a", 200)
        .sells("b", 5)
        .sells("c", 1_000)
        .does("17", Goods.cuts(Goods.percent("10")));
    assertEquals(List.of(180L, 4L, 900L), amounts());
    Till other =
        Till.open().sells("a", 1).sells("b", 1_000).does("17", Goods.cuts(Goods.amount(1)));
    assertTrue(other.sale().line(1).orElseThrow().adjustments().isEmpty());
    assertEquals(999, other.sale().line(2).orElseThrow().extendedAmount().minor());
  }

  @Test
  void aLineThatGoesTakesItsShareAlong() {
    till.sells("a", 500).sells("b", 500).does("17", Goods.cuts(Goods.amount(300)));
    till.does(new Input.VoidLine(1));
    assertEquals(350, till.workstation().totals().orElseThrow().total().minor());
  }

  @Test
  void allOfItIsTheMostThatCanBeTakenOff() {
    till.sells("a", 500).sells("b", 1);
    refused(Reason.ADJUSTMENT_INVALID, till.hears("17", Goods.cuts(Goods.amount(502))));
    refused(Reason.ADJUSTMENT_INVALID, till.hears("17", Goods.cuts(Goods.percent("101"))));
    refused(Reason.ADJUSTMENT_INVALID, till.hears("17", Goods.cuts(Goods.price(1))));
    till.does("17", Goods.cuts(Goods.amount(501)));
    assertEquals(List.of(0L, 0L), amounts());
    refused(Reason.ADJUSTMENT_INVALID, till.hears("17", Goods.cuts(Goods.amount(1))));
  }

  @Test
  void anySpreadAddsUpAndTakesNoMoreThanThereIs() {
    System.out.println("seed " + SEED);
    var chance = new Random(SEED);
    for (int i = 0; i < 20_000; i++) {
      var costs = new ArrayList<Long>();
      int lines = 1 + chance.nextInt(20);
      for (int n = 0; n < lines; n++) {
        costs.add(1 + chance.nextLong(chance.nextBoolean() ? 300 : 999_999_999_999L / 20));
      }
      long all = costs.stream().mapToLong(Long::longValue).sum();
      long off = 1 + chance.nextLong(all);
      List<Long> shares = Spread.of(off, costs);
      assertEquals(off, shares.stream().mapToLong(Long::longValue).sum(), costs::toString);
      for (int n = 0; n < lines; n++) {
        double exact = (double) off * costs.get(n) / all;
        assertTrue(shares.get(n) >= 0 && shares.get(n) <= costs.get(n), costs::toString);
        assertTrue(Math.abs(shares.get(n) - exact) <= 1 + exact * 1e-9, costs::toString);
      }
    }
  }

  /// Whatever is entered, weighed, changed, decided and taken back: each line costs its regular
  /// price and what was changed, none less than nothing, a deposit stands while its article does,
  /// and the facts lead to the same till once more.
  @Test
  void whateverIsDoneToGoodsTheyAddUpAndReplay() {
    System.out.println("seed " + SEED);
    var chance = new Random(SEED);
    Workstation replayed = till.workstation();
    int seen = 0;
    int ended = 0;
    for (int i = 0; i < 20_000; i++) {
      till.hears(chance.nextInt(5) == 0 ? "17" : "18", anything(chance));
      for (; seen < till.facts.size(); seen++) {
        replayed = replayed.apply(till.facts.get(seen));
      }
      assertEquals(till.workstation(), replayed);
      Optional<RetailTransaction> sale = till.workstation().state().sale();
      sale.ifPresent(AdjustingTest::addsUp);
      ended += sale.isEmpty() ? 1 : 0;
    }
    assertTrue(ended > 100, ended + " sales");
  }

  private static void addsUp(RetailTransaction sale) {
    for (LineItem line : sale.lines()) {
      Money adjusted =
          line.adjustments().stream()
              .map(Adjustment::amount)
              .reduce(Money.zero(Till.EUR), Money::plus);
      assertEquals(
          line.regularUnitPrice().times(line.quantity()).plus(adjusted),
          line.extendedAmount(),
          line::toString);
      assertTrue(!line.extendedAmount().isNegative(), line::toString);
      line.belongsTo()
          .ifPresent(
              article -> assertEquals(sale.line(article).orElseThrow().voided(), line.voided()));
      boolean isForSomebody =
          sale.status() != SaleStatus.ENTERING && !line.voided() && line.ageClass().isPresent();
      assertTrue(
          !isForSomebody || new AgeChecks(sale).isSeenTo(line.ageClass().get()), line::toString);
    }
    assertTrue(!DocumentBytes.isTooLong(sale));
  }

  private Input anything(Random chance) {
    int n = 1 + chance.nextInt(8);
    List<Item> goods =
        List.of(Goods.APPLES, Goods.JUICE, Goods.BEER, Goods.BRANDY, Goods.ROLLS, Goods.RECALLED);
    return switch (chance.nextInt(14)) {
      case 0, 1, 2 -> Goods.scanned(goods.get(chance.nextInt(goods.size())));
      case 3 -> Goods.weighing("0." + (1 + chance.nextInt(999)));
      case 4 -> Goods.cuts(n, Goods.percent(Integer.toString(chance.nextInt(102))));
      case 5 -> Goods.cuts(n, Goods.amount(chance.nextInt(300)));
      case 6 -> Goods.cuts(n, Goods.price(chance.nextInt(300)));
      case 7 -> Goods.cuts(Goods.percent(Integer.toString(chance.nextInt(60))));
      case 8 -> new Input.VoidLine(n);
      case 9, 10 -> decision(chance);
      case 11 -> chance.nextInt(3) == 0 ? new Input.TakeTotal() : new Input.ReportRecalled();
      case 12 -> new Input.TenderCash(Optional.empty());
      default -> chance.nextInt(10) == 0 ? new Input.CancelTransaction() : new Input.ResumeEntry();
    };
  }

  private Input decision(Random chance) {
    return till.workstation().state().sale().stream()
        .flatMap(sale -> sale.openProblems().stream())
        .findFirst()
        .<Input>map(
            problem -> chance.nextBoolean() ? Goods.approves(problem) : Goods.refuses(problem))
        .orElseGet(Input.CallAssistance::new);
  }
}
