package till.lane;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import till.sale.Input;
import till.sale.Money;

/// What a screen or the fleet wants of the lane.
public sealed interface Request {

  /// What somebody says of the weight of what they bring.
  ///
  /// @param tare its packing in kilograms; absent where the item's counts
  /// @param keyed what it weighs with its packing, where no scale is to say it
  record Heft(Optional<BigDecimal> tare, Optional<BigDecimal> keyed) {

    /// Nobody has said anything.
    public static Heft unsaid() {
      return new Heft(Optional.empty(), Optional.empty());
    }
  }

  /// An item of the price book, by its id.
  record EnterItem(String itemId, BigDecimal quantity, Heft heft) implements Request {

    public EnterItem(String itemId, BigDecimal quantity) {
      this(itemId, quantity, Heft.unsaid());
    }
  }

  /// A label that a screen has read, with its own camera or from its keys.
  ///
  /// @param symbology as the screen names it, `EAN-13` or `qr_code`; empty where it does not know
  record EnterScan(String scan, String symbology, BigDecimal quantity, Heft heft)
      implements Request {

    public EnterScan(String scan, String symbology, BigDecimal quantity) {
      this(scan, symbology, quantity, Heft.unsaid());
    }
  }

  /// There is more or less of a line.
  record ChangeQuantity(int n, BigDecimal quantity) implements Request {}

  /// Goods of a sale come back.
  ///
  /// @param parts which; none for all that is left
  record ReturnLines(Which sale, List<Input.ReturnLines.Part> parts) implements Request {

    public ReturnLines {
      parts = List.copyOf(parts);
    }
  }

  /// Goods come back of which nobody knows the sale.
  ///
  /// @param unitPrice what is given for one; absent for today's price
  /// @param deposit whether it is a deposit that is given back
  record ReturnItem(
      What what, BigDecimal quantity, Optional<Money> unitPrice, boolean deposit, String reason)
      implements Request {}

  /// A completed sale is undone whole.
  record PostVoid(String transactionId) implements Request {}

  /// A sale that was suspended goes on; the only one, where none is named.
  record Retrieve(Optional<String> transactionId) implements Request {}

  /// A transaction of the journal.
  sealed interface Which {

    record ById(String transactionId) implements Which {}

    /// The number on its receipt.
    record ByNumber(long number) implements Which {}
  }

  /// An item of the price book.
  sealed interface What {

    record ById(String itemId) implements What {}

    /// By a label that a screen has read.
    ///
    /// @param symbology as the screen names it; empty where it does not know
    record ByScan(String scan, String symbology) implements What {}
  }

  /// Another copy of a receipt, by the journal's number of its sale.
  record CopyReceipt(long number) implements Request {}

  /// The payment terminal is to close its day. The command's id names it.
  record ReconcilePayments() implements Request {}

  /// A device is put through what it is for. The command's id names the check.
  record CheckDevice(String device) implements Request {}

  /// Anything that needs no look-up.
  record Direct(Input input) implements Request {}
}
