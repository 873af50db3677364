package till.simulator;

import java.io.IOException;
import java.util.List;

/// Receipts, on the register's paper where it has taken that over, else on the terminal's own.
final class ZvtPrinting {

  private final ZvtFront front;
  private final ZvtRegister register;

  ZvtPrinting(ZvtFront front, ZvtRegister register) {
    this.front = front;
    this.register = register;
  }

  /// @param kind of `ZvtReceipts`
  /// @param byRegister whether the register prints such receipts
  /// @return whether the register has taken all of it; true where the terminal prints or nobody
  /// @throws IOException when the register is lost
  boolean print(List<String> lines, int kind, boolean byRegister) throws IOException {
    if (!byRegister) {
      if (!front.isPrinterless()) {
        front.print(lines);
      }
      return true;
    }
    return !register.takesReceiptTexts() || send(lines, kind);
  }

  /// Whether the register asked or not.
  boolean send(List<String> lines, int kind) throws IOException {
    List<ZvtMessage> messages =
        register.takesBlocks()
            ? ZvtReceipts.block(lines, kind)
            : ZvtReceipts.lineByLine(lines, kind);
    for (ZvtMessage message : messages) {
      if (!register.deliver(message).isPositive()) {
        return false;
      }
    }
    return true;
  }
}
