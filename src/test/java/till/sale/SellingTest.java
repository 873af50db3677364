package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Goods of every kind come in, and go out again.
final class SellingTest {

  private static final BigDecimal ONE = BigDecimal.ONE;

  private final Till till = Till.open();

  private static void refused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private List<Long> amounts() {
    return till.sale().lines().stream()
        .filter(line -> !line.voided())
        .map(line -> line.extendedAmount().minor())
        .toList();
  }

  private LineItem last() {
    return till.sale().lines().getLast();
  }

  private List<String> open() {
    return till.sale().openProblems().stream()
        .map(problem -> problem.code().wireName() + " " + problem.line().orElse(0))
        .toList();
  }

  private Problem problem() {
    return till.sale().openProblems().getFirst();
  }

  // --- by weight

  /// 2.99 EUR a kilogram; the bag of 10 g is taken off: 0.250 kg are 0.240 kg of apples.
  @ParameterizedTest
  @CsvSource({
    "0.250, 0.240, 72", // 71.76
    "0.011, 0.001, 0", // 0.299
    "0.012, 0.002, 1", // 0.598
    "1.010, 1.000, 299",
    "0.510, 0.500, 150", // 149.5
    "14.995, 14.985, 4481" // 4480.515
  })
  void applesCostWhatTheyWeighWithoutTheirBag(String gross, String net, long cents) {
    till.does(Till.enter(Goods.APPLES));
    assertTrue(till.sale().lines().isEmpty());
    assertEquals("Äpfel lose", till.sale().unweighed().orElseThrow().description());
    till.does(Goods.weighing(gross));
    assertEquals(new BigDecimal(net), last().quantity());
    assertEquals(
        Optional.of(new Weight(new BigDecimal(gross), new BigDecimal("0.010"))), last().weight());
    assertEquals("kg", last().unitOfMeasure());
    assertEquals(cents, last().extendedAmount().minor());
    assertEquals(Optional.empty(), till.sale().unweighed());
    refused(Reason.NOT_WEIGHING, till.hears(Goods.weighing(gross)));
  }

  @Test
  void aTareThatSomebodyNamesCountsInPlaceOfTheItems() {
    till.does(Goods.inPacking(Goods.APPLES, "0.050")).does(Goods.weighing("0.250"));
    assertEquals(new BigDecimal("0.200"), last().quantity());
    till.does(Goods.inPacking(Goods.APPLES, "0")).does(Goods.weighing("0.250"));
    assertEquals(new BigDecimal("0.250"), last().quantity());
  }

  @Test
  void aTareThatTheScaleHasTakenOffIsNotTakenOffAgain() {
    till.does(Till.enter(Goods.APPLES));
    till.does(new Input.Weighed(new BigDecimal("0.240"), true));
    assertEquals(new BigDecimal("0.240"), last().quantity());
    assertEquals(new BigDecimal("0.250"), last().weight().orElseThrow().gross());
  }

  @Test
  void packingAsHeavyAsAllOfItIsRefusedAndWhatWaitsGoesOnWaiting() {
    till.does(Till.enter(Goods.APPLES));
    refused(Reason.TARE_TOO_HEAVY, till.hears(Goods.weighing("0.010")));
    refused(Reason.TARE_TOO_HEAVY, till.hears(Goods.weighing("0.005")));
    assertEquals(Goods.APPLES, till.sale().unweighed().orElseThrow().item());
    till.does(Goods.weighing("0.110"));
    assertEquals(30, last().extendedAmount().minor()); // 29.9
  }

  @Test
  void whatWaitsForTheScaleGivesWayToWhatIsEnteredNextAndToWhoGoesBack() {
    till.does(Till.enter(Goods.APPLES));
    refused(Reason.WEIGHT_NEEDED, till.hears(new Input.TakeTotal()));
    till.does(Till.enter(Goods.CHEESE));
    assertEquals(Goods.CHEESE, till.sale().unweighed().orElseThrow().item());
    till.does(new Input.ResumeEntry());
    assertEquals(Optional.empty(), till.sale().unweighed());
    refused(Reason.TOTAL_NOT_TAKEN, till.hears(new Input.ResumeEntry()));
    till.does(Till.enter(Goods.APPLES)).sells("pen", 199);
    assertEquals(Optional.empty(), till.sale().unweighed());
    assertEquals(List.of(199L), amounts());
    till.does(Till.enter(Goods.APPLES));
    refused(Reason.TAX_GROUP_UNKNOWN, till.hears(Till.enter(Till.item("x", 1, "Z"))));
    assertEquals(Goods.APPLES, till.sale().unweighed().orElseThrow().item(), "a refusal is none");
    till.does(new Input.CancelTransaction());
  }

