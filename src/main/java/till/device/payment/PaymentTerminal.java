package till.device.payment;

/// A payment terminal, one attempt at a time.
///
/// All calls hand over and return at once; the answers come to the `TerminalListener`. An attempt
/// is open from its call until it is settled or declined.
public interface PaymentTerminal extends AutoCloseable {

  /// Begins an attempt. It has to be on disk. Answered with approved, and then settled or declined;
  /// or declined at once; or unknown, and then `query` has to find out.
  ///
  /// An attempt whose outcome is unknown gives way to the next one: whoever begins that has had a
  /// person decide.
  ///
  /// @throws IllegalStateException when another attempt is running or being asked for
  void perform(ServiceRequest request);

  /// Asks what became of an attempt (nexo TransactionStatusRequest), again and again until it is
  /// known. Answered settled or declined in the end; unknown, once for each reason, until then. For
  /// an attempt that is running or being asked for, its own answer is the answer.
  ///
  /// @throws IllegalStateException when another attempt is running or being asked for
  void query(ServiceRequest request);

  /// Wishes that an attempt be given up (nexo AbortRequest). Only a wish: the attempt's own answer
  /// tells what came of it. Ignored when it is not running, and once it is approved.
  void abort(String attemptId);

  /// A person has found out what became of an attempt: it is not asked for any more. Ignored while
  /// it runs.
  void resolved(String attemptId);

  /// Closes the terminal's day (nexo ReconciliationRequest). Refused while an attempt is open.
  void reconcile(String serviceId);

  /// Has the terminal look at itself (nexo DiagnosisRequest).
  void diagnose();

  /// Leaves an open attempt without an answer: it is to be asked for at the next start.
  @Override
  void close();
}
