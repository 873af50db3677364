package till.device.payment;

/// The terminal's answer to one attempt. `acknowledge` is called once an approval is on disk: only
/// then does the terminal hear that we have it.
public interface PaymentAnswer {

  /// The id the request was made with.
  String attemptId();

  Outcome outcome();

  /// Tells the terminal that its approval is safe. Does nothing when there is nothing to tell.
  void acknowledge();
}
