package till.lane;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import till.device.scanner.label.ScanData;
import till.journal.PriceBook;
import till.sale.Embedded;
import till.sale.Expiry;
import till.sale.Item;
import till.sale.LineItem;
import till.sale.Money;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.Scan;
import till.sale.StoreCode;
import till.sale.StoreCodes;
import till.sale.Verdict;

/// What the shop's goods answer to: a label, an id, a PLU. The one translation from codes to items;
/// whether an item may be sold is for the sale to say. The lane's thread only.
final class Goods {

  /// What was found.
  sealed interface Answer {

    /// An item, and what the label says of this one pack of it.
    record Found(Item item, Embedded embedded) implements Answer {}

    /// Something off the sale.
    ///
    /// @param code all of its 13 digits
    record Coupon(String code, Money amount) implements Answer {}

    /// Not in the price book.
    ///
    /// @param what as it was scanned or keyed
    record Unknown(String what) implements Answer {

      Verdict.Refused refused() {
        return new Verdict.Refused(Reason.UNKNOWN_ITEM, what);
      }
    }

    /// A label that was not read properly, or says what cannot be.
    record Damaged(String why) implements Answer {

      Verdict.Refused refused() {
        return new Verdict.Refused(Reason.BAD_LABEL, why);
      }
    }

    /// An item of the book whose pack may not be sold any more.
    ///
    /// @param lastDay on which it might have been
    record Expired(Item item, LocalDate lastDay) implements Answer {}
  }

  private final PriceBook prices;
  private final StoreCodes storeCodes;
  private final Currency currency;

  Goods(PriceBook prices, StoreCodes storeCodes, Currency currency) {
    this.prices = prices;
    this.storeCodes = storeCodes;
    this.currency = currency;
  }

  /// The revision a sale notes.
  long revision() {
    return prices.revision();
  }

  /// What a label stands for. A GTIN says what it is, in whichever symbol and length; any other
  /// text may be a code of the shop's own. A code of the shop's scale stands for the item that has
  /// the code without its value among its codes; one of its coupons for what it takes off.
  ///
  /// @param day of business; while there is none, the newest prices count and nothing has expired
  Answer byLabel(ScanData label, Optional<LocalDate> day) {
    if (label.error().isPresent()) {
      return new Answer.Damaged(label.error().get());
    }
    try {
      return label
          .gtin()
          .flatMap(storeCodes::read)
          .map(reading -> byStoreCode(reading, label, day))
          .orElseGet(() -> byCode(label, day));
    } catch (IllegalArgumentException e) { // a price in another currency
      return new Answer.Damaged(String.valueOf(e.getMessage()));
    }
  }

  private Answer byStoreCode(StoreCodes.Reading reading, ScanData label, Optional<LocalDate> day) {
    return switch (reading) {
      case StoreCodes.Reading.Damaged damaged -> new Answer.Damaged(damaged.why());
      case StoreCodes.Reading.Read read -> {
        StoreCode code = read.code();
        Embedded embedded = Embedded.of(code, currency);
        yield code.kind() == StoreCode.Kind.COUPON
            ? new Answer.Coupon(code.key(), embedded.price().orElseThrow())
            : prices
                .byCode(code.key(), priceDay(day))
                .map(item -> fresh(item, embedded, label, day))
                .orElseGet(() -> new Answer.Unknown(label.data()));
      }
    };
  }

  private Answer byCode(ScanData label, Optional<LocalDate> day) {
    return prices
        .byCode(label.gtin().orElse(label.data()), priceDay(day))
        .map(item -> fresh(item, embedded(item, elements(label)), label, day))
        .orElseGet(() -> new Answer.Unknown(label.data()));
  }

  /// The weight of what is not sold by weight is something to read.
  private Embedded embedded(Item item, List<Scan.Element> elements) {
    Embedded embedded = Embedded.of(elements, currency);
    return item.weighed() ? embedded : embedded.withoutWeight();
  }

  private static Answer fresh(
      Item item, Embedded embedded, ScanData label, Optional<LocalDate> day) {
    return day.flatMap(
            today -> Expiry.of(elements(label), today).filter(lastDay -> lastDay.isBefore(today)))
        .<Answer>map(lastDay -> new Answer.Expired(item, lastDay))
        .orElseGet(() -> new Answer.Found(item, embedded));
  }

  private static List<Scan.Element> elements(ScanData label) {
    return Labels.kept(label).elements();
  }

  /// What a person names: an item's id, or else its PLU.
  ///
  /// @param day of business; while there is none, the newest prices count
  Answer byNumber(String itemIdOrPlu, Optional<LocalDate> day) {
    return prices
        .byId(itemIdOrPlu, priceDay(day))
        .or(() -> prices.byPlu(itemIdOrPlu, priceDay(day)))
        .<Answer>map(item -> new Answer.Found(item, Embedded.none()))
        .orElseGet(() -> new Answer.Unknown(itemIdOrPlu));
  }

  /// An item of the book.
  ///
  /// @param day of business; while there is none, the newest prices count
  Optional<Item> byId(String itemId, Optional<LocalDate> day) {
    return prices.byId(itemId, priceDay(day));
  }

  /// What is in a sale, as far as the book has it.
  List<Item> of(Optional<RetailTransaction> sale, Optional<LocalDate> day) {
    return sale.stream()
        .flatMap(open -> open.lines().stream())
        .map(LineItem::itemId)
        .distinct()
        .flatMap(id -> byId(id, day).stream())
        .toList();
  }

  /// The item that is charged along with this one.
  ///
  /// @param day of business; while there is none, the newest prices count
  Optional<Item> deposit(Item item, Optional<LocalDate> day) {
    return item.depositItem().flatMap(id -> byId(id, day));
  }

  /// Whether some item is sold with this one as its deposit.
  boolean isDeposit(Item item) {
    return prices.isDeposit(item.itemId());
  }

  private static LocalDate priceDay(Optional<LocalDate> day) {
    return day.orElse(LocalDate.MAX);
  }
}
