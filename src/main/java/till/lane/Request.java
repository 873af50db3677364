package till.lane;

import java.math.BigDecimal;
import till.sale.Input;

/// What a screen or the fleet wants of the lane.
public sealed interface Request {

  /// An item of the price book, by its id.
  record EnterItem(String itemId, BigDecimal quantity) implements Request {}

  /// A label that a screen has read, with its own camera or from its keys.
  ///
  /// @param symbology as the screen names it, `EAN-13` or `qr_code`; empty where it does not know
  record EnterScan(String scan, String symbology, BigDecimal quantity) implements Request {}

  /// Another copy of a receipt, by the journal's number of its sale.
  record CopyReceipt(long number) implements Request {}

  /// The payment terminal is to close its day. The command's id names it.
  record ReconcilePayments() implements Request {}

  /// Anything that needs no look-up.
  record Direct(Input input) implements Request {}
}
