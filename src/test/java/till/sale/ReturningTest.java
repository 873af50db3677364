package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Goods come back, and give back what was paid for them.
final class ReturningTest {

  private static final Input.TenderCash CASH = new Input.TenderCash(Optional.empty());

  /// 19 % in the price, 7 % in the price, 5 % and 8.875 % on top.
  private static final TaxTable RATES =
      new TaxTable(
          List.of(
              rate("A", "19", true),
              rate("B", "7", true),
              rate("X", "5", false),
              rate("Y", "8.875", false)));

  private static TaxRate rate(String group, String percent, boolean included) {
    return new TaxRate(group, new BigDecimal(percent), included, LocalDate.of(2000, 1, 1));
  }

  private static Shop shop(Currency currency) {
    return new Shop(currency, RATES, List.of("de"), "self", true);
  }

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static Item item(String itemId, long price, String group) {
    return Till.item(itemId, price, group);
  }

  private static Transaction paid(Till till) {
    return till.does(new Input.TakeTotal()).does(CASH).lastTransaction();
  }

  private static Transaction.Retail document(Transaction transaction) {
    return (Transaction.Retail) transaction.body();
  }

  private static Money total(Transaction transaction) {
    return document(transaction).totals().total();
  }

  private static void assertRefused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  /// A line of these amounts, as if discounts had made it.
  private static Till sold(Till till, String quantity, long regular, long paid, String group) {
    till.does(Till.enter(item("i", regular, group), new BigDecimal(quantity)));
    LineItem line = till.sale().lines().getLast();
    Money off = eur(paid).minus(line.extendedAmount());
    if (!off.isZero()) {
      till.knows(new Entry.LineChanged(discounted(line, off)));
    }
    return till;
  }

  private static LineItem discounted(LineItem line, Money off) {
    return new LineItem(
        line.n(),
        line.kind(),
        line.itemId(),
        line.description(),
        line.quantity(),
        line.unitOfMeasure(),
        line.regularUnitPrice(),
        line.actualUnitPrice(),
        line.extendedAmount().plus(off),
        line.taxGroup(),
        line.entryMethod(),
        line.scan(),
        line.voided(),
        line.taxRate(),
        line.weight(),
        List.of(new Adjustment(Adjustment.Code.TRANSACTION_DISCOUNT, off, "loyal", "17")),
        line.belongsTo(),
        line.returned());
  }

  /// Returns one after the other, each in a transaction of its own, and says what was paid out.
  private static List<Long> oneByOne(Till till, Transaction sale, int n, int times) {
    var amounts = new ArrayList<Long>();
    for (int i = 0; i < times; i++) {
      till.does(till.back(sale, n, "1"));
      amounts.add(-total(paid(till)).minor());
    }
    return amounts;
  }

