package till.sale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import till.sale.Picture.Bill;
import till.sale.Picture.From;
import till.sale.Picture.Good;
import till.sale.Picture.Line;
import till.sale.Picture.Owed;
import till.sale.Picture.Undo;
import till.sale.ShopSales.Back;
import till.sale.ShopSales.Sold;

/// The model's rules for what was sold: it comes back in parts, or is undone whole.
record ShopReturns(ShopModel shop) {

  /// So much of a line, in thousandths.
  record Part(int n, long quantity) {}

  /// @param parts none for all that is left
  boolean comesBack(Picture p, Sold sold, List<Part> parts, boolean actor, String freshId) {
    if (!ShopModel.mayStart(p) || !sold.isSale() || sold.isUndone()) {
      return false;
    }
    ShopModel.begins(p, freshId);
    Bill bill = p.sale();
    int before = bill.lines.size();
    String link = "RETURN " + sold.id();
    if (!bill.links.contains(link)) {
      bill.links.add(link);
    }
    for (Part part : parts.isEmpty() ? rest(p, sold) : parts) {
      if (!comesBack(p, sold, part)) {
        return false;
      }
    }
    return bill.lines.size() > before && isLookedAt(bill, before + 1, actor);
  }

  private static List<Part> rest(Picture p, Sold sold) {
    var all = new ArrayList<Part>();
    for (int n = 1; n <= sold.lines().size(); n++) {
      Line line = sold.lines().get(n - 1);
      long left = line.quantity() - given(p, sold, n).quantity();
      if (line.isGoods() && left > 0) {
        all.add(new Part(n, left));
      }
    }
    return all;
  }

  /// What has come back of a line, or is about to.
  private static Back given(Picture p, Sold sold, int n) {
    Back back = sold.back(n);
    for (Line line : p.unfinished()) {
      boolean isOfIt =
          !line.voided()
              && line.from()
                  .filter(from -> from.sale().equals(sold.id()) && from.line() == n)
                  .isPresent();
      back = isOfIt ? back.plus(Back.by(line)) : back;
    }
    return back;
  }

  private static boolean comesBack(Picture p, Sold sold, Part part) {
    if (part.n() < 1 || part.n() > sold.lines().size()) {
      return false;
    }
    Line line = sold.lines().get(part.n() - 1);
    long after = given(p, sold, part.n()).quantity() + part.quantity();
    if (!line.isGoods()
        || !isQuantity(part.quantity(), line.weighed())
        || after > line.quantity()) {
      return false;
    }
    adds(p, sold, part, 0);
    int article = p.sale().lines.size();
    for (int n = 1; n <= sold.lines().size(); n++) {
      Line deposit = sold.lines().get(n - 1);
      if (deposit.isWith(part.n())) {
        long packs = ShopSums.down(deposit.quantity() / Picture.UNIT, after, line.quantity());
        long more = packs * Picture.UNIT - given(p, sold, n).quantity();
        if (more > 0) {
          adds(p, sold, new Part(n, more), article);
        }
      }
    }
    return true;
  }

  private static boolean isQuantity(long quantity, boolean isWeighed) {
    return quantity > 0
        && quantity <= ShopModel.QUANTITY_MAX
        && (isWeighed || quantity % Picture.UNIT == 0);
  }

  /// So many of three get so many thirds of what was paid, less what was given for those before.
  private static void adds(Picture p, Sold sold, Part part, int with) {
    Line line = sold.lines().get(part.n() - 1);
    Back before = given(p, sold, part.n());
    long after = before.quantity() + part.quantity();
    long amount = ShopSums.down(line.amount(), after, line.quantity()) - before.amount();
    long tax = ShopSums.down(sold.tax(part.n()), after, line.quantity()) - before.tax();
    p.sale()
        .lines
        .add(
            new Line(
                line.item(),
                with == 0 ? "RETURN" : "DEPOSIT_REFUND",
                part.quantity(),
                line.price(),
                -Math.max(0, amount),
                line.group(),
                line.hundredths(),
                line.included(),
                false,
                with,
                Optional.of(new From(sold.id(), part.n(), -Math.max(0, tax))),
                line.cuts().stream().map(_ -> Picture.Cut.UNKNOWN).toList(),
                line.weighed() && part.quantity() == line.quantity(),
                0));
  }

