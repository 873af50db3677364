package till.simulator;

import till.paper.Row;

/// Something a simulated printer just did, for pages that show it.
public sealed interface PrinterNews {

  /// One more line is on the paper that hangs out of it.
  record LinePrinted() implements PrinterNews {}

  /// A receipt fell into the tray.
  record ReceiptCut(PrintedReceipt receipt) implements PrinterNews {}

  /// A pulse went to the drawer.
  record DrawerPulsed(Row.Pulse pulse) implements PrinterNews {}

  /// Paper, cover or drawer.
  record ConditionChanged(PrinterCondition condition) implements PrinterNews {}

  /// The wire is lost; the printer does nothing any more.
  record Unplugged(String reason) implements PrinterNews {}
}
