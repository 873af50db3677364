package till.device;

import java.time.Instant;

/// How a device is, and since when. No answer is UNKNOWN, never a guess.
///
/// @param name the configuration's name: `counter`, `printer`
/// @param category the UnifiedPOS category: `Scanner`, `POSPrinter`, `CashDrawer`, `LineDisplay`,
///   `Lights`, `MSR`, `RFIDScanner`, `PaymentTerminal`, `Scale`; `HelpButton` and `TamperSwitch`,
///   which it has not
/// @param since when it came into this state; another reason is no other state
/// @param reason why it is not good and what to do; empty when it is good
public record DeviceStatus(
    String name, String category, State state, Instant since, String reason) {

  /// What is known of it.
  public enum State {
    GOOD,
    BAD,
    UNKNOWN
  }
}
