package till.journal;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import till.sale.Adjustment;
import till.sale.EntryMethod;
import till.sale.LineItem;
import till.sale.LineRate;
import till.sale.ReturnedLine;
import till.sale.Scan;
import till.sale.Tax;
import till.sale.Weight;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The lines of a sale in its document.
final class SaleLines {

  private SaleLines() {}

  static void write(ObjectNode node, LineItem line) {
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
    line.scan().ifPresent(scan -> writeScan(node.putObject("scan"), scan));
    node.put("voided", line.voided());
    line.weight().ifPresent(weight -> writeWeight(node.putObject("weight"), weight));
    if (!line.adjustments().isEmpty()) {
      ArrayNode adjustments = node.putArray("adjustments");
      line.adjustments().forEach(each -> writeAdjustment(adjustments.addObject(), each));
    }
    line.belongsTo().ifPresent(article -> node.put("belongsTo", article));
    line.ageClass().ifPresent(age -> node.put("ageClass", age));
    line.returned().ifPresent(from -> writeReturned(node.putObject("returned"), from));
  }

  private static void writeScan(ObjectNode node, Scan scan) {
    node.put("symbology", scan.symbology());
    node.put("data", scan.data());
    scan.aim().ifPresent(aim -> node.put("aim", aim));
    if (!scan.elements().isEmpty()) {
      ArrayNode elements = node.putArray("elements");
      for (Scan.Element element : scan.elements()) {
        elements.addObject().put("ai", element.ai()).put("value", element.value());
      }
    }
  }

  private static void writeWeight(ObjectNode node, Weight weight) {
    node.put("gross", weight.gross().toPlainString());
    node.put("tare", weight.tare().toPlainString());
    node.put("net", weight.net().toPlainString());
    node.put("unit", "kg");
  }

  private static void writeAdjustment(ObjectNode node, Adjustment adjustment) {
    node.put("code", adjustment.code().wireName());
    node.put("amount", adjustment.amount().minor());
    node.put("reason", adjustment.reason());
    node.put("operator", adjustment.operator());
  }

  private static void writeReturned(ObjectNode node, ReturnedLine from) {
    node.put("transactionId", from.transactionId());
    node.put("line", from.line());
    from.tax().ifPresent(tax -> node.put("tax", tax.minor()));
  }

  /// @param taxes of its document, which say what the rates were
  static LineItem read(JsonNode line, List<Tax> taxes, Currency currency) {
    return new LineItem(
        Math.toIntExact(Fields.integer(line, "n")),
        Fields.named(LineItem.Kind.values(), LineItem.Kind::wireName, Fields.text(line, "kind")),
        Fields.text(line, "itemId"),
        Fields.text(line, "description"),
        new BigDecimal(Fields.text(line, "quantity")),
        Fields.text(line, "unitOfMeasure"),
        Fields.money(line, "regularUnitPrice", currency),
        Fields.money(line, "actualUnitPrice", currency),
        Fields.money(line, "extendedAmount", currency),
        Fields.text(line, "taxGroup"),
        Fields.named(EntryMethod.values(), EntryMethod::wireName, Fields.text(line, "entryMethod")),
        Fields.object(line, "scan").map(SaleLines::readScan),
        Fields.bool(line, "voided"),
        readRate(line, taxes),
        Fields.object(line, "weight")
            .map(weight ->
                new Weight(
                    new BigDecimal(Fields.text(weight, "gross")),
                    new BigDecimal(Fields.text(weight, "tare")))),
        Fields.readAll(line, "adjustments", adjustment -> readAdjustment(adjustment, currency)),
        Fields.optionalInteger(line, "belongsTo"),
        Fields.object(line, "returned")
            .map(from ->
                new ReturnedLine(
                    Fields.text(from, "transactionId"),
                    Math.toIntExact(Fields.integer(from, "line")),
                    from.has("tax")
                        ? Optional.of(Fields.money(from, "tax", currency))
                        : Optional.empty())),
        Fields.optionalInteger(line, "ageClass"));
  }

  private static Optional<LineRate> readRate(JsonNode line, List<Tax> taxes) {
    String group = Fields.text(line, "taxGroup");
    Optional<BigDecimal> own = Fields.optional(line, "taxPercent").map(BigDecimal::new);
    return taxes.stream()
        .filter(tax -> tax.group().equals(group))
        .filter(tax -> own.isEmpty() || own.get().compareTo(tax.percent()) == 0)
        .findFirst()
        .map(tax -> new LineRate(tax.percent(), tax.included()));
  }

  private static Scan readScan(JsonNode scan) {
    List<Scan.Element> elements = new ArrayList<>();
    for (JsonNode element : scan.path("elements")) {
      elements.add(new Scan.Element(Fields.text(element, "ai"), Fields.text(element, "value")));
    }
    return new Scan(
        Fields.text(scan, "symbology"),
        Fields.text(scan, "data"),
        Fields.optional(scan, "aim"),
        elements);
  }

  private static Adjustment readAdjustment(JsonNode adjustment, Currency currency) {
    return new Adjustment(
        Fields.named(
            Adjustment.Code.values(), Adjustment.Code::wireName, Fields.text(adjustment, "code")),
        Fields.money(adjustment, "amount", currency),
        Fields.text(adjustment, "reason"),
        Fields.text(adjustment, "operator"));
  }
}
