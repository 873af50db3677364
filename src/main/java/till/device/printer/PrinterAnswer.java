package till.device.printer;

/// What a printer says.
sealed interface PrinterAnswer {

  /// Automatic Status Back (`GS a`): four bytes, sent at each change without being asked.
  record Status(int first, int second, int third, int fourth) implements PrinterAnswer {}

  /// The answer to `DLE EOT n`. It does not say to which n.
  record RealTime(int bits) implements PrinterAnswer {}

  /// The answer to `GS r`: everything before it has been processed.
  record Processed(int paper) implements PrinterAnswer {}

  /// The answer to `DLE DC4 8`: nothing that came before it will be printed.
  record Cleared() implements PrinterAnswer {}

  /// The answer to `GS ( H`: everything before it is on paper.
  record Printed(String processId) implements PrinterAnswer {}
}
