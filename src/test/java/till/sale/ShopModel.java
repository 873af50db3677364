package till.sale;

import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/// The rules of a shop, written a second time: what each input makes of a till, in plain words and
/// whole numbers. Nothing of what decides or adds up in earnest is used here.
///
/// Each rule changes the picture it is given and says whether the input is accepted; the picture of
/// a refused input is worth nothing. Here stands what is true in all areas.
///
/// @param coin the smallest coin, in minor units
/// @param rates by tax group
/// @param isChosen whether the basket of a sale is looked into, by its name: chance, as it is given
public record ShopModel(
    boolean cards,
    long coin,
    boolean fiscal,
    Map<String, List<Rate>> rates,
    Predicate<String> isChosen) {

  /// A tax group's rate.
  ///
  /// @param hundredths of a percent
  public record Rate(LocalDate from, long hundredths, boolean included) {}

  static final long AMOUNT_MAX = 999_999_999_999L;
  static final long QUANTITY_MAX = 9_999 * Picture.UNIT;

  public ShopModel {
    rates = Map.copyOf(rates);
  }

  ShopGoods goods() {
    return new ShopGoods(this);
  }

  ShopMoney money() {
    return new ShopMoney(this);
  }

  ShopReturns returns() {
    return new ShopReturns(this);
  }

  ShopPeople people() {
    return new ShopPeople(this);
  }

  /// The latest that holds by then.
  Optional<Rate> rate(String group, LocalDate day) {
    return rates.getOrDefault(group, List.of()).stream()
        .filter(rate -> !rate.from().isAfter(day))
        .max(Comparator.comparing(Rate::from));
  }

  /// What changes hands when this is paid in cash.
  long inCash(long amount) {
    return ShopSums.share(amount, 1, coin) * coin;
  }

  /// Whether coins make up this amount.
  boolean hasCoins(long amount) {
    return amount % coin == 0;
  }

  /// Goods may come in, or come back.
  static boolean mayEnter(Picture p) {
    return p.is("ENTERING") && !p.sale().isBlocked();
  }

  /// The same, and a sale may begin with them.
  static boolean mayStart(Picture p) {
    return p.bill.isPresent() ? mayEnter(p) : p.lane.equals("READY") && p.day.isPresent();
  }

  static boolean mayPay(Picture p) {
    return p.is("TENDERING") && !p.sale().isBlocked();
  }

  static void begins(Picture p, String freshId) {
    if (p.bill.isEmpty()) {
      p.bill = Optional.of(new Picture.Bill(freshId));
      p.sequence++;
    }
  }

  /// A line goes, and what goes with it.
  static void takesBack(Picture.Bill bill, int n) {
    for (int i = 1; i <= bill.lines.size(); i++) {
      Picture.Line line = bill.lines.get(i - 1);
      if (i == n || line.isWith(n)) {
        bill.change(i, line.gone());
      }
    }
  }

  static void raises(Picture.Bill bill, String code, int line) {
    bill.troubles.add(new Picture.Trouble("p" + (bill.troubles.size() + 1), code, line, "", ""));
  }
}
