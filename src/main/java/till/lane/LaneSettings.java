package till.lane;

import java.time.Duration;
import java.time.ZoneId;
import java.util.Currency;
import java.util.Optional;
import java.util.OptionalLong;
import till.sale.Money;
import till.sale.StoreCodes;

/// How the lane behaves.
///
/// @param autoOpen opens business day and lane at start, for checkouts without an attendant
/// @param timeZone names the business day that is opened
/// @param retention how long acknowledged documents stay on the device at least
/// @param storeCodes how the codes of the shop's own scale are made
/// @param customer how long a sale may be left alone
/// @param voidLimit what a customer may take back alone, in minor units; absent for no limit
/// @param checkEvery one in so many baskets of customers who serve themselves is looked into; 0 for
///   none
/// @param training whether training is allowed
public record LaneSettings(
    boolean autoOpen,
    ZoneId timeZone,
    Duration retention,
    StoreCodes storeCodes,
    CustomerSettings customer,
    OptionalLong voidLimit,
    int checkEvery,
    boolean training) {

  /// With the usual patience, where customers take back whatever they like, nobody looks into their
  /// baskets, and training is allowed.
  public LaneSettings(
      boolean autoOpen, ZoneId timeZone, Duration retention, StoreCodes storeCodes) {
    this(
        autoOpen,
        timeZone,
        retention,
        storeCodes,
        CustomerSettings.STANDARD,
        OptionalLong.empty(),
        0,
        true);
  }

  /// As `voidLimit`, in the shop's money.
  public Optional<Money> voidLimit(Currency currency) {
    return voidLimit.stream().mapToObj(minor -> new Money(minor, currency)).findFirst();
  }
}
