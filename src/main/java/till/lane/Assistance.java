package till.lane;

import java.util.List;
import java.util.Map;
import till.sale.Input;
import till.sale.Verdict;

/// Somebody has to come to the customer, until somebody has.
final class Assistance {

  private Assistance() {}

  /// With a sale the call is the sale's, and on its document; without one it is only known here.
  static Verdict call(Draft draft) {
    if (draft.workstation().state().sale().isPresent()) {
      return draft.decide(new Input.CallAssistance());
    }
    called(true, draft);
    return new Verdict.Accepted(List.of(), List.of());
  }

  /// Somebody has come, or has seen to another problem.
  static Verdict clear(Input.ClearProblem clear, Draft draft) {
    if (!clear.problemId().equals(ProblemView.ASSISTANCE) || !draft.surroundings().isHelpCalled()) {
      return draft.decide(clear);
    }
    called(false, draft);
    return draft.decide(
        new Input.RecordControl("assistance-cleared", Map.of("reason", clear.reason())));
  }

  private static void called(boolean isSo, Draft draft) {
    if (isSo != draft.surroundings().isHelpCalled()) {
      draft.become(draft.surroundings().helpCalled(isSo));
      draft.changed();
    }
  }
}
