package till.lane;

import java.time.Duration;
import java.time.ZoneId;
import till.sale.StoreCodes;

/// How the lane behaves.
///
/// @param autoOpen opens business day and lane at start, for checkouts without an attendant
/// @param timeZone names the business day that is opened
/// @param retention how long acknowledged documents stay on the device at least
/// @param storeCodes how the codes of the shop's own scale are made
/// @param customer how long a sale may be left alone
public record LaneSettings(
    boolean autoOpen,
    ZoneId timeZone,
    Duration retention,
    StoreCodes storeCodes,
    CustomerSettings customer) {

  /// With the usual patience.
  public LaneSettings(
      boolean autoOpen, ZoneId timeZone, Duration retention, StoreCodes storeCodes) {
    this(autoOpen, timeZone, retention, storeCodes, CustomerSettings.STANDARD);
  }
}
