package till.sale;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/// Goods of every kind, for tests, and how they come into a sale.
public final class Goods {

  /// 2.99 a kilogram, in a bag of 10 g.
  public static final Item APPLES =
      ItemMaker.of("apples", named("Äpfel lose", "Apples"), 299, "B").weighed("0.010").item();

  public static final Item CHEESE =
      ItemMaker.of("cheese", named("Bergkäse", "Cheese"), 1_499, "B").weighed("0").item();

  /// 25 cents, in another tax group than what is in it.
  public static final Item BOTTLE =
      ItemMaker.of("bottle", named("Pfand 0,25", "Deposit 0.25"), 25, "A").item();

  public static final Item JUICE =
      ItemMaker.of("juice", named("Apfelsaft 1 l", "Juice"), 149, "B").depositItem("bottle").item();

  public static final Item BEER =
      ItemMaker.of("beer", named("Pils 0,5 l", "Beer"), 99, "A")
          .ageClass(16)
          .depositItem("bottle")
          .item();

  public static final Item BRANDY =
      ItemMaker.of("brandy", named("Weinbrand 0,7 l", "Brandy"), 1_299, "A").ageClass(18).item();

  /// At most three for each customer.
  public static final Item ROLLS =
      ItemMaker.of("rolls", named("Küchenrollen", "Rolls"), 250, "A").quantityLimit(3).item();

  public static final Item RECALLED =
      ItemMaker.of("recalled", named("Rückruf", "Recalled"), 100, "A").recalled().item();

  private Goods() {}

  private static Map<String, String> named(String german, String english) {
    return Map.of("de", german, "en", english);
  }

  /// By its label, with its deposit where it has one.
  public static Input.EnterItem scanned(Item item, int quantity) {
    return with(Till.enter(item, BigDecimal.valueOf(quantity)), deposit(item));
  }

  public static Input.EnterItem scanned(Item item) {
    return scanned(item, 1);
  }

  private static Pack deposit(Item item) {
    return Pack.plain().withDeposit(item.depositItem().map(_ -> BOTTLE));
  }

  public static Input.EnterItem with(Input.EnterItem enter, Pack pack) {
    return new Input.EnterItem(
        enter.item(), enter.quantity(), enter.method(), enter.scan(), enter.priceRevision(), pack);
  }

  /// By its label, which says this of it.
  public static Input.EnterItem labelled(Item item, Embedded embedded) {
    return with(Till.enter(item), Pack.labelled(embedded));
  }

  /// From the screen, in a packing that the customer has named.
  public static Input.EnterItem inPacking(Item item, String tare) {
    return with(
        Till.enter(item),
        Pack.plain().weighed(Optional.of(new BigDecimal(tare)), Optional.empty()));
  }

  /// From the screen, where somebody of the shop has keyed what it weighs with its packing.
  public static Input.EnterItem keyed(Item item, String gross) {
    return with(
        Till.enter(item),
        Pack.plain().weighed(Optional.empty(), Optional.of(new BigDecimal(gross))));
  }

  public static Input.Weighed weighing(String kilograms) {
    return new Input.Weighed(new BigDecimal(kilograms), false);
  }

  public static Input.ClearProblem approves(Problem problem) {
    return decides(problem, Problem.Decision.APPROVED);
  }

  public static Input.ClearProblem refuses(Problem problem) {
    return decides(problem, Problem.Decision.REFUSED);
  }

  private static Input.ClearProblem decides(Problem problem, Problem.Decision decision) {
    return new Input.ClearProblem(problem.id(), decision, "");
  }

  public static Input.AdjustLine cuts(int n, Change change) {
    return new Input.AdjustLine(n, change, "bruised");
  }

  public static Input.AdjustTransaction cuts(Change change) {
    return new Input.AdjustTransaction(change, "regular customer");
  }

  public static Change.Percent percent(String percent) {
    return new Change.Percent(new BigDecimal(percent));
  }

  public static Change.Amount amount(long off) {
    return new Change.Amount(new Money(off, Till.EUR));
  }

  public static Change.Price price(long each) {
    return new Change.Price(new Money(each, Till.EUR));
  }
}
