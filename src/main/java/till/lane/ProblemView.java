package till.lane;

import java.util.Locale;
import java.util.Optional;
import till.device.drawer.DrawerState;
import till.journal.Space;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.Problem;
import till.sale.Reason;
import till.sale.Verdict;

/// Something a person has to see, and perhaps to clear.
///
/// @param id stable while the problem lasts
/// @param level `notice`, `deferred`, `blocking` or `critical`
/// @param line the line it is about
public record ProblemView(
    String id, String code, String level, Optional<Integer> line, String text) {

  /// The id of a call for help while no sale is open.
  static final String ASSISTANCE = "assistance";

  /// What the shop has just said no to.
  static ProblemView refused(Verdict.Refused refused) {
    String text = refused.reason().text();
    return notice(
        "notice",
        refused.reason().code(),
        refused.detail().isEmpty() ? text : text + ": " + refused.detail());
  }

  /// What somebody has to look at in the open sale.
  static ProblemView of(Problem problem) {
    return new ProblemView(
        problem.id(),
        problem.code().wireName(),
        problem.code().level().name().toLowerCase(Locale.ROOT),
        problem.line(),
        problem.code().text());
  }

  static ProblemView paymentUnknown(PaymentAttempt attempt) {
    return new ProblemView(
        attempt.attemptId(),
        "payment-unknown",
        "blocking",
        Optional.empty(),
        "The payment terminal is being asked whether " + attempt.amount() + " was paid");
  }

  static ProblemView printDoubtful(PrintJob job) {
    String text = "Nobody knows whether this receipt was printed whole";
    return notice(
        job.jobId(), "print-doubtful", job.reason().map(why -> text + ": " + why).orElse(text));
  }

  /// @param folder where the files are kept
  static ProblemView journalQuarantined(String folder) {
    return notice(
        "journal-quarantined",
        "journal-quarantined",
        "A journal that could not be read is kept in "
            + folder
            + ": save what is in it, then take the folder away");
  }

  /// The disk is filling up; nothing, while there is enough room.
  static Optional<ProblemView> disk(Space.Room room) {
    return switch (room) {
      case AMPLE -> Optional.empty();
      case LOW ->
          Optional.of(
              notice("disk", "disk-low", "The disk is nearly full: somebody has to make room"));
      case CLOSED ->
          Optional.of(notice("disk", Reason.STORAGE_FULL.code(), Reason.STORAGE_FULL.text()));
    };
  }

  /// The drawer needs somebody; nothing, while it does not.
  static Optional<ProblemView> drawer(DrawerState state) {
    return switch (state) {
      case LEFT_OPEN ->
          Optional.of(notice("drawer", "drawer-open", "The cash drawer stands open: shut it"));
      case DID_NOT_OPEN ->
          Optional.of(
              notice(
                  "drawer",
                  "drawer-did-not-open",
                  "The cash drawer did not open: is it locked, are its cables in?"));
      case UNKNOWN, SHUT, OPEN -> Optional.empty();
    };
  }

  /// Help was called for while no sale is open.
  static ProblemView assistance() {
    return notice(ASSISTANCE, Problem.Code.ASSISTANCE.wireName(), Problem.Code.ASSISTANCE.text());
  }

  static ProblemView caseOpen() {
    return notice("case", "case-open", "The case stands open: who has opened it?");
  }

  static ProblemView clockNotSet() {
    return notice(
        "clock-not-set",
        "clock-not-set",
        "The clock of this board has not been set: open the business day with its date, or connect"
            + " the board so that it learns the time");
  }

  static ProblemView journalContradicted() {
    return notice(
        "journal-contradiction",
        "journal-contradiction",
        "The fleet knows other documents of this terminal than its journal has: was its disk put"
            + " back from a backup, or is a copy of it in another terminal? All are kept");
  }

  private static ProblemView notice(String id, String code, String text) {
    return new ProblemView(id, code, "notice", Optional.empty(), text);
  }
}
