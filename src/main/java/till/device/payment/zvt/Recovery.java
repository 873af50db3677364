package till.device.payment.zvt;

import java.util.Optional;
import till.device.payment.Outcome;
import till.device.payment.ReversalRequest;
import till.device.payment.ServiceRequest;

/// Finds out what became of an attempt whose answer was lost, from what the terminal booked last.
///
/// The terminal knows nothing of our attempts: a repeated receipt (06 20) carries amount, currency
/// and the terminal's own numbers. It is the attempt's when it has the number that an approval had,
/// or when it was booked after the one that was the last before the attempt was sent, and the
/// amount agrees: since then nothing else was sent, and at the terminal itself no payment can be
/// started. Neither the terminal's nor our clock has to be right for that. What does not add up
/// stays unknown; it is never taken for a refusal.
final class Recovery {

  private static final String REVERSED = "the terminal has reversed this payment";
  private static final String NOT_SENT = "not sent: the daemon ended before it could be";

  private Recovery() {}

  /// @param newest note, of this attempt or of one before it; absent when there is none
  static Outcome decide(
      ServiceRequest request, Optional<AttemptMark.Note> newest, LastBooking last) {
    Optional<AttemptMark.Note> older =
        newest.filter(note -> !note.attemptId().equals(request.attemptId()));
    return switch (last) {
      case LastBooking.Untold untold ->
          new Outcome.Unknown("the terminal does not say what it booked last: " + untold.reason());
      case LastBooking.Nothing _ ->
          older.isPresent() ? new Outcome.Declined(NOT_SENT) : nothing(newest);
      case LastBooking.Booked booked ->
          older
              .map(note -> unsent(request, note, booked.status()))
              .orElseGet(() -> booked(request, newest, booked.status()));
    };
  }

  /// The note is on disk before the command leaves, so an attempt that it does not name was not
  /// sent. Where the terminal has booked what would be this one all the same, a note was lost, and
  /// a person has to look.
  private static Outcome unsent(
      ServiceRequest request, AttemptMark.Note older, StatusInformation last) {
    var asIfSent =
        new AttemptMark.Note(request.attemptId(), true, older.approved().or(older::before));
    return last.isBooked() && last.totals().isEmpty() && isOurs(request, asIfSent, last)
        ? new Outcome.Unknown(
            "nothing says that this payment was sent, but the terminal's last booking ("
                + last.number()
                + ") may be it: compare the two by hand")
        : new Outcome.Declined(NOT_SENT);
  }

  private static Outcome nothing(Optional<AttemptMark.Note> note) {
    boolean hadNone = note.map(AttemptMark.Note::hadNone).orElse(true);
    boolean approved = note.flatMap(AttemptMark.Note::approved).isPresent();
    return hadNone
        ? new Outcome.Declined(approved ? REVERSED : "the terminal has booked nothing")
        : new Outcome.Unknown("the terminal has no booking, but may have closed its day since");
  }

  private static Outcome booked(
      ServiceRequest request, Optional<AttemptMark.Note> note, StatusInformation last) {
    if (note.isEmpty() || !note.get().told()) {
      return isApproved(note, last)
          ? settled(request, last)
          : new Outcome.Unknown(
              "it is not known which bookings of the terminal are older than this payment");
    }
    if (note.get().before().filter(last.number()::isSameAs).isPresent()) {
      return new Outcome.Declined(
          note.get().approved().isPresent()
              ? REVERSED
              : "the terminal has not booked this payment");
    }
    if (isTakenBack(request, note.get(), last)) {
      return new Outcome.Declined("the terminal has booked this payment and reversed it");
    }
    boolean ours = isApproved(note, last) || isOurs(request, note.get(), last);
    if (!ours || last.totals().isPresent() || last.result().isEmpty()) {
      return new Outcome.Unknown(
          "the terminal's last booking ("
              + last.number()
              + ") cannot be matched with this payment: compare its amount by hand");
    }
    return last.isBooked()
        ? settled(request, last)
        : new Outcome.Declined(ZvtText.result(last.result().get()));
  }

  private static Outcome settled(ServiceRequest request, StatusInformation last) {
    return new Outcome.Settled(last.approval(request.amountMinor()));
  }

  /// Whether it is the booking that we were told of when it was made.
  private static boolean isApproved(Optional<AttemptMark.Note> note, StatusInformation last) {
    return note.flatMap(AttemptMark.Note::approved).filter(last.number()::isSameAs).isPresent()
        && last.isBooked();
  }

  /// Whether the terminal's last booking takes back one that it made for this attempt, by itself.
  private static boolean isTakenBack(
      ServiceRequest request, AttemptMark.Note note, StatusInformation last) {
    if (request instanceof ReversalRequest || last.reverses().isEmpty() || !last.isBooked()) {
      return false;
    }
    var original = new BookingNumber(last.number().terminalId(), last.reverses(), "");
    return note.approved()
        .map(made -> made.trace().equals(original.trace()))
        .orElseGet(() -> note.before().map(original::isAfter).orElse(true));
  }

  /// Whether it was booked since, by nobody else.
  private static boolean isOurs(
      ServiceRequest request, AttemptMark.Note note, StatusInformation last) {
    boolean later = note.before().map(last.number()::isAfter).orElse(true);
    boolean sameKind = request instanceof ReversalRequest || last.reverses().isEmpty();
    return note.approved().isEmpty() && later && sameKind && agrees(request, note, last);
  }

  /// A currency that is not stated is the terminal's own. An amount has to be stated, but of a
  /// reversal, which is whole. Less than was asked for is what a card had, when no other booking
  /// can have come between.
  private static boolean agrees(
      ServiceRequest request, AttemptMark.Note note, StatusInformation last) {
    long asked = request.amountMinor();
    long booked = last.amountMinor().orElse(0);
    boolean amountAgrees =
        booked == asked
            || (request instanceof ReversalRequest && booked == 0)
            || (booked > 0
                && booked < asked
                && note.before().map(last.number()::isNextTo).orElse(true));
    return amountAgrees
        && last.currency().orElse(ZvtCommand.currencyNumber(request.currency()))
            == ZvtCommand.currencyNumber(request.currency());
  }
}
