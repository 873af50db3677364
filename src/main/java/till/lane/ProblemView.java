package till.lane;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import till.device.drawer.DrawerState;
import till.journal.Space;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.Problem;
import till.sale.Reason;
import till.sale.Texts;
import till.sale.Verdict;

/// Something a person has to see, and perhaps to clear.
///
/// @param id stable while the problem lasts
/// @param level how much it stands in the way
/// @param line the line it is about
/// @param coupon the code of the coupon it is about
public record ProblemView(
    String id,
    String code,
    Level level,
    Optional<Integer> line,
    String text,
    Optional<String> coupon) {

  /// The id of what the scale has to say.
  static final String SCALE = "scale";

  /// The id of a call for help while no sale is open.
  static final String ASSISTANCE = "assistance";

  private static final Texts TEXTS = new Texts("till.lane.texts");

  /// How much it stands in the way.
  public enum Level {
    /// To be read; nobody has to come for it.
    NOTICE,
    /// Somebody has to come before the total is taken.
    DEFERRED,
    /// Somebody has to come now.
    BLOCKING,
    /// Something is badly wrong, whether anybody is served or not; or nobody but somebody of the
    /// shop says how a sale goes on.
    CRITICAL;

    /// The word machines see.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What the shop has just said no to.
  static ProblemView refused(Verdict.Refused refused, List<String> languages) {
    String text = refused.reason().text(languages);
    return of(
        Level.NOTICE,
        "notice",
        refused.reason().code(),
        refused.detail().isEmpty() ? text : text + ": " + refused.detail());
  }

  /// What somebody has to look at in the open sale.
  static ProblemView of(Problem problem, List<String> languages) {
    String text = problem.code().text(languages);
    return new ProblemView(
        problem.id(),
        problem.code().wireName(),
        switch (problem.code().level()) {
          case DEFERRED -> Level.DEFERRED;
          case BLOCKING -> Level.BLOCKING;
          case CRITICAL -> Level.CRITICAL;
        },
        problem.line(),
        problem.coupon().map(code -> text + ": " + code).orElse(text),
        problem.coupon());
  }

  /// What lies on the scale cannot be sold, yet or at all.
  static ProblemView onScale(String code, List<String> languages) {
    return of(Level.NOTICE, SCALE, code, languages);
  }

  static ProblemView paymentUnknown(PaymentAttempt attempt, List<String> languages) {
    String code = "payment-unknown";
    return of(
        Level.BLOCKING,
        attempt.attemptId(),
        code,
        TEXTS.text(code, languages, attempt.amount().toString()));
  }

  static ProblemView printDoubtful(PrintJob job, List<String> languages) {
    String code = "print-doubtful";
    String text = TEXTS.text(code, languages);
    return of(
        Level.BLOCKING, job.jobId(), code, job.reason().map(why -> text + ": " + why).orElse(text));
  }

  /// @param folder where the files are kept
  static ProblemView journalQuarantined(String folder, List<String> languages) {
    String code = "journal-quarantined";
    return of(Level.NOTICE, code, code, TEXTS.text(code, languages, folder));
  }

  /// The disk is filling up; nothing, while there is enough room.
  static Optional<ProblemView> disk(Space.Room room, List<String> languages) {
    return switch (room) {
      case AMPLE -> Optional.empty();
      case LOW -> Optional.of(of(Level.NOTICE, "disk", "disk-low", languages));
      case CLOSED ->
          Optional.of(
              of(
                  Level.CRITICAL,
                  "disk",
                  Reason.STORAGE_FULL.code(),
                  Reason.STORAGE_FULL.text(languages)));
    };
  }

  /// The drawer needs somebody; nothing, while it does not.
  static Optional<ProblemView> drawer(DrawerState state, List<String> languages) {
    return switch (state) {
      case LEFT_OPEN -> Optional.of(of(Level.BLOCKING, "drawer", "drawer-open", languages));
      case DID_NOT_OPEN ->
          Optional.of(of(Level.BLOCKING, "drawer", "drawer-did-not-open", languages));
      case UNKNOWN, SHUT, OPEN -> Optional.empty();
    };
  }

  /// Help was called for while no sale is open.
  static ProblemView assistance(List<String> languages) {
    return of(
        Level.BLOCKING,
        ASSISTANCE,
        Problem.Code.ASSISTANCE.wireName(),
        Problem.Code.ASSISTANCE.text(languages));
  }

  static ProblemView caseOpen(List<String> languages) {
    return of(Level.CRITICAL, "case", "case-open", languages);
  }

  static ProblemView clockNotSet(List<String> languages) {
    return of(Level.NOTICE, "clock-not-set", "clock-not-set", languages);
  }

  static ProblemView journalContradicted(List<String> languages) {
    return of(Level.NOTICE, "journal-contradiction", "journal-contradiction", languages);
  }

  /// With the sentence of its code.
  private static ProblemView of(Level level, String id, String code, List<String> languages) {
    return of(level, id, code, TEXTS.text(code, languages));
  }

  private static ProblemView of(Level level, String id, String code, String text) {
    return new ProblemView(id, code, level, Optional.empty(), text, Optional.empty());
  }
}
