package till.device.payment;

/// The terminal's answer to one payment. `acknowledge` is called once the answer is on disk: only
/// then does the terminal hear that we have it.
public interface PaymentAnswer {

  /// The id the request was made with.
  String attemptId();

  Outcome outcome();

  /// Tells the terminal that its answer is safe. Does nothing when there is nothing to tell.
  void acknowledge();
}