  /// @param price what is given for one; absent for today's price
  /// @param actor who says so has to be of the shop
  boolean isBroughtBack(
      Picture p,
      Good good,
      long quantity,
      Optional<Long> price,
      boolean isDeposit,
      boolean actor,
      String freshId) {
    long each = price.orElse(good.price());
    if (!actor
        || !ShopModel.mayStart(p)
        || !isQuantity(quantity, good.tare() >= 0)
        || each < 0
        || each > ShopModel.AMOUNT_MAX) {
      return false;
    }
    Optional<ShopModel.Rate> rate = shop.rate(good.group(), p.day.orElseThrow());
    if (rate.isEmpty()) {
      return false;
    }
    ShopModel.begins(p, freshId);
    long amount = ShopSums.share(each, quantity, Picture.UNIT);
    boolean isOther = amount != ShopSums.share(good.price(), quantity, Picture.UNIT);
    p.sale()
        .lines
        .add(
            new Line(
                good.item(),
                isDeposit ? "DEPOSIT_REFUND" : "RETURN",
                quantity,
                good.price(),
                -amount,
                good.group(),
                rate.get().hundredths(),
                rate.get().included(),
                false,
                0,
                Optional.empty(),
                isOther ? List.of(Picture.Cut.UNKNOWN) : List.of(),
                false,
                0));
    return isLookedAt(p.sale(), p.sale().lines.size(), true);
  }

  /// Somebody of the shop has looked, or is called once for all that a customer brings in a row.
  private static boolean isLookedAt(Bill bill, int n, boolean actor) {
    boolean isCalled =
        checks(bill).reduce((_, last) -> last).filter(Picture.Trouble::isOpen).isPresent();
    if (actor || !isCalled) {
      ShopModel.raises(bill, "RETURN_CHECK", n);
    }
    if (actor) {
      ShopPeople.decides(bill, bill.troubles.size(), "APPROVED");
    }
    return Math.abs(ShopSums.total(bill)) <= ShopModel.AMOUNT_MAX;
  }

  /// A sale of today of which nothing has come back, and whose money can be called back; once more,
  /// where some of that is still to be done.
  boolean undoes(Picture p, Sold sold, boolean actor, String freshId) {
    if (p.bill.isPresent()) {
      boolean isSame = p.sale().undo.filter(undo -> undo.sale().equals(sold.id())).isPresent();
      if (isSame && actor && ShopModel.mayPay(p)) {
        goesOn(p);
        return true;
      }
      return false;
    }
    List<Owed> owed = owed(sold);
    if (!actor
        || !p.lane.equals("READY")
        || !sold.isSale()
        || sold.isUndone()
        || sold.isClosed()
        || hasComeBack(p, sold)
        || owed.stream().anyMatch(each -> each.paid().isCard() && each.paid().amount() < 0)) {
      return false;
    }
    ShopModel.begins(p, freshId);
    Bill bill = p.sale();
    bill.status = "TENDERING";
    bill.links.add("POST_VOID " + sold.id());
    bill.undo = Optional.of(new Undo(sold.id(), owed));
    sold.lines().forEach(line -> bill.lines.add(line.undone()));
    bill.rounding = -sold.rounding();
    goesOn(p);
    return true;
  }

  /// What was paid and not given back then: cards first, the newest first.
  private static List<Owed> owed(Sold sold) {
    return Picture.standing(sold.paid()).stream()
        .map(n -> new Owed(n, sold.paid().get(n - 1)))
        .sorted(Comparator.comparingInt(owed -> owed.paid().isCard() ? 0 : 1))
        .toList();
  }

  private static boolean hasComeBack(Picture p, Sold sold) {
    for (int n = 1; n <= sold.lines().size(); n++) {
      if (given(p, sold, n).quantity() > 0) {
        return true;
      }
    }
    return false;
  }

  /// Tender by tender, up to the next card; no more than is still due.
  void goesOn(Picture p) {
    Bill bill = p.sale();
    for (Owed owed : bill.undo.orElseThrow().owed()) {
      Picture.Paid paid = owed.paid();
      long due = ShopSums.due(bill);
      boolean isLeft =
          bill.paid.stream().noneMatch(back -> back.reverses() == owed.n())
              && Math.abs(paid.amount()) <= Math.abs(due)
              && paid.amount() > 0 == due < 0;
      if (isLeft && !ShopMoney.givesBack(p, owed.n(), paid)) {
        return;
      }
    }
    shop.money().endsIfPaid(p);
  }

  private static Stream<Picture.Trouble> checks(Bill bill) {
    return bill.troubles.stream().filter(trouble -> trouble.code().equals("RETURN_CHECK"));
  }

  /// What a customer brought back is not taken; what somebody took back after it stays.
  static void refuses(Bill bill, int first) {
    int end =
        checks(bill)
            .mapToInt(Picture.Trouble::line)
            .filter(n -> n > first)
            .min()
            .orElse(bill.lines.size() + 1);
    for (int n = first; n < end; n++) {
      Line line = bill.lines.get(n - 1);
      if (line.isBack() && line.with() == 0) {
        ShopModel.takesBack(bill, n);
      }
    }
  }
}
