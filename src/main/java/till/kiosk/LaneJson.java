package till.kiosk;

import java.time.temporal.ChronoUnit;
import java.util.List;
import till.lane.CustomerView;
import till.lane.DeviceView;
import till.lane.LaneView;
import till.lane.ProblemView;
import till.lane.ScaleView;
import till.sale.Adjustment;
import till.sale.LineItem;
import till.sale.PaymentAttempt;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.Unweighed;
import till.sale.Weight;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The lane's view in the words of the API. Lines look as they will in the journal document.
final class LaneJson {

  private final String terminal;

  /// @param terminal whose lane it is
  LaneJson(String terminal) {
    this.terminal = terminal;
  }

  String terminal() {
    return terminal;
  }

  ObjectNode of(LaneView view) {
    ObjectNode lane = Answer.object();
    lane.put("terminal", terminal);
    lane.put("state", view.state().name());
    lane.put("training", view.training());
    lane.put("revision", view.revision());
    lane.put("currency", view.currency().getCurrencyCode());
    lane.put("businessDay", view.businessDay().map(Object::toString).orElse(null));
    lane.put("operator", view.operator().orElse(null));
    lane.put("prompt", view.prompt());
    lane.putNull("transaction");
    view.transaction().ifPresent(sale -> write(lane.putObject("transaction"), sale, view));
    ArrayNode problems = lane.putArray("problems");
    view.problems().forEach(problem -> write(problems.addObject(), problem));
    lane.set("devices", devices(view.devices()));
    ArrayNode suspended = lane.putArray("suspended");
    view.suspended().forEach(waiting -> write(suspended.addObject(), waiting));
    lane.putNull("lastReceipt");
    view.lastReceipt()
        .ifPresent(receipt ->
            lane.putObject("lastReceipt")
                .put("number", receipt.number())
                .put("transactionId", receipt.transactionId()));
    write(lane, view.customer());
    lane.putNull("scale");
    view.scale().ifPresent(scale -> write(lane.putObject("scale"), scale));
    return lane;
  }

  private static void write(ObjectNode lane, CustomerView customer) {
    ArrayNode languages = lane.putArray("languages");
    customer.languages().forEach(languages::add);
    lane.put("restored", customer.restored());
    lane.put("receiptPolicy", customer.receipts().wireName());
    lane.putNull("idle");
    customer
        .idle()
        .ifPresent(idle ->
            lane.putObject("idle")
                .put("expiresAt", idle.expiresAt().truncatedTo(ChronoUnit.MILLIS).toString())
                .put("secondsLeft", idle.secondsLeft()));
  }

  private static ArrayNode devices(List<DeviceView> devices) {
    ArrayNode array = Answer.object().putArray("devices");
    for (DeviceView device : devices) {
      write(array.addObject(), device);
    }
    return array;
  }

  static void write(ObjectNode node, DeviceView device) {
    node.put("name", device.name())
        .put("category", device.category())
        .put("state", device.state())
        .put("since", device.since().toString())
        .put("reason", device.reason());
  }

  private static void write(ObjectNode node, RetailTransaction sale, LaneView view) {
    SaleTotals totals = view.totals().orElseThrow();
    node.put("transactionId", sale.transactionId());
    node.put("status", sale.status().name());
    ArrayNode lines = node.putArray("lines");
    sale.lines().forEach(line -> write(lines.addObject(), line));
    node.put("total", totals.total().minor());
    node.put("tendered", totals.tendered().minor());
    node.put("due", totals.due().minor());
    node.put("cashDue", view.cashDue().orElseThrow().minor());
    node.put("rounding", totals.rounding().minor());
    ArrayNode taxes = node.putArray("taxes");
    totals.taxes().forEach(tax -> write(taxes.addObject(), tax));
    sale.language().ifPresent(language -> node.put("language", language));
    sale.receipt().ifPresent(choice -> node.put("receipt", choice.wireName()));
    ArrayNode tenders = node.putArray("tenders");
    sale.tenders().forEach(tender -> write(tenders.addObject(), tender));
    node.putNull("unweighed");
    sale.unweighed().ifPresent(what -> write(node.putObject("unweighed"), what));
    node.putNull("payment");
    sale.attempt().ifPresent(attempt -> write(node.putObject("payment"), attempt));
  }

