package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a day's report says beside its turnover, worked out by hand.
final class CorrectionsTest {

  private static final CountedSum NONE = sum(0, 0);

  private Till till = Till.open();

  @BeforeEach
  void anAttendantServes() {
    till = Till.open().by("17");
  }

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static CountedSum sum(int count, long amount) {
    return new CountedSum(count, eur(amount));
  }

  private Transaction paid() {
    till.does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    return till.lastTransaction();
  }

  private Corrections corrections() {
    DayTotals day = till.workstation().state().day().orElseThrow();
    Corrections corrections = day.corrections().orElseThrow();
    assertEquals(
        day.discounts(),
        corrections
            .lineDiscounts()
            .amount()
            .plus(corrections.transactionDiscounts().amount())
            .plus(corrections.coupons().amount()));
    return corrections;
  }

  /// 10.00 for 8.00, less 10 % of that; 5.00 less 1.00; of all 11.20 another 1.12.
  private Transaction discounted() {
    till.sells("1", 1_000).sells("2", 500);
    till.does(Goods.cuts(1, Goods.price(800))).does(Goods.cuts(1, Goods.percent("10")));
    till.does(Goods.cuts(2, Goods.amount(100))).does(Goods.cuts(Goods.percent("10")));
    return paid();
  }

  @Test
  void changedPricesAreCountedByLinesAndDiscountsOnAllBySales() {
    discounted();
    assertEquals(
        new Corrections(
            sum(1, -200), sum(2, -180), sum(1, -112), NONE, NONE, NONE, eur(0), eur(0), 0),
        corrections());
  }

  @Test
  void whatIsUndoneIsTakenOffAgain() {
    discounted();
    till.does(new Input.PostVoid(till.original()));
    assertEquals(
        new Corrections(NONE, NONE, NONE, NONE, NONE, NONE, eur(0), eur(-1_008), 0), corrections());
  }

  /// Three for 9.00 less 10 %: one of them brings 2.70, and 0.30 of the discount.
  @Test
  void aReturnGivesItsPartOfADiscountBackAndIsNoDiscount() {
    till.does(Till.enter(Till.item("1", 300, "A"), new BigDecimal("3")));
    till.does(Goods.cuts(1, Goods.percent("10")));
    Transaction sale = paid();
    till.does(till.back(sale, 1, "1"));
    paid();
    assertEquals(
        new Corrections(NONE, sum(1, -60), NONE, NONE, NONE, sum(1, 270), eur(0), eur(0), 0),
        corrections());
    till.does(new Input.PostVoid(till.original()));
    assertEquals(
        new Corrections(NONE, sum(1, -90), NONE, NONE, NONE, NONE, eur(0), eur(270), 0),
        corrections());
  }

  /// 0.90 off two lines of 3.00 and 6.00, and 0.40 off what they cost then: 2.70 and 5.40. The
  /// second line is worth 5.13 after both, and gives them back with what comes back.
  @Test
  void aCouponIsCountedOnceInASaleWhateverNumberOfLinesItWasSpreadOver() {
    till.sells("1", 300).sells("2", 600);
    till.does(new Input.EnterCoupon("9900000001230", eur(90)));
    till.does(new Input.EnterCoupon("9900000001247", eur(40)));
    Transaction sale = paid();
    assertEquals(
        new Corrections(NONE, NONE, NONE, sum(2, -130), NONE, NONE, eur(0), eur(0), 0),
        corrections());
    till.does(till.back(sale, 2, "1"));
    Transaction back = paid();
    assertEquals(
        new Corrections(NONE, NONE, NONE, sum(2, -43), NONE, sum(1, 513), eur(0), eur(0), 0),
        corrections());
    till.does(new Input.PostVoid(till.original(back)));
    till.does(new Input.PostVoid(till.original(sale)));
    assertEquals(
        new Corrections(NONE, NONE, NONE, NONE, NONE, NONE, eur(0), eur(513 - 770), 0),
        corrections());
  }

  @Test
  void linesThatGoAndSalesThatAreGivenUpAreWorthWhatTheyWouldHaveCost() {
    till.sells("1", 100).sells("2", 250).does(new Input.VoidLine(2));
    paid();
    till.sells("3", 70).sells("4", 30).does(new Input.VoidLine(1)).sells("5", 5);
    till.does(new Input.CancelTransaction());
    assertEquals(
        new Corrections(NONE, NONE, NONE, NONE, sum(2, 320), NONE, eur(35), eur(0), 0),
        corrections());
  }

  @Test
  void whatWaitsIsCountedOnceItHasGoneOn() {
    till.sells("1", 100).sells("2", 250).does(new Input.VoidLine(2));
    till.does(Goods.cuts(1, Goods.amount(10))).does(new Input.SuspendTransaction());
    assertEquals(
        new Corrections(NONE, NONE, NONE, NONE, NONE, NONE, eur(0), eur(0), 0), corrections());
    till.does(new Input.RetrieveTransaction(Optional.empty(), 7));
    paid();
    assertEquals(
        new Corrections(NONE, sum(1, -10), NONE, NONE, sum(1, 250), NONE, eur(0), eur(0), 0),
        corrections());
  }

  @Test
  void copiesAreCountedAndOpenedDrawersAreNot() {
    till.sells("1", 100);
    String sale = paid().transactionId();
    till.does(new Input.CopyReceipt(sale, 1)).does(new Input.CopyReceipt(sale, 1));
    till.does(new Input.OpenDrawer("change for a customer"));
    assertEquals(2, corrections().copies());
    assertEquals(1, till.workstation().state().day().orElseThrow().noSales());
  }

  /// A day that was begun by an older version does not begin to count in its middle.
  @Test
  void aDayThatWasBegunWithoutThemHasNone() {
    till.sells("1", 100);
    DayTotals day = till.workstation().state().day().orElseThrow();
    var without =
        new DayTotals(
            day.openedAt(),
            day.firstSequence(),
            day.lastSequence(),
            day.transactions(),
            day.noSales(),
            day.sales(),
            day.returns(),
            day.discounts(),
            day.rounding(),
            day.taxes(),
            day.tenders(),
            day.cash(),
            Optional.empty());
    Transaction sale = paid();
    GrandTotals before = GrandTotals.zero(Till.EUR);
    assertEquals(Optional.empty(), without.with(sale, before).corrections());
    assertEquals(1, without.with(sale, before).transactions().completed());
  }
}
