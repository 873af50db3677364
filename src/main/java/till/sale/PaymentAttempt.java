package till.sale;

/// A request to the payment terminal whose outcome is not known yet. It is on disk before the
/// terminal hears of it.
///
/// @param attemptId unique for ever; the answer carries it back
/// @param n counts the attempts of one sale, from 1
public record PaymentAttempt(String attemptId, int n, Money amount, State state) {

  /// Whether an answer is still awaited or has to be asked for.
  public enum State {
    /// Written down and on its way to the terminal.
    SENT,
    /// No answer came: nobody knows whether the customer was charged.
    UNKNOWN
  }

  PaymentAttempt as(State next) {
    return new PaymentAttempt(attemptId, n, amount, next);
  }
}
