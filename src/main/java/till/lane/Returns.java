package till.lane;

import java.util.Optional;
import till.device.scanner.label.ScanData;
import till.device.scanner.label.ScanDecoder;
import till.sale.EntryMethod;
import till.sale.Input;
import till.sale.Item;
import till.sale.Original;
import till.sale.Reason;
import till.sale.Scan;
import till.sale.Transaction;
import till.sale.Verdict;

/// What comes back: looks up the sale it was bought with, or else the item, and puts that to the
/// workstation. The lane's thread only.
final class Returns {

  private final Receipts receipts;
  private final Goods goods;

  Returns(Receipts receipts, Goods goods) {
    this.receipts = receipts;
    this.goods = goods;
  }

  /// Goods of a sale of this journal.
  Verdict lines(Request.ReturnLines returns, Draft draft) {
    Optional<Original> original =
        switch (returns.sale()) {
          case Request.Which.ById named -> receipts.original(named.transactionId());
          case Request.Which.ByNumber numbered -> receipts.original(numbered.number());
        };
    if (original.isEmpty()) {
      return new Verdict.Refused(Reason.ORIGINAL_NOT_HERE, "");
    }
    return draft.begin(
        new Input.ReturnLines(asOf(draft, original.get()), returns.parts(), goods.revision()));
  }

  /// What this turn has made of it already is not on disk yet.
  private static Original asOf(Draft draft, Original original) {
    Original now = original;
    for (Transaction ended : draft.ended()) {
      now = now.after(ended);
    }
    return now;
  }

  /// Goods of which nobody knows the sale.
  Verdict item(Request.ReturnItem returns, Draft draft) {
    return switch (returns.what()) {
      case Request.What.ById named ->
          item(
              returns,
              goods.byNumber(named.itemId(), draft.sellingDay()),
              EntryMethod.KEYED,
              Optional.empty(),
              draft);
      case Request.What.ByScan scanned -> {
        ScanData label = ScanDecoder.TOLERANT.decode("", scanned.scan(), scanned.symbology());
        yield item(
            returns,
            goods.byLabel(label, draft.sellingDay()),
            EntryMethod.SCANNED,
            Optional.of(Labels.kept(label)),
            draft);
      }
    };
  }

  private Verdict item(
      Request.ReturnItem returns,
      Goods.Answer answer,
      EntryMethod method,
      Optional<Scan> scan,
      Draft draft) {
    return switch (answer) {
      case Goods.Answer.Found found -> item(returns, found.item(), method, scan, draft);
      case Goods.Answer.Expired expired -> item(returns, expired.item(), method, scan, draft);
      case Goods.Answer.Coupon coupon -> new Verdict.Refused(Reason.UNKNOWN_ITEM, coupon.code());
      case Goods.Answer.Unknown unknown -> unknown.refused();
      case Goods.Answer.Damaged damaged -> damaged.refused();
    };
  }

  private Verdict item(
      Request.ReturnItem returns, Item item, EntryMethod method, Optional<Scan> scan, Draft draft) {
    if (!returns.deposit() || goods.isDeposit(item)) {
      return back(returns, item, method, scan, draft);
    }
    if (item.depositItem().isEmpty()) {
      return new Verdict.Refused(Reason.NO_DEPOSIT, item.itemId());
    }
    return goods
        .deposit(item, draft.sellingDay())
        .map(deposit -> back(returns, deposit, method, scan, draft))
        .orElseGet(
            () -> new Verdict.Refused(Reason.DEPOSIT_NEEDED, item.depositItem().orElseThrow()));
  }

  private Verdict back(
      Request.ReturnItem returns, Item item, EntryMethod method, Optional<Scan> scan, Draft draft) {
    return draft.begin(
        new Input.ReturnItem(
            item,
            returns.quantity(),
            returns.unitPrice(),
            returns.deposit(),
            method,
            scan,
            returns.reason(),
            goods.revision()));
  }

  /// All of a sale; a card's money is asked back only while the terminal answers.
  Verdict postVoid(String transactionId, Draft draft) {
    Optional<Original> original = receipts.original(transactionId);
    if (original.isEmpty()) {
      return new Verdict.Refused(Reason.ORIGINAL_NOT_HERE, "");
    }
    Optional<Verdict> away =
        original.get().isPaidByCard() ? draft.cardHindrance() : Optional.empty();
    return away.orElseGet(() -> draft.begin(new Input.PostVoid(asOf(draft, original.get()))));
  }
}
