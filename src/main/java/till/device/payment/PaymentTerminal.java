package till.device.payment;

/// A payment terminal, one attempt at a time.
///
/// Both calls hand over and return at once; the answers come on the device's thread. A call while
/// an attempt is open is a mistake of the caller.
public interface PaymentTerminal extends AutoCloseable {

  /// Asks for money. The attempt has to be on disk. Answered once: approved, declined, or unknown,
  /// and then `query` has to find out.
  ///
  /// @throws IllegalStateException when an attempt is open
  void pay(PaymentRequest request);

  /// Asks what became of an attempt, again and again until it is known. Answered approved or
  /// declined in the end; unknown, once for each reason, until then.
  ///
  /// @throws IllegalStateException when an attempt is open
  void query(PaymentRequest request);

  /// Leaves an open attempt without an answer: it is to be asked for at the next start.
  @Override
  void close();
}
