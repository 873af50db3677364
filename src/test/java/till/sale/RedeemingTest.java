package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What a coupon takes off, and who has to look at it.
final class RedeemingTest {

  private static final String COUPON = "9900000001230";
  private static final String ANOTHER = "9900000001247";

  private final Till till = Till.open();

  private static Input.EnterCoupon coupon(String code, long amount) {
    return new Input.EnterCoupon(code, new Money(amount, Till.EUR));
  }

  private static void refused(Reason reason, Verdict verdict) {
    assertEquals(reason, assertInstanceOf(Verdict.Refused.class, verdict).reason());
  }

  private List<Long> amounts() {
    return till.sale().lines().stream().map(line -> line.extendedAmount().minor()).toList();
  }

  private long due() {
    return till.workstation().totals().orElseThrow().due().minor();
  }

  private Problem check() {
    return till.sale().openProblems().getFirst();
  }

  private static Transaction.Retail document(Till till) {
    return (Transaction.Retail) till.lastTransaction().body();
  }

  /// 1.00 off 3.33, 3.33 and 3.34, of two tax groups: the last has the largest remainder.
  @Test
  void aCouponComesOffAllGoodsByWhatEachCosts() {
    till.sells("a", 333).does(Till.enter(Till.item("b", 333, "B"))).sells("c", 334);
    till.does(coupon(COUPON, 100));
    assertEquals(List.of(300L, 300L, 300L), amounts());
    assertEquals(
        new Adjustment(Adjustment.Code.COUPON, new Money(-33, Till.EUR), COUPON, "self"),
        till.sale().lines().getFirst().adjustments().getFirst());
    assertEquals("coupon", Adjustment.Code.COUPON.wireName());
    assertEquals(
        List.of(600L, 300L),
        till.workstation().totals().orElseThrow().taxes().stream()
            .map(tax -> tax.taxable().plus(tax.amount()).minor())
            .toList());
  }

  @Test
  void somebodyLooksAtItBeforeTheTotalIsTaken() {
    till.sells("a", 500).does(coupon(COUPON, 100)).sells("b", 50);
    assertEquals(Problem.Code.COUPON_CHECK, check().code());
    assertEquals(Problem.Level.DEFERRED, check().code().level());
    assertEquals(Optional.of(COUPON), check().coupon());
    refused(Reason.PROBLEM_OPEN, till.hears(new Input.TakeTotal()));
    refused(Reason.ATTENDANT_NEEDED, till.hears(Goods.approves(check())));
    till.does("17", Goods.approves(check())).does(new Input.TakeTotal());
    assertEquals(450, due());
    till.does(new Input.TenderCash(Optional.empty()));
    Problem looked = document(till).problems().getFirst();
    assertEquals(Optional.of(COUPON), looked.coupon());
    assertEquals("17", looked.clearing().orElseThrow().operator());
    assertEquals(
        -100,
        till.workstation().state().day().orElseThrow().discounts().minor(),
        "it is a discount of the day");
  }

  @Test
  void whatIsRefusedIsTakenAwayAndStaysSo() {
    till.sells("a", 333).sells("b", 667).does(coupon(COUPON, 100)).does(coupon(ANOTHER, 50));
    till.does("17", Goods.refuses(check()));
    assertEquals(List.of(316L, 634L), amounts()); // 300 and 600 less 17 and 33, and 33 and 67 back
    assertEquals(1, till.sale().openProblems().size());
    refused(Reason.COUPON_TAKEN, till.hears(coupon(COUPON, 100)));
    refused(Reason.COUPON_TAKEN, till.hears("17", coupon(COUPON, 100)));
    till.does("17", Goods.refuses(check())).does(new Input.TakeTotal());
    assertEquals(1_000, due());
    assertTrue(till.sale().lines().stream().allMatch(line -> line.adjustments().isEmpty()));
  }

  @Test
  void whoEntersItForTheCustomerHasLooked() {
    till.sells("a", 500).does("17", coupon(COUPON, 100));
    assertEquals(List.of(), till.sale().openProblems());
    assertEquals("17", till.sale().problems().getFirst().clearing().orElseThrow().operator());
    assertEquals("17", till.sale().lines().getFirst().adjustments().getFirst().operator());
    till.does(new Input.TakeTotal());
    assertEquals(400, due());
  }

  @Test
  void thereAreGoodsFirst() {
    refused(Reason.COUPON_BEFORE_GOODS, till.hears(coupon(COUPON, 100)));
    assertTrue(till.workstation().state().sale().isEmpty());
    till.sells("a", 500).does(new Input.VoidLine(1));
    refused(Reason.COUPON_BEFORE_GOODS, till.hears(coupon(COUPON, 100)));
    till.does(new Input.CancelTransaction()).does(new Input.PauseLane());
    refused(Reason.LANE_NOT_READY, till.hears(coupon(COUPON, 100)));
  }

  /// Deposits cost what they cost.
  @Test
  void aCouponIsWorthNoMoreThanThereIsToPay() {
    till.does(Goods.scanned(Goods.JUICE));
    refused(Reason.COUPON_TOO_LARGE, till.hears(coupon(COUPON, 150)));
    refused(Reason.BAD_LABEL, till.hears(coupon(COUPON, 0)));
    till.does(coupon(COUPON, 149));
    assertEquals(List.of(0L, 25L), amounts());
    refused(Reason.COUPON_BEFORE_GOODS, till.hears(coupon(ANOTHER, 1)));
    assertEquals(List.of(0L, 25L), amounts());
  }

