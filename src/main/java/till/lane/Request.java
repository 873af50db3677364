package till.lane;

import java.math.BigDecimal;
import till.sale.Input;

/// What a screen or the fleet wants of the lane.
public sealed interface Request {

  /// A code as scanned or typed, to be looked up in the price book.
  record EnterCode(String code, boolean scanned, BigDecimal quantity) implements Request {}

  /// Another copy of a receipt, by the journal's number of its sale.
  record CopyReceipt(long number) implements Request {}

  /// Anything that needs no look-up.
  record Direct(Input input) implements Request {}
}
