package till.sale;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import java.util.function.ToLongFunction;
import till.sale.Picture.Bill;
import till.sale.Picture.Good;
import till.sale.Picture.Line;
import till.sale.Picture.Trouble;

/// The model's rules for goods: they come in, wait for the scale, cost less, and go again.
record ShopGoods(ShopModel shop) {

  private static final int CHANGES_MAX = 8;

  /// @param quantity in thousandths
  boolean enters(Picture p, Good good, long quantity, String freshId) {
    boolean isWeighed = good.tare() >= 0;
    if (!ShopModel.mayStart(p)
        || !good.forSale()
        || p.bill.filter(bill -> ShopPeople.isTooYoung(bill, good.age())).isPresent()
        || !isTaxed(p, good)
        || good.deposit().filter(deposit -> !isTaxed(p, deposit)).isPresent()
        || !isCountable(quantity)
        || (isWeighed && quantity != Picture.UNIT)) {
      return false;
    }
    ShopModel.begins(p, freshId);
    p.sale().onScale = Optional.of(good).filter(_ -> isWeighed);
    return isWeighed || sells(p, good, quantity, quantity);
  }

  private boolean isTaxed(Picture p, Good good) {
    return p.day.flatMap(day -> shop.rate(good.group(), day)).isPresent();
  }

  private static boolean isCountable(long quantity) {
    return quantity > 0 && quantity % Picture.UNIT == 0 && quantity <= ShopModel.QUANTITY_MAX;
  }

  boolean weighs(Picture p, long gross, boolean isNet) {
    if (!ShopModel.mayEnter(p) || p.sale().onScale.isEmpty()) {
      return false;
    }
    Good good = p.sale().onScale.get();
    p.sale().onScale = Optional.empty();
    long net = isNet ? gross : gross - good.tare();
    return net > 0 && sells(p, good, net, Picture.UNIT);
  }

  /// @param packs each of which has its deposit
  private boolean sells(Picture p, Good good, long quantity, long packs) {
    Bill bill = p.sale();
    int n = bill.lines.size() + 1;
    bill.lines.add(line(p, good, "SALE", quantity, 0));
    good.deposit().ifPresent(deposit -> bill.lines.add(line(p, deposit, "DEPOSIT", packs, n)));
    if (good.age() > 0 && !ShopPeople.isSeenTo(bill, good.age())) {
      ShopModel.raises(bill, "AGE_RESTRICTED", n);
    }
    if (good.limit() > 0 && sold(bill, good.item()) > good.limit() * Picture.UNIT) {
      ShopModel.raises(bill, "QUANTITY_LIMIT", n);
    }
    return isPayable(bill);
  }

  private Line line(Picture p, Good good, String kind, long quantity, int with) {
    ShopModel.Rate rate = shop.rate(good.group(), p.day.orElseThrow()).orElseThrow();
    return new Line(
        good.item(),
        kind,
        quantity,
        good.price(),
        ShopSums.share(good.price(), quantity, Picture.UNIT),
        good.group(),
        rate.hundredths(),
        rate.included(),
        false,
        with,
        Optional.empty(),
        List.of(),
        good.tare() >= 0,
        good.age());
  }

  private static boolean isPayable(Bill bill) {
    return ShopSums.total(bill) <= ShopModel.AMOUNT_MAX
        && bill.lines.stream().allMatch(line -> line.amount() <= ShopModel.AMOUNT_MAX);
  }

  private static long sold(Bill bill, String item) {
    return bill.lines.stream()
        .filter(line -> !line.voided() && !line.isBack() && line.item().equals(item))
        .mapToLong(Line::quantity)
        .sum();
  }

  /// The line, where it may be changed.
  private static Optional<Line> article(Picture p, int n) {
    return ShopModel.mayEnter(p) && n >= 1 && n <= p.sale().lines.size()
        ? Optional.of(p.sale().lines.get(n - 1)).filter(line -> !line.voided())
        : Optional.empty();
  }

  boolean voids(Picture p, int n) {
    boolean possible = article(p, n).filter(line -> line.with() == 0).isPresent();
    if (possible) {
      ShopModel.takesBack(p.sale(), n);
    }
    return possible;
  }

