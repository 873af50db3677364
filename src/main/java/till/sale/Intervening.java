package till.sale;

import java.util.Optional;

/// Somebody looks at a problem and decides.
final class Intervening {

  private final Plan plan;

  Intervening(Plan plan) {
    this.plan = plan;
  }

  /// The customer calls for somebody. Twice is once.
  Verdict callAssistance() {
    return plan.state()
        .sale()
        .map(sale -> {
          boolean called =
              sale.openProblems().stream()
                  .anyMatch(problem -> problem.code() == Problem.Code.ASSISTANCE);
          if (!called) {
            plan.raise(Problem.Code.ASSISTANCE, Optional.empty());
          }
          return plan.accepted();
        })
        .orElseGet(() -> Plan.refused(Reason.NO_TRANSACTION));
  }

  Verdict clear(Input.ClearProblem clear) {
    return plan.byActor(actor -> clear(clear, actor));
  }

  private Verdict clear(Input.ClearProblem clear, Actor actor) {
    Optional<Problem> found =
        plan.state().sale().stream()
            .flatMap(sale -> sale.problems().stream())
            .filter(problem -> problem.id().equals(clear.problemId()))
            .findFirst();
    if (found.isEmpty()) {
      return Plan.refused(Reason.NO_SUCH_PROBLEM, clear.problemId());
    }
    if (!found.get().isOpen()) {
      return Plan.refused(Reason.PROBLEM_CLEARED, clear.problemId());
    }
    plan.fact(
        new Entry.ProblemCleared(
            clear.problemId(),
            new Problem.Clearing(
                clear.decision(),
                actor.operator(),
                actor.method(),
                clear.reason(),
                plan.moment().at())));
    switch (clear.decision()) {
      case APPROVED -> approved(found.get());
      case REFUSED -> refused(found.get());
    }
    return plan.accepted();
  }

  private void approved(Problem problem) {
    switch (problem.code()) {
      case VOID_LIMIT -> problem.line().ifPresent(this::voidLine);
      case SIGNATURE_CHECK -> new Tendering(plan).endIfPaid();
      case AGE_RESTRICTED, QUANTITY_LIMIT, NOT_FOR_SALE, ASSISTANCE, REVERSAL_FAILED, IDLE -> {}
    }
  }

  private void refused(Problem problem) {
    switch (problem.code()) {
      case AGE_RESTRICTED, QUANTITY_LIMIT, NOT_FOR_SALE -> problem.line().ifPresent(this::voidLine);
      case SIGNATURE_CHECK ->
          plan.sale().standing().stream()
              .filter(tender -> tender.type() == TenderType.CREDIT_DEBIT)
              .findFirst()
              .ifPresent(new Tendering(plan)::reverse);
      case IDLE -> giveUp();
      case VOID_LIMIT, ASSISTANCE, REVERSAL_FAILED -> {}
    }
  }

  /// The customer has gone: what they paid goes back.
  private void giveUp() {
    var _ = new Tendering(plan).cancel();
  }

  private void voidLine(int n) {
    plan.sale()
        .line(n)
        .filter(line -> !line.voided())
        .ifPresent(line -> plan.fact(new Entry.LineVoided(line.n())));
  }
}