  private static void write(ObjectNode node, LineItem line) {
    node.put("n", line.n());
    node.put("kind", line.kind().wireName());
    node.put("itemId", line.itemId());
    node.put("description", line.description());
    node.put("quantity", line.quantity().toPlainString());
    node.put("unitOfMeasure", line.unitOfMeasure());
    node.put("regularUnitPrice", line.regularUnitPrice().minor());
    node.put("actualUnitPrice", line.actualUnitPrice().minor());
    node.put("extendedAmount", line.extendedAmount().minor());
    node.put("taxGroup", line.taxGroup());
    node.put("entryMethod", line.entryMethod().wireName());
    line.scan().ifPresent(scan -> write(node.putObject("scan"), scan));
    node.put("voided", line.voided());
    line.weight().ifPresent(weight -> write(node.putObject("weight"), weight));
    if (!line.adjustments().isEmpty()) {
      ArrayNode adjustments = node.putArray("adjustments");
      line.adjustments().forEach(adjustment -> write(adjustments.addObject(), adjustment));
    }
    line.belongsTo().ifPresent(article -> node.put("belongsTo", article));
    line.ageClass().ifPresent(age -> node.put("ageClass", age));
    line.returned()
        .ifPresent(from ->
            node.putObject("returned")
                .put("transactionId", from.transactionId())
                .put("line", from.line()));
  }

  private static void write(ObjectNode node, Weight weight) {
    node.put("gross", weight.gross().toPlainString());
    node.put("tare", weight.tare().toPlainString());
    node.put("net", weight.net().toPlainString());
    node.put("unit", "kg");
  }

  private static void write(ObjectNode node, Adjustment adjustment) {
    node.put("code", adjustment.code().wireName());
    node.put("amount", adjustment.amount().minor());
    node.put("reason", adjustment.reason());
    node.put("operator", adjustment.operator());
  }

  private static void write(ObjectNode node, Unweighed what) {
    node.put("itemId", what.item().itemId());
    node.put("description", what.description());
    node.put("unitPrice", what.item().unitPrice().minor());
    node.put("unitOfMeasure", what.item().unitOfMeasure());
    node.put("tare", what.tare().toPlainString());
  }

  private static void write(ObjectNode node, ScaleView scale) {
    node.put("state", scale.state().wireName());
    node.putNull("weight");
    scale
        .weight()
        .ifPresent(weight ->
            node.putObject("weight")
                .put("value", weight.value().toPlainString())
                .put("unit", weight.unit()));
    node.put("net", scale.net());
  }

  private static void write(ObjectNode node, LaneView.Waiting waiting) {
    node.put("transactionId", waiting.transactionId());
    node.put("total", waiting.total().minor());
    node.put("lines", waiting.lines());
    node.put("at", waiting.at().truncatedTo(ChronoUnit.MILLIS).toString());
  }

  private static void write(ObjectNode node, Scan scan) {
    node.put("symbology", scan.symbology());
    node.put("data", scan.data());
    scan.aim().ifPresent(aim -> node.put("aim", aim));
    if (!scan.elements().isEmpty()) {
      ArrayNode elements = node.putArray("elements");
      scan.elements()
          .forEach(element ->
              elements.addObject().put("ai", element.ai()).put("value", element.value()));
    }
  }

  static void write(ObjectNode node, Tax tax) {
    node.put("group", tax.group());
    node.put("percent", tax.percent().toPlainString());
    node.put("included", tax.included());
    node.put("taxable", tax.taxable().minor());
    node.put("amount", tax.amount().minor());
  }

  private static void write(ObjectNode node, Tender tender) {
    node.put("n", tender.n());
    node.put("type", tender.type().wireName());
    node.put("amount", tender.amount().minor());
    node.put("given", tender.given().minor());
    tender.reverses().ifPresent(n -> node.put("reverses", n));
  }

  private static void write(ObjectNode node, PaymentAttempt attempt) {
    node.put("attemptId", attempt.attemptId());
    node.put("amount", attempt.amount().minor());
    node.put("state", attempt.state().name());
    node.put("kind", attempt.purpose().name());
  }

  private static void write(ObjectNode node, ProblemView problem) {
    node.put("id", problem.id());
    node.put("code", problem.code());
    node.put("level", problem.level().wireName());
    problem.line().ifPresent(line -> node.put("line", line));
    problem.coupon().ifPresent(coupon -> node.put("coupon", coupon));
    node.put("text", problem.text());
  }
}
