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
    return raiseOnce(Problem.Code.ASSISTANCE);
  }

  /// The goods are refused, and somebody has to take them away. Twice is once.
  Verdict reportRecalled() {
    return raiseOnce(Problem.Code.NOT_FOR_SALE);
  }

  private Verdict raiseOnce(Problem.Code code) {
    return plan.state()
        .sale()
        .map(sale -> {
          if (sale.openProblems().stream().anyMatch(problem -> problem.code() == code)) {
            return plan.accepted();
          }
          plan.raise(code, Optional.empty());
          return plan.isFull() ? Plan.refused(Reason.TOO_MANY_LINES) : plan.accepted();
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
    var how =
        new Problem.Clearing(
            clear.decision(), actor.operator(), actor.method(), clear.reason(), plan.moment().at());
    plan.clear(clear.problemId(), how);
    alsoClear(found.get(), how);
    switch (clear.decision()) {
      case APPROVED -> approved(found.get());
      case REFUSED -> {
        if (found.get().code() == Problem.Code.BASKET_CHECK) {
          return new Suspending(plan).suspend();
        }
        refused(found.get());
      }
    }
    endWhatWaitedForIt();
    return plan.accepted();
  }

  /// A sale that was paid meanwhile has waited for this, and for nothing else.
  private void endWhatWaitedForIt() {
    if (plan.state().sale().filter(sale -> sale.status() == SaleStatus.TENDERING).isPresent()) {
      new Tendering(plan).endIfPaid();
    }
  }

  /// Who is old enough for one thing is old enough for what is for younger people, and the other
  /// way round.
  private void alsoClear(Problem problem, Problem.Clearing how) {
    var ages = new AgeChecks(plan.sale());
    Optional<Integer> age = ages.age(problem);
    for (Problem other : plan.sale().openProblems()) {
      Optional<Integer> otherAge = ages.age(other);
      if (age.isPresent()
          && otherAge.isPresent()
          && settles(how.decision(), age.get(), otherAge.get())) {
        plan.clear(other.id(), how);
      }
    }
  }

  private static boolean settles(Problem.Decision decision, int age, int otherAge) {
    return switch (decision) {
      case APPROVED -> otherAge <= age;
      case REFUSED -> otherAge >= age;
    };
  }

  private void approved(Problem problem) {
    switch (problem.code()) {
      case VOID_LIMIT -> problem.line().ifPresent(plan::takeBack);
      case AGE_RESTRICTED,
          QUANTITY_LIMIT,
          NOT_FOR_SALE,
          WEIGHT_NEEDED,
          SIGNATURE_CHECK,
          RETURN_CHECK,
          COUPON_CHECK,
          BASKET_CHECK,
          ASSISTANCE,
          REVERSAL_FAILED,
          IDLE -> {}
    }
  }

  private void refused(Problem problem) {
    switch (problem.code()) {
      case AGE_RESTRICTED -> refusedAge(problem);
      case QUANTITY_LIMIT, NOT_FOR_SALE, WEIGHT_NEEDED -> problem.line().ifPresent(plan::takeBack);
      case SIGNATURE_CHECK -> giveBackLastCard(plan.sale());
      case RETURN_CHECK -> new Returning(plan).refuse(problem);
      case COUPON_CHECK -> problem.coupon().ifPresent(new Redeeming(plan)::refuse);
      case IDLE -> giveUp();
      case VOID_LIMIT, BASKET_CHECK, ASSISTANCE, REVERSAL_FAILED -> {}
    }
  }

  /// Unless money goes back already, because the sale is being left.
  private void giveBackLastCard(RetailTransaction sale) {
    if (sale.attempt().isEmpty()) {
      sale.standing().stream()
          .filter(Tender::isCard)
          .findFirst()
          .ifPresent(new Tendering(plan)::reverse);
    }
  }

  /// The customer has gone: what they paid goes back.
  private void giveUp() {
    var _ = new Tendering(plan).cancel();
  }

  /// All goes that the customer is too young for.
  private void refusedAge(Problem problem) {
    int age = new AgeChecks(plan.sale()).age(problem).orElse(0);
    for (LineItem line : plan.sale().lines()) {
      if (line.ageClass().filter(years -> years >= age).isPresent()) {
        plan.takeBack(line.n());
      }
    }
  }
}
