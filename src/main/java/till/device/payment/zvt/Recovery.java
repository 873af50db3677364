package till.device.payment.zvt;

import java.util.Optional;
import till.device.payment.Outcome;
import till.device.payment.PaymentRequest;

/// Finds out what became of an attempt whose answer was lost, from what the terminal booked last.
///
/// The terminal knows nothing of our attempts: a repeated receipt (06 20) carries amount, currency
/// and the terminal's own numbers. It is the attempt's when it was booked after the one that was
/// the last before the attempt was sent, and the amount agrees: since then nothing else was sent,
/// and at the terminal itself no payment can be started. Neither the terminal's nor our clock has
/// to be right for that. What does not add up stays unknown; it is never taken for a refusal.
final class Recovery {

  private Recovery() {}

  /// The outcome when the note alone tells: the mark is written before the command, so an attempt
  /// it does not name was never sent.
  static Optional<Outcome> withoutAsking(PaymentRequest request, Optional<AttemptMark.Note> note) {
    return note.filter(written -> !written.attemptId().equals(request.attemptId()))
        .map(other -> new Outcome.Declined("not sent: the daemon ended before it could be"));
  }

  /// @param note of this attempt, when there is one
  static Outcome decide(PaymentRequest request, Optional<AttemptMark.Note> note, LastBooking last) {
    return switch (last) {
      case LastBooking.Untold untold ->
          new Outcome.Unknown("the terminal does not say what it booked last: " + untold.reason());
      case LastBooking.Nothing _ -> nothing(note);
      case LastBooking.Booked booked -> booked(request, note, booked.status());
    };
  }

  private static Outcome nothing(Optional<AttemptMark.Note> note) {
    boolean hadNone = note.map(AttemptMark.Note::hadNone).orElse(true);
    return hadNone
        ? new Outcome.Declined("the terminal has booked nothing")
        : new Outcome.Unknown("the terminal has no booking, but may have closed its day since");
  }

  private static Outcome booked(
      PaymentRequest request, Optional<AttemptMark.Note> note, StatusInformation last) {
    if (note.isEmpty() || !note.get().told()) {
      return new Outcome.Unknown(
          "it is not known which bookings of the terminal are older than this payment");
    }
    Optional<BookingNumber> before = note.get().before();
    if (before.isPresent() && before.get().equals(last.number())) {
      return new Outcome.Declined("the terminal has not booked this payment");
    }
    boolean later = before.isEmpty() || last.number().isAfter(before.get());
    if (!later || last.totals() || !agrees(request, last) || last.result().isEmpty()) {
      return new Outcome.Unknown(
          "the terminal's last booking ("
              + last.number()
              + ") cannot be matched with this payment: compare its amount by hand");
    }
    return last.isBooked()
        ? last.approved(Optional.empty(), Optional.empty())
        : new Outcome.Declined(ZvtText.result(last.result().get()));
  }

  /// A currency that is not stated is the terminal's own; an amount has to be stated.
  private static boolean agrees(PaymentRequest request, StatusInformation last) {
    return last.amountMinor().orElse(0) == request.amountMinor()
        && last.currency().orElse(ZvtCommand.currencyNumber(request.currency()))
            == ZvtCommand.currencyNumber(request.currency());
  }
}
