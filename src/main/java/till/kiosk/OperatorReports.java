package till.kiosk;

import till.lane.Lane;

/// The business day's figures at a customer's screen, for an operator who says so in the request. A
/// POST, though nothing changes by it: an address is kept where a body is not, and has no place for
/// a PIN.
final class OperatorReports {

  private final Lane lane;
  private final ReportJson json;
  private final OperatorActs operators;

  OperatorReports(Lane lane, LaneJson json, OperatorActs operators) {
    this.lane = lane;
    this.json = new ReportJson(json.terminal());
    this.operators = operators;
  }

  Route route() {
    return Route.post(
        "/v1/reports/x",
        Role.KIOSK,
        (call, _) -> {
          var _ = operators.actor(call, Fields.of(call.jsonBody()), Role.ATTENDANT);
          return Answer.json(
              200,
              json.of(
                  lane.report()
                      .orElseThrow(
                          () -> Fault.NOT_FOUND.because("no business day is open to report on"))));
        });
  }
}
