package till.sale;

import java.util.Optional;

/// What customers choose beside goods and money, and what becomes of a sale that they leave alone.
final class SelfService {

  private final Plan plan;

  SelfService(Plan plan) {
    this.plan = plan;
  }

  Verdict choose(Input.ChooseLanguage choice) {
    if (plan.state().sale().isEmpty()) {
      return Plan.refused(Reason.NO_TRANSACTION);
    }
    if (!plan.shop().languages().contains(choice.language())) {
      return Plan.refused(Reason.LANGUAGE_UNKNOWN, choice.language());
    }
    plan.fact(new Entry.LanguageChosen(choice.language()));
    new Naming(plan).rename(choice.goods());
    return plan.accepted();
  }

  /// The choice holds for the sale, whichever tender ends it, and only if this one is taken.
  void chooseReceipt(ReceiptChoice choice) {
    if (plan.state().sale().isPresent()) {
      plan.fact(new Entry.ReceiptChosen(choice));
    }
  }

  /// The customer is still there.
  Verdict extend() {
    return plan.state().sale().isPresent() ? plan.accepted() : Plan.refused(Reason.NO_TRANSACTION);
  }

  /// Nobody has touched the sale for too long: it is given up, or, where money was taken, somebody
  /// has to come.
  Verdict timeOut() {
    Optional<RetailTransaction> left =
        plan.state().sale().filter(RetailTransaction::waitsForCustomer);
    if (left.isEmpty()) {
      return Plan.refused(Reason.NO_TRANSACTION);
    }
    if (DocumentBytes.hasRoomForProblem(left.get())) {
      plan.raise(Problem.Code.IDLE, Optional.empty());
    }
    return left.get().standing().isEmpty() ? new Tendering(plan).cancel() : plan.accepted();
  }
}