  @Test
  void aWeightThatIsKeyedCountsWithSomebodyOfTheShopOnly() {
    Input.EnterItem keyed = Goods.keyed(Goods.APPLES, "1.010");
    refused(Reason.ATTENDANT_NEEDED, till.hears(keyed));
    assertTrue(till.workstation().state().sale().isEmpty());
    till.does("17", keyed);
    assertEquals(List.of(299L), amounts());
    Problem done = till.sale().problems().getFirst();
    assertEquals(Problem.Code.WEIGHT_NEEDED, done.code());
    assertEquals("17", done.clearing().orElseThrow().operator());
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
  }

  // --- as the label says

  @Test
  void aPriceOnALabelIsThePriceOfThePack() {
    till.does(Goods.labelled(Goods.CHEESE, priced(239)));
    assertEquals(List.of(239L), amounts());
    assertEquals(ONE, last().quantity());
    assertEquals("EA", last().unitOfMeasure());
    assertEquals(239, last().regularUnitPrice().minor());
    assertTrue(last().scan().isPresent());
    assertTrue(till.sale().unweighed().isEmpty());
  }

  @Test
  void aWeightOnALabelIsWhatIsPaidFor() {
    till.does(Goods.labelled(Goods.CHEESE, weighing("0.235")));
    assertEquals(List.of(352L), amounts()); // 352.265
    assertEquals(new BigDecimal("0.235"), last().quantity());
    assertEquals(
        Optional.of(new Weight(new BigDecimal("0.235"), BigDecimal.ZERO)), last().weight());
  }

  @Test
  void aCountOnALabelIsSoManyPieces() {
    till.does(Goods.labelled(Till.item("egg", 29, "B"), counting(12)));
    assertEquals(List.of(348L), amounts());
    assertEquals(BigDecimal.valueOf(12), last().quantity());
  }

