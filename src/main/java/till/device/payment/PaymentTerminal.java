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

  /// Asks the terminal to let go of an attempt; its own answer tells what came of it. Nothing
  /// happens when it is not the one that runs.
  default void abort(String attemptId) {}

  /// Stops asking what became of an attempt: a person has found out. No answer comes any more.
  default void forget(String attemptId) {}

  /// Leaves an open attempt without an answer: it is to be asked for at the next start.
  @Override
  void close();
}
