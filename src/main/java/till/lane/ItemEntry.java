package till.lane;

import java.math.BigDecimal;
import java.util.Optional;
import java.util.OptionalInt;
import till.device.scanner.label.ScanData;
import till.sale.EntryMethod;
import till.sale.Input;
import till.sale.Pack;
import till.sale.Reason;
import till.sale.Scan;
import till.sale.Verdict;

/// Goods that are brought to the till: a label or a number names an item of the price book, and
/// that is put to the sale. The lane's thread only.
final class ItemEntry {

  private final Goods goods;

  ItemEntry(Goods goods) {
    this.goods = goods;
  }

  /// A label that was read.
  Verdict scanned(ScanData label, BigDecimal quantity, Request.Heft heft, Draft draft) {
    return enter(
        goods.byLabel(label, draft.sellingDay()),
        quantity,
        heft,
        EntryMethod.SCANNED,
        Optional.of(Labels.kept(label)),
        draft);
  }

  /// An item that somebody has named.
  Verdict keyed(Request.EnterItem enter, Draft draft) {
    return enter(
        goods.byNumber(enter.itemId(), draft.sellingDay()),
        enter.quantity(),
        enter.heft(),
        EntryMethod.KEYED,
        Optional.empty(),
        draft);
  }

  private Verdict enter(
      Goods.Answer answer,
      BigDecimal quantity,
      Request.Heft heft,
      EntryMethod method,
      Optional<Scan> scan,
      Draft draft) {
    return switch (answer) {
      case Goods.Answer.Found found -> {
        Pack pack =
            Pack.labelled(found.embedded())
                .weighed(heft.tare(), heft.keyed())
                .withDeposit(goods.deposit(found.item(), draft.sellingDay()));
        yield enter(
            new Input.EnterItem(found.item(), quantity, method, scan, goods.revision(), pack),
            draft);
      }
      case Goods.Answer.Coupon coupon ->
          quantity.compareTo(BigDecimal.ONE) == 0
              ? draft.decide(new Input.EnterCoupon(coupon.code(), coupon.amount()))
              : new Verdict.Refused(Reason.QUANTITY_INVALID, coupon.code());
      case Goods.Answer.Unknown unknown -> unknown.refused();
      case Goods.Answer.Damaged damaged -> damaged.refused();
      case Goods.Answer.Expired expired ->
          new Verdict.Refused(Reason.EXPIRED, expired.item().itemId() + " on " + expired.lastDay());
    };
  }

  private static Verdict enter(Input.EnterItem enter, Draft draft) {
    if (enter.needsScale() && !draft.surroundings().has(Surroundings.SCALE)) {
      return new Verdict.Refused(Reason.NO_SCALE, enter.item().itemId());
    }
    boolean isFirst = draft.workstation().state().sale().isEmpty();
    Verdict verdict = draft.begin(enter);
    if (!isFirst
        && verdict instanceof Verdict.Refused refused
        && refused.reason() == Reason.NOT_FOR_SALE) {
      draft.with(new Input.ReportRecalled());
    }
    return verdict;
  }

  /// There is more or less of a line, up to the limit that the price book sets.
  Verdict changeQuantity(Request.ChangeQuantity change, Draft draft) {
    OptionalInt limit =
        draft.workstation().state().sale().stream()
            .flatMap(sale -> sale.line(change.n()).stream())
            .flatMap(line -> goods.byId(line.itemId(), draft.sellingDay()).stream())
            .flatMapToInt(item -> item.quantityLimit().stream())
            .findFirst();
    return draft.decide(new Input.ChangeQuantity(change.n(), change.quantity(), limit));
  }
}