  @Test
  void aLabelThatSaysNothingOfItsPackIsABadOneAndNobodySaysHowManyOfItThereAre() {
    for (Embedded none : List.of(priced(0), weighing("0.000"), counting(0))) {
      refused(Reason.BAD_LABEL, till.hears(Goods.labelled(Goods.CHEESE, none)));
    }
    Input.EnterItem twice = Till.enter(Goods.CHEESE, BigDecimal.TWO);
    refused(Reason.QUANTITY_INVALID, till.hears(Goods.with(twice, Pack.labelled(priced(239)))));
    refused(Reason.QUANTITY_INVALID, till.hears(twice));
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  private static Embedded priced(long cents) {
    return new Embedded(
        Optional.of(new Money(cents, Till.EUR)), Optional.empty(), OptionalInt.empty());
  }

  private static Embedded weighing(String kilograms) {
    return new Embedded(
        Optional.empty(), Optional.of(new BigDecimal(kilograms)), OptionalInt.empty());
  }

  private static Embedded counting(int pieces) {
    return new Embedded(Optional.empty(), Optional.empty(), OptionalInt.of(pieces));
  }

  // --- deposits

  @Test
  void aDepositIsALineOfItsOwnThatComesAndGoesWithItsArticle() {
    till.does(Goods.scanned(Goods.JUICE, 6));
    assertEquals(List.of(894L, 150L), amounts());
    LineItem deposit = last();
    assertEquals(LineItem.Kind.DEPOSIT, deposit.kind());
    assertEquals(Optional.of(1), deposit.belongsTo());
    assertEquals("A", deposit.taxGroup());
    assertEquals(BigDecimal.valueOf(6), deposit.quantity());
    refused(Reason.BELONGS_TO_ARTICLE, till.hears(new Input.VoidLine(2)));
    refused(Reason.BELONGS_TO_ARTICLE, till.hears(changes(2, "5")));

    till.does(changes(1, "2"));
    assertEquals(List.of(298L, 50L), amounts());
    till.does(Goods.scanned(Goods.JUICE)).does(new Input.VoidLine(1));
    assertEquals(List.of(149L, 25L), amounts());
    assertEquals(List.of(true, true, false, false), voided());
  }

  private List<Boolean> voided() {
    return till.sale().lines().stream().map(LineItem::voided).toList();
  }

  @Test
  void withoutItsDepositAnArticleIsNotSold() {
    refused(Reason.DEPOSIT_NEEDED, till.hears(Till.enter(Goods.JUICE)));
    Item untaxed = Till.item("bottle", 25, "Z");
    refused(
        Reason.TAX_GROUP_UNKNOWN,
        till.hears(
            Goods.with(Till.enter(Goods.JUICE), Pack.plain().withDeposit(Optional.of(untaxed)))));
    assertTrue(till.workstation().state().sale().isEmpty());
  }

  // --- quantities

  private static Input.ChangeQuantity changes(int n, String quantity) {
    return new Input.ChangeQuantity(n, new BigDecimal(quantity), OptionalInt.empty());
  }

  @Test
  void aQuantityCanBeChangedWhereThereIsOne() {
    till.sells("pen", 199).does(changes(1, "3"));
    assertEquals(List.of(597L), amounts());
    for (String none : List.of("0", "-1", "0.5", "10000")) {
      refused(Reason.QUANTITY_INVALID, till.hears(changes(1, none)));
    }
    refused(Reason.NO_SUCH_LINE, till.hears(changes(2, "1")));
    till.does(Till.enter(Goods.APPLES)).does(Goods.weighing("1.010"));
    refused(Reason.WEIGHT_NEEDED, till.hears(changes(2, "2")));
    till.does("17", Goods.cuts(1, Goods.percent("10")));
    refused(Reason.ADJUSTED, till.hears(changes(1, "2")));
    till.does(new Input.VoidLine(1));
    refused(Reason.ALREADY_VOIDED, till.hears(changes(1, "2")));
    till.sells("gold", 999_999_999_999L / 9);
    refused(Reason.AMOUNT_TOO_LARGE, till.hears(changes(3, "10")));
    till.does(new Input.VoidLine(3)).does(new Input.TakeTotal());
    refused(Reason.LINES_LOCKED, till.hears(changes(2, "2")));
  }

  @Test
  void moreThanTheLimitIsForSomebodyToAllowAndRefusingTakesItBack() {
    till.does(Goods.scanned(Goods.ROLLS, 3));
    assertEquals(List.of(), open());
    till.does(Goods.scanned(Goods.ROLLS, 2));
    assertEquals(List.of("quantity-limit 2"), open());
    refused(Reason.PROBLEM_OPEN, till.hears(Goods.scanned(Goods.JUICE)));
    till.does("17", Goods.refuses(problem()));
    assertEquals(List.of(750L), amounts());
    till.does(Goods.scanned(Goods.ROLLS)).does("17", Goods.approves(problem()));
    assertEquals(List.of(750L, 250L), amounts());
    assertEquals(List.of(), open());
  }

  @Test
  void aChangedQuantityKeepsTheLimit() {
    till.does(Goods.scanned(Goods.ROLLS, 1)).does(Goods.scanned(Goods.ROLLS, 1));
    refused(Reason.QUANTITY_LIMIT, till.hears(limited(2, "3")));
    till.does(limited(2, "2"));
    assertEquals(List.of(250L, 500L), amounts());
    till.does(limited(2, "1"));
  }

  private static Input.ChangeQuantity limited(int n, String quantity) {
    return new Input.ChangeQuantity(n, new BigDecimal(quantity), Goods.ROLLS.quantityLimit());
  }

  // --- what a customer takes back

  private static Till limited(long voidLimit) {
    return Till.open(Till.SHOP.limitingVoids(Optional.of(new Money(voidLimit, Till.EUR))));
  }

  /// Six of juice and their deposits are 10.44.
  @Test
  void whatIsWorthMoreThanTheLimitIsTakenBackWithSomebodyOfTheShop() {
    Till strict = limited(1_043).does(Goods.scanned(Goods.JUICE, 6));
    strict.does(new Input.VoidLine(1));
    Problem asked = strict.sale().openProblems().getFirst();
    assertEquals(Problem.Code.VOID_LIMIT, asked.code());
    assertEquals(Optional.of(1), asked.line());
    strict.does("17", Goods.refuses(asked));
    assertEquals(1_044, strict.workstation().totals().orElseThrow().total().minor());
    strict
        .does(new Input.VoidLine(1))
        .does("17", Goods.approves(strict.sale().openProblems().getFirst()));
    assertEquals(0, strict.workstation().totals().orElseThrow().total().minor());
    assertTrue(strict.sale().lines().stream().allMatch(LineItem::voided));
  }

  @Test
  void anOperatorTakesBackAtOnceAndIsInTheDocument() {
    Till strict = limited(1_043).does(Goods.scanned(Goods.JUICE, 6));
    strict.does("17", new Input.VoidLine(1));
    assertTrue(strict.sale().lines().stream().allMatch(LineItem::voided));
    Problem done = strict.sale().problems().getFirst();
    assertEquals(Problem.Code.VOID_LIMIT, done.code());
    assertEquals("17", done.clearing().orElseThrow().operator());
    limited(1_044).does(Goods.scanned(Goods.JUICE, 6)).does(new Input.VoidLine(1));
  }

  @Test
  void makingALineSmallerIsNoWayAroundTheLimit() {
    Till strict = limited(500).does(Goods.scanned(Goods.JUICE, 6));
    refused(Reason.VOID_LIMIT, strict.hears(changes(1, "1")));
    strict.does(changes(1, "4")); // 3.48 less
    strict.does("17", changes(1, "1"));
  }

  // --- ages

  @Test
  void oneLookAtTheCustomerIsEnough() {
    till.does(Goods.scanned(Goods.BEER)).does(Goods.scanned(Goods.BEER));
    assertEquals(List.of("age-restricted 1"), open());
    till.does(Goods.scanned(Goods.BRANDY)).does(Goods.scanned(Goods.BRANDY));
    assertEquals(List.of("age-restricted 1", "age-restricted 5"), open());
    refused(Reason.PROBLEM_OPEN, till.hears(new Input.TakeTotal()));
    till.sells("pen", 199); // scanning goes on
    till.does("17", Goods.approves(till.sale().openProblems().getLast()));
    assertEquals(List.of(), open(), "who is 18 is 16");
    till.does(Goods.scanned(Goods.BRANDY)).does(Goods.scanned(Goods.BEER));
    assertEquals(List.of(), open());
    till.does(new Input.TakeTotal());
  }

  @Test
  void whoIsOldEnoughForBeerMayBeTooYoungForBrandy() {
    till.does(Goods.scanned(Goods.BEER)).does("17", Goods.approves(problem()));
    till.does(Goods.scanned(Goods.BRANDY)).does("17", Goods.refuses(problem()));
    assertEquals(List.of(99L, 25L), amounts());
    refused(Reason.AGE_RESTRICTED, till.hears(Goods.scanned(Goods.BRANDY)));
    till.does(Goods.scanned(Goods.BEER)).does(new Input.TakeTotal());
  }

  @Test
  void whoIsTooYoungForBrandyIsLookedAtForBeer() {
    till.does(Goods.scanned(Goods.BRANDY)).does(Goods.scanned(Goods.BEER));
    till.does("17", Goods.refuses(problem()));
    assertEquals(List.of(99L, 25L), amounts());
    assertEquals(List.of("age-restricted 2"), open());
  }

  @Test
  void whoIsTooYoungGetsNothingOfThatAge() {
    till.does(Goods.scanned(Goods.BEER)).does(Goods.scanned(Goods.BRANDY));
    till.sells("pen", 199).does(Goods.scanned(Goods.BEER, 2));
    till.does("17", Goods.refuses(problem()));
    assertEquals(List.of(199L), amounts(), "with its deposits");
    assertEquals(List.of(), open());
    till.does(new Input.TakeTotal());
  }

  @Test
  void nobodyHasToLookAtWhatWasPutBack() {
    till.does(Goods.scanned(Goods.BEER)).sells("pen", 199).does(new Input.VoidLine(1));
    assertEquals(List.of(), open());
    till.does(new Input.TakeTotal()).does(new Input.ResumeEntry());
    till.does(Goods.scanned(Goods.BEER));
    assertEquals(List.of("age-restricted 1"), open(), "the same look as before");
    till.does("17", Goods.approves(problem())).does(new Input.TakeTotal());
  }

  // --- recalls

  @Test
  void aRecalledItemIsTakenAwayAndLeavesNoLine() {
    refused(Reason.NO_TRANSACTION, till.hears(new Input.ReportRecalled()));
    till.sells("pen", 199);
    refused(Reason.NOT_FOR_SALE, till.hears(Goods.scanned(Goods.RECALLED)));
    till.does(new Input.ReportRecalled()).does(new Input.ReportRecalled());
    assertEquals(List.of("not-for-sale 0"), open());
    refused(Reason.PROBLEM_OPEN, till.hears(new Input.TakeTotal()));
    till.does("17", Goods.approves(problem()));
    till.does(new Input.ReportRecalled()).does("17", Goods.refuses(problem()));
    assertEquals(List.of(199L), amounts());
  }

  @Test
  void anybodyCanCallForHelpUntilTheDocumentIsFull() {
    till.sells("pen", 199);
    Verdict verdict = till.hears(new Input.CallAssistance());
    int calls = 0;
    while (verdict instanceof Verdict.Accepted) {
      calls++;
      String reason = "\"".repeat(500);
      till.does(reason, new Input.ClearProblem(problem().id(), Problem.Decision.APPROVED, reason));
      assertTrue(!DocumentBytes.isFull(till.sale()));
      verdict = till.hears(new Input.CallAssistance());
    }
    refused(Reason.TOO_MANY_LINES, verdict);
    assertTrue(calls > 50, calls + " calls");
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
  }

  @Test
  void taxesOfAnArticleAndItsDepositAreOfTheirOwnGroups() {
    till.does(Goods.scanned(Goods.JUICE, 4));
    List<Tax> taxes = till.workstation().totals().orElseThrow().taxes();
    // 100 * 19 / 119 = 15.97; 596 * 7 / 107 = 38.99
    assertEquals(
        List.of("A 16", "B 39"),
        Stream.of(taxes.get(0), taxes.get(1))
            .map(tax -> tax.group() + " " + tax.amount().minor())
            .toList());
  }
}
