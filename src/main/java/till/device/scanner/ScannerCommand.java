package till.device.scanner;

/// What a host can tell a scanner.
public enum ScannerCommand {
  /// Beep: the label was taken.
  GOOD_READ,
  /// Beep: the label was refused.
  BAD_READ,
  /// Read labels again.
  ENABLE,
  /// Read no labels.
  DISABLE,
  /// Begin to look for a label, as if the trigger were pulled.
  TRIGGER_ON,
  /// Stop looking.
  TRIGGER_OFF
}
