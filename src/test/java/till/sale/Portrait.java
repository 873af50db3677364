package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import till.sale.Picture.Asked;
import till.sale.Picture.Bill;
import till.sale.Picture.Booked;
import till.sale.Picture.Cut;
import till.sale.Picture.Exercise;
import till.sale.Picture.From;
import till.sale.Picture.Good;
import till.sale.Picture.Job;
import till.sale.Picture.Line;
import till.sale.Picture.Owed;
import till.sale.Picture.Paid;
import till.sale.Picture.Trouble;
import till.sale.Picture.Undo;

/// A picture is taken of a till as it is, and of what its documents say.
final class Portrait {

  private Portrait() {}

  /// The till as it is.
  static Picture of(TillState state) {
    var picture = new Picture();
    picture.lane = state.lane().name();
    picture.day = state.businessDay();
    picture.sequence = state.sequence();
    picture.operator = state.operator().orElse("");
    picture.bill = state.sale().map(Portrait::bill);
    state.suspended().forEach(each -> picture.waiting.add(bill(each.sale())));
    state.printJobs().forEach(job -> picture.jobs.add(new Job(job.jobId(), job.state().name())));
    picture.exercise = state.training().map(each -> new Exercise(each.id(), !each.isOn()));
    return picture;
  }

  private static Bill bill(RetailTransaction sale) {
    var bill = new Bill(sale.transactionId());
    bill.status = sale.status().name();
    sale.lines().forEach(line -> bill.lines.add(line(line)));
    sale.tenders().forEach(tender -> bill.paid.add(paid(tender)));
    sale.problems().forEach(problem -> bill.troubles.add(trouble(problem)));
    sale.links().forEach(link -> bill.links.add(link(link)));
    bill.rounding = sale.rounding().map(Money::minor).orElse(0L);
    bill.asked = sale.attempt().map(Portrait::asked);
    bill.attempts = sale.attempts();
    bill.leaving = sale.leaving().map(Leaving::name).orElse("");
    bill.onScale = sale.unweighed().map(what -> good(what.item(), what.deposit()));
    bill.undo = sale.undoes().map(Portrait::undo);
    bill.language = sale.language().orElse("");
    bill.receipt = sale.receipt().map(ReceiptChoice::name).orElse("");
    return bill;
  }

  static Good good(Item item, Optional<Item> deposit) {
    return new Good(
        item.itemId(),
        item.unitPrice().minor(),
        item.taxGroup(),
        item.forSale(),
        item.ageClass().orElse(0),
        item.quantityLimit().orElse(0),
        item.weighed() ? thousandths(item.tare()) : -1,
        deposit.map(charged -> good(charged, Optional.empty())));
  }

  static Line line(LineItem line) {
    Line sold = known(line);
    return sold.voided() ? sold.gone() : sold;
  }

  /// A voided line may not know its rate: a document does not say it.
  private static Line known(LineItem line) {
    Optional<LineRate> rate = line.taxRate();
    return new Line(
        line.itemId(),
        line.kind().name(),
        thousandths(line.quantity()),
        line.regularUnitPrice().minor(),
        line.extendedAmount().minor(),
        line.taxGroup(),
        rate.map(known -> hundredths(known.percent())).orElse(-1L),
        rate.filter(LineRate::included).isPresent(),
        line.voided(),
        line.belongsTo().orElse(0),
        line.returned()
            .map(from ->
                new From(from.transactionId(), from.line(), from.tax().orElseThrow().minor())),
        cuts(line),
        line.weight().isPresent(),
        line.ageClass().orElse(0));
  }

  private static List<Cut> cuts(LineItem line) {
    return line.adjustments().stream()
        .map(each -> line.kind() == LineItem.Kind.SALE ? cut(each) : Cut.UNKNOWN)
        .toList();
  }

  private static Cut cut(Adjustment adjustment) {
    String what =
        switch (adjustment.code()) {
          case PRICE_OVERRIDE -> Cut.PRICE;
          case DISCOUNT, TRANSACTION_DISCOUNT -> "";
          case COUPON -> adjustment.reason();
        };
    return new Cut(what, adjustment.amount().minor());
  }

  static String link(Link link) {
    return link.kind() + " " + link.transactionId();
  }

  static long hundredths(BigDecimal percent) {
    return percent.movePointRight(2).longValueExact();
  }

  static long thousandths(BigDecimal quantity) {
    return quantity.movePointRight(3).longValueExact();
  }

  static Paid paid(Tender tender) {
    return new Paid(
        tender.type().name(),
        tender.amount().minor(),
        tender.reverses().orElse(0),
        tender.authorization().filter(Portrait::isNumbered).isPresent());
  }

  private static boolean isNumbered(Authorization word) {
    return !word.receiptNumber().isBlank();
  }

  private static Undo undo(Undoing undoing) {
    return new Undo(
        undoing.transactionId(),
        undoing.tenders().stream().map(each -> new Owed(each.n(), paid(each))).toList());
  }

  private static Trouble trouble(Problem problem) {
    return new Trouble(
        problem.id(),
        problem.code().name(),
        problem.line().orElse(0),
        problem.clearing().map(how -> how.decision().name()).orElse(""),
        problem.coupon().orElse(""));
  }

  private static Asked asked(PaymentAttempt attempt) {
    return new Asked(
        attempt.attemptId(),
        attempt.purpose().name(),
        attempt.amount().minor(),
        attempt.state().name(),
        attempt.reverses().orElse(0),
        attempt.approved().map(Portrait::booked));
  }

  static Booked booked(PaymentOutcome.Booking booking) {
    return new Booked(
        booking.amount().minor(),
        isNumbered(booking.authorization()),
        booking.authorization().verification().equals("signature"));
  }
}
