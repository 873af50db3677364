package till.lane;

import java.time.Instant;
import java.util.Locale;
import till.device.DeviceStatus;

/// A device as screens see it.
///
/// @param category the UnifiedPOS category: `Scanner`, `POSPrinter`, ...
/// @param state `good`, `bad` or `unknown`
/// @param reason why it is not good; empty when it is
public record DeviceView(String name, String category, String state, Instant since, String reason) {

  static DeviceView of(DeviceStatus status) {
    return new DeviceView(
        status.name(),
        status.category(),
        status.state().name().toLowerCase(Locale.ROOT),
        status.since(),
        status.reason());
  }
}