  /// @param limit most of its item; 0 for any
  boolean counts(Picture p, int n, long quantity, int limit) {
    Optional<Line> article = article(p, n).filter(Line::isGoods);
    if (article.isEmpty() || article.get().weighed() || article.get().changes() > 0) {
      return false;
    }
    Line old = article.get();
    Bill bill = p.sale();
    long all = sold(bill, old.item()) - old.quantity() + quantity;
    boolean isTooMany = limit > 0 && quantity > old.quantity() && all > limit * Picture.UNIT;
    if (isTooMany || !isCountable(quantity)) {
      return false;
    }
    for (int i = 1; i <= bill.lines.size(); i++) {
      Line line = bill.lines.get(i - 1);
      if (i == n || line.isWith(n)) {
        bill.change(i, line.of(quantity, ShopSums.share(line.price(), quantity, Picture.UNIT)));
      }
    }
    return isPayable(bill);
  }

  /// @param cost what the line costs from now on; below zero for nonsense
  /// @param what PRICE, where somebody has named one
  boolean adjusts(Picture p, int n, boolean actor, String what, ToLongFunction<Line> cost) {
    Optional<Line> article = article(p, n).filter(Line::isGoods).filter(_ -> actor);
    return article.isPresent() && changes(p.sale(), n, cost.applyAsLong(article.get()), what);
  }

  private static boolean changes(Bill bill, int n, long cost, String what) {
    Line old = bill.lines.get(n - 1);
    bill.change(n, old.costing(cost, what));
    return cost >= 0 && cost != old.amount() && old.changes() < CHANGES_MAX && isPayable(bill);
  }

  /// @param off what is taken off, by what all goods cost
  boolean adjustsAll(Picture p, boolean actor, LongUnaryOperator off) {
    return ShopModel.mayEnter(p) && actor && spreads(p.sale(), "", off.applyAsLong(cost(p.sale())));
  }

  /// What something can be taken off: goods that cost something.
  private static List<Integer> goods(Bill bill) {
    var goods = new ArrayList<Integer>();
    for (int n = 1; n <= bill.lines.size(); n++) {
      if (bill.lines.get(n - 1).isGoods() && bill.lines.get(n - 1).amount() > 0) {
        goods.add(n);
      }
    }
    return goods;
  }

  static long cost(Bill bill) {
    return goods(bill).stream().mapToLong(n -> bill.lines.get(n - 1).amount()).sum();
  }

  /// Spread over the goods by what they cost; of the cents that are left, each goes to the line
  /// whose share is cut off most, and of two such to the earlier.
  private static boolean spreads(Bill bill, String what, long all) {
    List<Line> lines = bill.lines;
    List<Integer> goods = goods(bill);
    long cost = cost(bill);
    if (all <= 0 || all > cost) {
      return false;
    }
    long left = all;
    for (int n : goods) {
      left -= ShopSums.down(all, lines.get(n - 1).amount(), cost);
    }
    List<Integer> first =
        goods.stream()
            .sorted(
                Comparator.comparingLong(
                    n -> -ShopSums.cutOff(all, lines.get(n - 1).amount(), cost)))
            .limit(left)
            .toList();
    for (int n : goods) {
      long amount = lines.get(n - 1).amount();
      long share = ShopSums.down(all, amount, cost) + (first.contains(n) ? 1 : 0);
      if (share > 0 && !changes(bill, n, amount - share, what)) {
        return false;
      }
    }
    return true;
  }

  /// A coupon comes off all goods, and never makes a sale one that the shop pays for. It counts
  /// once, and not again once somebody has refused it.
  ///
  /// @param actor who enters it for the customer has looked at it
  boolean redeems(Picture p, String coupon, long amount, boolean actor) {
    if (p.bill.isEmpty() || !ShopModel.mayEnter(p)) {
      return false;
    }
    Bill bill = p.sale();
    List<Trouble> looked =
        bill.troubles.stream().filter(trouble -> trouble.coupon().equals(coupon)).toList();
    boolean isTaken =
        bill.lines.stream().anyMatch(line -> line.isCutBy(coupon))
            || looked.stream().anyMatch(trouble -> trouble.word().equals("REFUSED"));
    if (isTaken || !spreads(bill, coupon, amount) || ShopSums.due(bill) < 0) {
      return false;
    }
    if (looked.isEmpty()) {
      String id = "p" + (bill.troubles.size() + 1);
      bill.troubles.add(new Trouble(id, "COUPON_CHECK", 0, actor ? "APPROVED" : "", coupon));
    }
    return true;
  }
}
