package till.kiosk;

import java.util.TreeMap;
import till.lane.DayReport;
import till.sale.DayTotals;
import till.sale.DrawerCash;
import till.sale.GrandTotals;
import till.sale.Money;
import till.sale.TenderSum;
import tools.jackson.databind.node.ArrayNode;
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
    write(node, report.totals());
    write(node.putObject("grandTotals"), report.grandTotals());
    report
        .z()
        .ifPresent(z ->
            node.putObject("document")
                .put("epoch", z.epoch())
                .put("number", z.document())
                .put("hash", z.hash()));
    return node;
  }

  private static void write(ObjectNode node, DayTotals totals) {
    node.put("openedAt", totals.openedAt().toString());
    node.put("firstSequence", totals.firstSequence());
    node.put("lastSequence", totals.lastSequence());
    node.putObject("transactions")
        .put("completed", totals.transactions().completed())
        .put("voided", totals.transactions().voided())
        .put("suspended", totals.transactions().suspended())
        .put("postVoided", totals.transactions().postVoided());
    node.put("noSales", totals.noSales());
    node.put("sales", totals.sales().minor());
    node.put("returns", totals.returns().minor());
    node.put("discounts", totals.discounts().minor());
    node.put("rounding", totals.rounding().minor());
    ArrayNode taxes = node.putArray("taxes");
    totals.taxes().forEach(tax -> LaneJson.write(taxes.addObject(), tax));
    ArrayNode tenders = node.putArray("tenders");
    for (TenderSum sum : totals.tenders()) {
      tenders
          .addObject()
          .put("type", sum.type().wireName())
          .put("count", sum.count())
          .put("amount", sum.amount().minor());
    }
    write(node.putObject("cash"), totals.cash());
  }

  private static void write(ObjectNode node, DrawerCash cash) {
    node.put("opening", cash.opening().minor());
    node.put("loans", cash.loans().minor());
    node.put("pickups", cash.pickups().minor());
    node.put("payIns", cash.payIns().minor());
    node.put("payOuts", cash.payOuts().minor());
    node.put("tenders", cash.tenders().minor());
    node.put("expected", cash.expected().minor());
    node.put("counted", cash.counted().map(Money::minor).orElse(null));
    node.put("difference", cash.difference().map(Money::minor).orElse(null));
  }

  private static void write(ObjectNode node, GrandTotals totals) {
    node.put("sales", totals.sales().minor());
    node.put("returns", totals.returns().minor());
    ObjectNode groups = node.putObject("byTaxGroup");
    new TreeMap<>(totals.byTaxGroup()).forEach((group, sum) -> groups.put(group, sum.minor()));
    ObjectNode tenders = node.putObject("byTender");
    new TreeMap<>(totals.byTender())
        .forEach((type, sum) -> tenders.put(type.wireName(), sum.minor()));
  }
}
