package till.sale;

import java.util.Optional;

/// A request to the payment terminal whose outcome is not final yet. It is on disk before the
/// terminal hears of it.
///
/// @param attemptId unique for ever; the answer carries it back
/// @param n counts the attempts of one sale, from 1
/// @param amount what is asked for, above zero, whichever way the money goes
/// @param kind absent in what was written before there were others: a payment
/// @param reverses the tender that is to be undone, for a reversal
/// @param receiptNumber the terminal's own number of what is to be undone
/// @param approved what the terminal booked, once it has said so: it may still take it back
public record PaymentAttempt(
    String attemptId,
    int n,
    Money amount,
    State state,
    Optional<Kind> kind,
    Optional<Integer> reverses,
    Optional<String> receiptNumber,
    Optional<PaymentOutcome.Booking> approved) {

  /// Which way the money goes, and why.
  public enum Kind {
    PAYMENT,
    /// Money for goods that came back.
    REFUND,
    /// A payment of this sale is undone.
    REVERSAL
  }

  /// Whether an answer is still awaited or has to be asked for.
  public enum State {
    /// Written down and on its way to the terminal.
    SENT,
    /// Approved, and the approval is on disk; the terminal has not said yet that it is final.
    APPROVED,
    /// No answer came: nobody knows whether money went.
    UNKNOWN
  }

  /// One that is about to be sent.
  static PaymentAttempt of(String transactionId, int n, Kind kind, Money amount) {
    return new PaymentAttempt(
        transactionId + "-" + n,
        n,
        amount,
        State.SENT,
        Optional.of(kind),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  /// Undoes a tender.
  static PaymentAttempt reversal(String transactionId, int n, Tender tender) {
    return new PaymentAttempt(
        transactionId + "-" + n,
        n,
        tender.amount(),
        State.SENT,
        Optional.of(Kind.REVERSAL),
        Optional.of(tender.n()),
        tender.authorization().map(Authorization::receiptNumber),
        Optional.empty());
  }

  /// Which way the money goes.
  public Kind purpose() {
    return kind.orElse(Kind.PAYMENT);
  }

  PaymentAttempt as(State next) {
    return new PaymentAttempt(attemptId, n, amount, next, kind, reverses, receiptNumber, approved);
  }

  PaymentAttempt approved(PaymentOutcome.Booking booking) {
    return new PaymentAttempt(
        attemptId, n, amount, State.APPROVED, kind, reverses, receiptNumber, Optional.of(booking));
  }
}