  @Test
  void threeForTenComeBackOneByOneForTen() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 350, 1_000, "A"));
    assertEquals(List.of(333L, 333L, 334L), oneByOne(till, sale, 1, 3));
    assertRefused(Reason.ALREADY_RETURNED, till.hears(till.back(sale, 1, "1")));
  }

  /// 3 x 1.10 and 5 % on top of the sum: 3.30 * 5 % = 16.5, so 3.47. Each alone would be 1.10 and 6
  /// cents: 3.48.
  @Test
  void aTaxOnTopComesBackAsItWasChargedAndNotOnceMoreRounded() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 110, 330, "X"));
    assertEquals(eur(347), total(sale));
    assertEquals(List.of(115L, 116L, 116L), oneByOne(till, sale, 1, 3));
  }

  /// 10.00 * 19 / 119 = 1.5966: 1.60 in the sale; of the parts 0.53, 0.53 and 0.54.
  @Test
  void aTaxInThePriceIsTakenBackAsItWasCharged() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 350, 1_000, "A"));
    var taxes = new ArrayList<Long>();
    for (int i = 0; i < 3; i++) {
      till.does(till.back(sale, 1, "1"));
      taxes.add(document(paid(till)).totals().taxes().getFirst().amount().minor());
    }
    assertEquals(List.of(-53L, -53L, -54L), taxes);
  }

  @Test
  void aDiscountComesBackInProportion() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 350, 1_000, "A"));
    till.does(till.back(sale, 1, "1"));
    LineItem back = till.sale().lines().getFirst();
    assertEquals(eur(350), back.regularUnitPrice());
    assertEquals(
        List.of(new Adjustment(Adjustment.Code.TRANSACTION_DISCOUNT, eur(17), "loyal", "17")),
        back.adjustments());
    assertEquals(eur(-333), back.extendedAmount());
  }

  @Test
  void whatComesBackKeepsTheRateItWasSoldAt() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "1", 119, 119, "A"));
    till.does(till.back(sale, 1, "1"));
    LineItem back = till.sale().lines().getFirst();
    assertEquals(LineItem.Kind.RETURN, back.kind());
    assertEquals(Optional.of(new LineRate(new BigDecimal("19"), true)), back.taxRate());
    assertEquals(
        Optional.of(new ReturnedLine(sale.transactionId(), 1, Optional.of(eur(-19)))),
        back.returned());
    assertEquals(List.of(new Link(Link.Kind.RETURN, sale.transactionId())), till.sale().links());
  }

  @Test
  void noMoreComesBackThanWasSoldAlsoOfWhatIsOpenOrWaits() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 100, 300, "A"));
    till.does(till.back(sale, 1, "1"));
    assertRefused(Reason.ALREADY_RETURNED, till.hears(till.back(sale, 1, "3")));
    till.does(till.back(sale, 1, "1")).does(new Input.SuspendTransaction());
    assertRefused(Reason.ALREADY_RETURNED, till.hears(till.back(sale, 1, "2")));
    till.does(till.back(sale, 1, "1"));
    paid(till);
    till.does(new Input.RetrieveTransaction(Optional.empty(), 7));
    assertEquals(eur(-200), total(paid(till)));
    assertRefused(Reason.ALREADY_RETURNED, till.hears(till.back(sale, 1, "1")));
  }

  @Test
  void aReturnThatIsTakenBackMayComeAgain() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 667, 2_000, "A"));
    till.does(till.back(sale, 1, "1")).does(till.back(sale, 1, "1")).does(new Input.VoidLine(1));
    assertEquals(eur(-667), till.workstation().totals().orElseThrow().total());
    till.does(till.back(sale, 1, "2"));
    assertEquals(eur(-2_000), total(paid(till)));
  }

  /// The cent of three that cost one comes with the last of them; a second last then brings none,
  /// and takes none.
  @Test
  void whatComesBackNeverCostsTheCustomer() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 10, 1, "A"));
    for (int i = 0; i < 3; i++) {
      till.does(till.back(sale, 1, "1"));
    }
    till.does(new Input.VoidLine(1)).does(new Input.VoidLine(2)).does(till.back(sale, 1, "1"));
    assertEquals(eur(0), till.sale().lines().getLast().extendedAmount());
    assertEquals(eur(-1), till.workstation().totals().orElseThrow().total());
  }

  @Test
  void whereNobodySaysWhatComesBackAllIsThatIsLeft() {
    Till till = Till.open(shop(Till.EUR)).by("17").sells("1", 119).sells("2", 200);
    Transaction sale = paid(till);
    till.does(till.back(sale, 2, "1"));
    paid(till);
    till.does(new Input.ReturnLines(till.original(sale), List.of(), 7));
    assertEquals(eur(-119), total(paid(till)));
    assertRefused(
        Reason.ALREADY_RETURNED,
        till.hears(new Input.ReturnLines(till.original(sale), List.of(), 7)));
  }

  @Test
  void aDepositComesBackWithItsArticle() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    till.does(Till.enter(item("water", 79, "B"), new BigDecimal("6")));
    LineItem water = till.sale().lines().getFirst();
    till.knows(new Entry.LineAdded(deposit(water, 25)));
    Transaction sale = paid(till);
    till.does(till.back(sale, 1, "2"));
    LineItem refund = till.sale().lines().getLast();
    assertEquals(LineItem.Kind.DEPOSIT_REFUND, refund.kind());
    assertEquals(eur(-50), refund.extendedAmount());
    assertEquals(Optional.of(1), refund.belongsTo());
    assertRefused(Reason.NOT_RETURNABLE, till.hears(till.back(sale, 2, "1")));
    till.does(new Input.VoidLine(1));
    assertTrue(till.sale().lines().stream().allMatch(LineItem::voided));
    till.does(till.back(sale, 1, "6"));
    assertEquals(eur(-(6 * 79 + 6 * 25)), total(paid(till)));
  }

  private static LineItem deposit(LineItem article, long each) {
    return new LineItem(
        article.n() + 1,
        LineItem.Kind.DEPOSIT,
        "bottle",
        "Pfand",
        article.quantity(),
        "EA",
        eur(each),
        eur(each),
        eur(each).times(article.quantity()),
        "A",
        EntryMethod.KEYED,
        Optional.empty(),
        false,
        Optional.of(new LineRate(new BigDecimal("19"), true)),
        Optional.empty(),
        List.of(),
        Optional.of(article.n()),
        Optional.empty());
  }

  @Test
  void piecesComeBackWhole() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    Transaction sale = paid(sold(till, "3", 100, 300, "A"));
    for (String quantity : List.of("0", "-1", "0.5", "10000")) {
      assertRefused(Reason.QUANTITY_INVALID, till.hears(till.back(sale, 1, quantity)));
    }
    assertRefused(Reason.NO_SUCH_LINE, till.hears(till.back(sale, 2, "1")));
  }

  @Test
  void whatACustomerBringsBackWaitsForSomebody() {
    Till till = Till.open(shop(Till.EUR)).sells("1", 119);
    Transaction sale = paid(till);
    till.does(till.back(sale, 1, "1"));
    assertRefused(Reason.PROBLEM_OPEN, till.hears(new Input.TakeTotal()));
    Problem problem = till.sale().openProblems().getFirst();
    assertEquals(Problem.Code.RETURN_CHECK, problem.code());
    till.by("17").does(new Input.ClearProblem(problem.id(), Problem.Decision.REFUSED, "not ours"));
    assertRefused(Reason.NOTHING_TO_PAY, till.hears(new Input.TakeTotal()));
    till.does(till.back(sale, 1, "1"));
    assertEquals(eur(-119), total(paid(till)));
    assertEquals(
        List.of("17", "17"),
        document(till.lastTransaction()).problems().stream()
            .map(each -> each.clearing().orElseThrow().operator())
            .toList());
  }

  @Test
  void whatSomebodyTookBackStaysWhenTheCustomersIsRefused() {
    Till till = Till.open().sells("1", 119).sells("2", 300).sells("3", 50);
    Transaction sale = paid(till);
    till.does(till.back(sale, 1, "1")).does("17", till.back(sale, 2, "1"));
    till.does(till.back(sale, 3, "1"));
    List<Problem> open = till.sale().openProblems();
    assertEquals(
        List.of(Optional.of(1), Optional.of(3)), open.stream().map(Problem::line).toList());
    for (Problem problem : open) {
      till.does("17", new Input.ClearProblem(problem.id(), Problem.Decision.REFUSED, "not ours"));
    }
    assertEquals(
        List.of(true, false, true), till.sale().lines().stream().map(LineItem::voided).toList());
  }

  @Test
  void anEvenExchangeEndsWithoutMoney() {
    Till till = Till.open(shop(Till.EUR)).by("17").sells("1", 119);
    Transaction sale = paid(till);
    till.does(till.back(sale, 1, "1")).sells("2", 119).does(new Input.TakeTotal());
    Transaction.Retail exchange = document(till.lastTransaction());
    assertEquals(Transaction.Status.COMPLETED, exchange.status());
    assertEquals(List.of(), exchange.tenders());
    assertEquals(eur(238), till.lastTransaction().grandTotals().sales());
    assertEquals(eur(119), till.lastTransaction().grandTotals().returns());
  }

  @Test
  void whatIsOwedToTheCustomerGoesToACardOrOutOfTheDrawer() {
    Till till = Till.open(shop(Till.EUR)).by("17").sells("1", 500);
    Transaction sale = paid(till);
    till.does(till.back(sale, 1, "1")).sells("2", 200).does(new Input.TakeTotal());
    till.does(new Input.TenderCard(Optional.of(eur(100))));
    PaymentAttempt refund = till.sale().attempt().orElseThrow();
    assertEquals(PaymentAttempt.Kind.REFUND, refund.purpose());
    assertEquals(eur(100), refund.amount());
    till.answers(till.settled());
    assertRefused(Reason.REFUND_IS_FINAL, till.hears(new Input.CancelTransaction()));
    till.effects.clear();
    till.does(CASH);
    assertEquals(List.of(new Effect.OpenDrawer()), till.effects);
    assertEquals(
        List.of(eur(-100), eur(-200)),
        document(till.lastTransaction()).tenders().stream().map(Tender::amount).toList());
  }

  /// Complaint: odoo #96721 and five more.
  @Test
  void refundsRoundAsTheirSalesDid() {
    Currency chf = Currency.getInstance("CHF");
    for (long price : List.of(1_001L, 1_002L, 1_003L, 1_007L, 1_008L, 2L, 3L)) {
      Till till = Till.open(shop(chf)).by("17");
      till.does(Till.enter(Till.item("1", new Money(price, chf), "A")));
      Transaction sale = paid(till);
      till.does(till.back(sale, 1, "1"));
      Transaction back = paid(till);
      assertEquals(total(sale).negated(), total(back), price + " rappen");
      assertEquals(
          document(sale).totals().rounding().negated(), document(back).totals().rounding());
      assertEquals(
          document(sale).totals().taxes().getFirst().amount().negated(),
          document(back).totals().taxes().getFirst().amount());
    }
  }

  @Test
  void withoutASaleSomebodySaysWhatIsGivenForIt() {
    Till till = Till.open(shop(Till.EUR));
    var blind =
        new Input.ReturnItem(
            item("1", 199, "A"),
            new BigDecimal("2"),
            Optional.of(eur(150)),
            false,
            EntryMethod.KEYED,
            Optional.empty(),
            "no receipt",
            7);
    assertRefused(Reason.ATTENDANT_NEEDED, till.hears(blind));
    till.by("17").does(blind);
    LineItem back = till.sale().lines().getFirst();
    assertEquals(eur(-300), back.extendedAmount());
    assertEquals(eur(199), back.regularUnitPrice());
    assertEquals(
        List.of(new Adjustment(Adjustment.Code.PRICE_OVERRIDE, eur(98), "no receipt", "17")),
        back.adjustments());
    assertEquals(eur(-300), total(paid(till)));
    assertEquals(
        "no receipt",
        document(till.lastTransaction()).problems().getFirst().clearing().orElseThrow().reason());
  }

  @Test
  void emptiesBringTheirDeposit() {
    Till till = Till.open(shop(Till.EUR)).by("17");
    till.does(
        new Input.ReturnItem(
            item("bottle", 25, "A"),
            new BigDecimal("12"),
            Optional.empty(),
            true,
            EntryMethod.SCANNED,
            Optional.empty(),
            "",
            7));
    assertEquals(LineItem.Kind.DEPOSIT_REFUND, till.sale().lines().getFirst().kind());
    assertEquals(eur(-300), total(paid(till)));
  }

  @Test
  void whatWasNoSaleCannotComeBack() {
    Till till = Till.open(shop(Till.EUR)).by("17").sells("1", 119);
    till.does(new Input.CancelTransaction());
    assertRefused(Reason.NOT_A_SALE, till.hears(till.back(till.lastTransaction(), 1, "1")));
  }

  /// Any sale, of which any parts come back in any order, some of them taken back again before they
  /// count, until nothing is left.
  @Test
  void whateverPartsComeBackTogetherTheyGiveWhatWasPaid() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < Integer.getInteger("tilld.returns", 100); round++) {
      Till till = Till.open(shop(Till.EUR)).by("17");
      int lines = 1 + random.nextInt(5);
      for (int n = 1; n <= lines; n++) {
        int pieces = 1 + random.nextInt(7);
        long price = random.nextInt(2_000);
        long paid =
            random.nextInt(3) == 0 ? (long) (price * pieces * random.nextDouble()) : price * pieces;
        String group = List.of("A", "B", "X", "Y").get(random.nextInt(4));
        sold(till, Integer.toString(pieces), price, paid, group);
      }
      till.does(new Input.TakeTotal());
      if (till.workstation().state().sale().isPresent()) {
        till.does(CASH);
      }
      comesBackWhole(till, random, "seed " + seed + ", round " + round);
    }
  }

  private static void comesBackWhole(Till till, Random random, String what) {
    Transaction sale = till.lastTransaction();
    long paid = total(sale).minor();
    long given = 0;
    while (!left(till, sale).isEmpty()) {
      int parts = 1 + random.nextInt(3);
      for (int i = 0; i < parts && !left(till, sale).isEmpty(); i++) {
        List<Returned> left = left(till, sale);
        Returned some = left.get(random.nextInt(left.size()));
        int pieces = 1 + random.nextInt(some.quantity().intValueExact());
        till.does(till.back(sale, some.line(), Integer.toString(pieces)));
        if (random.nextInt(4) == 0) {
          till.does(
              new Input.VoidLine(1 + random.nextInt(till.sale().lines().size())),
              Reason.ALREADY_VOIDED);
        }
      }
      if (till.sale().lines().stream().allMatch(LineItem::voided)) {
        till.does(new Input.CancelTransaction());
        continue;
      }
      till.does(new Input.TakeTotal());
      if (till.workstation().state().sale().isPresent()) {
        till.does(CASH);
      }
      given -= total(till.lastTransaction()).minor();
      assertTrue(given <= paid, () -> what);
    }
    assertEquals(paid, given, what);
    for (Returned part : till.original(sale).returned()) {
      assertTrue(!part.amount().isNegative(), what);
    }
    assertEquals(
        document(sale).totals().taxes().stream().mapToLong(tax -> tax.amount().minor()).sum(),
        till.original(sale).returned().stream().mapToLong(part -> part.tax().minor()).sum(),
        what);
  }

  /// So much of each line has not come back.
  private static List<Returned> left(Till till, Transaction sale) {
    var left = new ArrayList<Returned>();
    Original original = till.original(sale);
    for (LineItem line : document(sale).lines()) {
      BigDecimal back =
          Stream.concat(
                  original.returned().stream(),
                  till.workstation().state().sale().stream()
                      .flatMap(open -> Returned.in(open.lines())))
              .filter(part -> part.line() == line.n())
              .map(Returned::quantity)
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      BigDecimal rest = line.quantity().subtract(back);
      if (rest.signum() > 0) {
        left.add(new Returned("", line.n(), rest, eur(0), eur(0)));
      }
    }
    return left;
  }
}
