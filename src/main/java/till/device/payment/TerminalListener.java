package till.device.payment;

/// Who is told what the terminal says. Called on the device's thread, which waits meanwhile.
@FunctionalInterface
public interface TerminalListener {

  /// An attempt has come further.
  void answered(PaymentAnswer answer);

  /// Something happens at the terminal that a screen may show.
  default void progressed(PaymentProgress progress) {}

  default void reconciled(Reconciliation reconciliation) {}

  default void diagnosed(Diagnosis diagnosis) {}
}
