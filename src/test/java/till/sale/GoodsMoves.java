package till.sale;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import till.sale.ShopMoves.Move;
import till.sale.ShopMoves.Step;

/// Goods come, are weighed, cost less, and go again.
record GoodsMoves(ShopChance chance, ShopModel model) {

  private static final int LINES_MAX = 60;

  List<Move> all() {
    return List.of(
        new Move("an item", 40, this::item),
        new Move("an item that is not like the others", 5, this::oddItem),
        new Move("something is weighed", 10, this::weighed),
        new Move("a line is voided", 5, this::voidLine),
        new Move("more or less of a line", 4, this::changeQuantity),
        new Move("a line costs less", 3, this::adjustLine),
        new Move("a sale costs less", 2, this::adjustAll),
        new Move("a coupon", 6, this::coupon).bold());
  }

  Item item(long price) {
    String group =
        chance.sometimes(50)
            ? "no such group"
            : chance.any(model.rates().keySet().stream().sorted().toList());
    return Till.item("i" + chance.below(50), chance.money(price), group);
  }

  private long price() {
    return chance.sometimes(40) ? ShopModel.AMOUNT_MAX / 3 : chance.between(1, 5_000);
  }

  private Step item(Picture now) {
    boolean isLong = now.bill.filter(open -> open.lines.size() > LINES_MAX).isPresent();
    if (isLong || (bringsBack(now) && !chance.sometimes(4))) {
      return Step.of(new Input.TakeTotal(), (p, _) -> model.money().takesTotal(p));
    }
    long quantity =
        chance.sometimes(3)
            ? Picture.UNIT * chance.between(-1, 20)
            : chance.sometimes(60)
                ? 10_000 * Picture.UNIT
                : chance.sometimes(40) ? Picture.UNIT / 2 : Picture.UNIT;
    Item item = item(price());
    return chance.sometimes(5)
        ? enters(
            ItemMaker.like(item).depositItem("bottle").item(),
            quantity,
            Optional.of(Till.item("bottle", chance.money(25), "A")))
        : enters(item, quantity, Optional.empty());
  }

  /// Who brings something back often wants nothing else.
  private static boolean bringsBack(Picture now) {
    return now.bill
        .filter(open -> !open.lines.isEmpty() && open.lines.stream().allMatch(Picture.Line::isBack))
        .isPresent();
  }

  private Step oddItem(Picture now) {
    Item item = Till.item("odd", chance.money(chance.between(1, 900)), "A");
    ItemMaker odd = ItemMaker.like(item);
    switch (chance.below(5)) {
      case 0 -> odd.ageClass(18);
      case 1 -> odd.ageClass(16);
      case 2 -> odd.recalled();
      case 3 -> odd.weighed("0.010");
      default -> odd.quantityLimit(2);
    }
    return enters(odd.item(), Picture.UNIT, Optional.empty());
  }

  private Step enters(Item item, long quantity, Optional<Item> deposit) {
    Picture.Good good = Portrait.good(item, deposit);
    return Step.of(
        new Input.EnterItem(
            item,
            quantity(quantity),
            EntryMethod.SCANNED,
            Optional.of(new Scan("EAN13", item.itemId())),
            chance.below(9),
            Pack.plain().withDeposit(deposit)),
        (p, id) -> model.goods().enters(p, good, quantity, id));
  }

  /// As a till has it: whole units without a point.
  static BigDecimal quantity(long thousandths) {
    return thousandths % Picture.UNIT == 0
        ? BigDecimal.valueOf(thousandths / Picture.UNIT)
        : BigDecimal.valueOf(thousandths, 3);
  }

  private Step weighed(Picture now) {
    long gross = chance.between(-5, 3_000);
    boolean isNet = chance.sometimes(2);
    return Step.of(
        new Input.Weighed(BigDecimal.valueOf(gross, 3), isNet),
        (p, _) -> model.goods().weighs(p, gross, isNet));
  }

  private Step voidLine(Picture now) {
    int n = chance.line(now);
    return Step.of(new Input.VoidLine(n), (p, _) -> model.goods().voids(p, n));
  }

  private Step changeQuantity(Picture now) {
    int n = chance.line(now);
    long quantity = chance.between(-1, 12);
    int limit = chance.sometimes(3) ? 5 : 0;
    return Step.of(
        new Input.ChangeQuantity(
            n,
            BigDecimal.valueOf(quantity),
            limit == 0 ? OptionalInt.empty() : OptionalInt.of(limit)),
        (p, _) -> model.goods().counts(p, n, quantity * Picture.UNIT, limit));
  }

  private Step adjustLine(Picture now) {
    int n = chance.line(now);
    Change change = change();
    String what = change instanceof Change.Price ? Picture.Cut.PRICE : "";
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.AdjustLine(n, change, "damaged"),
        (p, _) -> model.goods().adjusts(p, n, somebody, what, line -> cost(change, line)));
  }

  private Step adjustAll(Picture now) {
    Change change = change();
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.AdjustTransaction(change, "staff"),
        (p, _) -> model.goods().adjustsAll(p, somebody, cost -> off(change, cost)));
  }

  /// Often one that was there before; of what all goods cost, or more, or nonsense.
  private Step coupon(Picture now) {
    List<String> before =
        now.bill.stream()
            .flatMap(open -> open.troubles.stream())
            .map(Picture.Trouble::coupon)
            .filter(code -> !code.isEmpty())
            .toList();
    String code =
        before.isEmpty() || chance.sometimes(2)
            ? "coupon-" + chance.below(100)
            : chance.any(before);
    long cost = now.bill.map(ShopGoods::cost).orElse(0L);
    long amount =
        switch (chance.below(8)) {
          case 0 -> chance.any(List.of(0L, -1L, cost + 1));
          case 1 -> cost;
          default -> chance.between(1, 500);
        };
    boolean somebody = chance.isSomebody();
    return Step.of(
        new Input.EnterCoupon(code, chance.money(amount)),
        (p, _) -> model.goods().redeems(p, code, amount, somebody));
  }

  private Change change() {
    return switch (chance.below(3)) {
      case 0 -> new Change.Price(chance.money(chance.between(-5, 4_000)));
      case 1 -> new Change.Amount(chance.money(chance.between(-5, 2_000)));
      default -> new Change.Percent(BigDecimal.valueOf(chance.between(-5, 1_200), 1));
    };
  }

  private static long cost(Change change, Picture.Line line) {
    return change instanceof Change.Price price
        ? ShopSums.share(price.unitPrice().minor(), line.quantity(), Picture.UNIT)
        : line.amount() - (off(change, line.amount()) > 0 ? off(change, line.amount()) : 0);
  }

  /// What is taken off; no more than there is, and nothing where it is nonsense.
  private static long off(Change change, long cost) {
    return switch (change) {
      case Change.Price _ -> 0;
      case Change.Amount amount -> amount.off().minor();
      case Change.Percent percent -> {
        long hundredths = Portrait.hundredths(percent.percent());
        boolean isPart = hundredths > 0 && hundredths <= 10_000;
        yield isPart ? ShopSums.share(cost, hundredths, 10_000) : 0;
      }
    };
  }
}