  @Test
  void whatComesBackLeavesLessToPay() {
    till.sells("a", 300).does(new Input.TakeTotal()).does(new Input.TenderCash(Optional.empty()));
    Input.ReturnLines back = till.back(till.lastTransaction(), 1, "1");
    till.sells("b", 400).does("17", back);
    refused(Reason.COUPON_TOO_LARGE, till.hears(coupon(COUPON, 101)));
    till.does(coupon(COUPON, 100));
    assertEquals(0, due());
  }

  @Test
  void theSameCouponCountsOnce() {
    till.sells("a", 500).does(coupon(COUPON, 100));
    refused(Reason.COUPON_TAKEN, till.hears(coupon(COUPON, 100)));
    till.does("17", Goods.approves(check()));
    refused(Reason.COUPON_TAKEN, till.hears(coupon(COUPON, 100)));
    assertEquals(400, due());
  }

  /// As with each discount on all: nothing of it passes to other goods.
  @Test
  void aLineThatGoesTakesItsShareAlong() {
    till.sells("a", 300).sells("b", 100).does(coupon(COUPON, 200));
    assertEquals(List.of(150L, 50L), amounts());
    till.does(new Input.VoidLine(1));
    assertEquals(50, due());
    till.does("17", Goods.refuses(check()));
    assertEquals(100, due());
    assertEquals(150, amounts().getFirst(), "a voided line keeps its amounts");
  }

  @Test
  void aCouponWhoseGoodsHaveAllGoneAsksForNobodyAndMayBeEnteredAnew() {
    till.sells("a", 300).does(coupon(COUPON, 200)).does(new Input.VoidLine(1)).sells("b", 250);
    assertEquals(List.of(), till.sale().openProblems());
    till.does(coupon(COUPON, 200));
    assertEquals(50, due());
    assertEquals(1, till.sale().problems().size());
    till.does("17", Goods.approves(check())).does(new Input.VoidLine(2)).sells("c", 300);
    till.does(coupon(COUPON, 200)).does(new Input.TakeTotal());
    assertEquals(100, due(), "somebody has looked already");
  }

  /// 5.00, less 1.00, then 3.00 by a person, then 10 %, which is 0.30.
  @Test
  void aPriceThatSomebodyHasNamedHoldsWithTheCouponAndWithout() {
    till.sells("a", 500).does(coupon(COUPON, 100)).does("17", Goods.cuts(1, Goods.price(300)));
    till.does("17", Goods.cuts(1, Goods.percent("10"))).does("17", Goods.refuses(check()));
    LineItem line = till.sale().lines().getFirst();
    assertEquals(270, line.extendedAmount().minor());
    assertEquals(
        List.of(-200L, -30L),
        line.adjustments().stream().map(made -> made.amount().minor()).toList());
  }

  @Test
  void aPriceThatTheCouponHadMadeADifferenceToIsNoChangeWithoutIt() {
    till.sells("a", 500).does(coupon(COUPON, 100)).does("17", Goods.cuts(1, Goods.price(500)));
    till.does("17", Goods.refuses(check()));
    assertEquals(List.of(), till.sale().lines().getFirst().adjustments());
    assertEquals(500, due());
  }

  @Test
  void itWaitsWithASuspendedSaleAndComesBackInParts() {
    till.does(Goods.scanned(Till.item("a", 100, "A"), 3)).does(coupon(COUPON, 50));
    till.does(new Input.SuspendTransaction());
    till.does(new Input.RetrieveTransaction(Optional.empty(), 7));
    refused(Reason.PROBLEM_OPEN, till.hears(new Input.TakeTotal()));
    refused(Reason.COUPON_TAKEN, till.hears(coupon(COUPON, 50)));
    till.does("17", Goods.approves(check())).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    till.does("17", till.back(till.lastTransaction(), 1, "1"));
    LineItem back = till.sale().lines().getFirst();
    assertEquals(-83, back.extendedAmount().minor());
    assertEquals(
        List.of(new Adjustment(Adjustment.Code.COUPON, new Money(17, Till.EUR), COUPON, "self")),
        back.adjustments());
    till.sells("b", 300).does(coupon(COUPON, 50)); // which came back is another sale's
    assertEquals(250 - 83, due());
  }

  @Test
  void aLineTakesNoMoreThanSoManyCoupons() {
    till.sells("a", 500);
    for (int i = 0; i < Workstation.ADJUSTMENTS_MAX; i++) {
      till.does(coupon(new BigDecimal(COUPON).add(BigDecimal.valueOf(i)).toString(), 1));
    }
    refused(Reason.TOO_MANY_ADJUSTMENTS, till.hears(coupon("9900000009991", 1)));
    assertEquals(Workstation.ADJUSTMENTS_MAX, till.sale().openProblems().size());
  }

  @Test
  void nothingIsTakenOffOnceTheTotalIsTaken() {
    till.sells("a", 500).does(new Input.TakeTotal());
    refused(Reason.LINES_LOCKED, till.hears(coupon(COUPON, 100)));
    till.does(new Input.ResumeEntry()).does(new Input.CallAssistance());
    refused(Reason.PROBLEM_OPEN, till.hears(coupon(COUPON, 100)));
  }
}
