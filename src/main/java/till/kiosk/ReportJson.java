package till.kiosk;

import till.lane.DayReport;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The report of a business day in the words of the API. Figures look as they do in the journal
/// document that closes the day.
final class ReportJson {

  private final String terminal;

  /// @param terminal whose days they are
  ReportJson(String terminal) {
    this.terminal = terminal;
  }

  ObjectNode of(DayReport report) {
    ObjectNode node = Answer.object();
    node.put("report", report.z().isPresent() ? "z" : "x");
    node.put("training", report.training());
    report.z().ifPresent(z -> node.put("number", z.number()));
    node.put("terminal", terminal);
    node.put("businessDay", report.businessDay().toString());
    node.put("at", report.at().toString());
    node.put("operator", report.operator());
    node.put("currency", report.totals().sales().currency().getCurrencyCode());
    node.setAll((ObjectNode) JsonMapper.shared().readTree(report.figures()));
    if (report.totals().cash().counted().isEmpty()) {
      node.withObject("cash").putNull("counted").putNull("difference");
    }
    report
        .z()
        .ifPresent(z ->
            node.putObject("document")
                .put("epoch", z.epoch())
                .put("number", z.document())
                .put("hash", z.hash()));
    return node;
  }
}
