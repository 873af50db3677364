package till.journal;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import till.sale.FiscalRecord;
import till.sale.LineItem;
import till.sale.Link;
import till.sale.Money;
import till.sale.Problem;
import till.sale.ReceiptChoice;
import till.sale.SaleTotals;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.Transaction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// The part of a document that is about a sale: what is in it, what was paid, what it came to.
final class SaleBody {

  private SaleBody() {}

  static void write(ObjectNode document, Transaction.Retail retail) {
    document.put("priceRevision", retail.priceRevision());
    retail.language().ifPresent(language -> document.put("language", language));
    retail.receipt().ifPresent(choice -> document.put("receipt", choice.wireName()));
    ArrayNode lines = document.putArray("lines");
    retail
        .lines()
        .forEach(line -> {
          ObjectNode node = lines.addObject();
          SaleLines.write(node, line);
          if (line.returned().isPresent() || hasSeveralRates(line.taxGroup(), retail)) {
            line.taxRate()
                .ifPresent(rate -> node.put("taxPercent", rate.percent().toPlainString()));
          }
        });
    ArrayNode tenders = document.putArray("tenders");
    retail.tenders().forEach(tender -> SaleTenders.write(tenders.addObject(), tender));
    document.put("change", retail.change().minor());
    document.put("rounding", retail.totals().rounding().minor());
    document.put("total", retail.totals().total().minor());
    writeTaxes(document, retail.totals().taxes());
    ArrayNode problems = document.putArray("problems");
    retail.problems().forEach(problem -> writeProblem(problems.addObject(), problem));
    ArrayNode links = document.putArray("links");
    for (Link link : retail.links()) {
      links
          .addObject()
          .put("kind", link.kind().wireName())
          .put("transactionId", link.transactionId());
    }
    document.putNull("fiscal");
    retail.fiscal().ifPresent(record -> writeFiscal(document.putObject("fiscal"), record));
  }

  /// What comes back may bring a rate that is none of today's.
  private static boolean hasSeveralRates(String group, Transaction.Retail retail) {
    return retail.totals().taxes().stream().filter(tax -> tax.group().equals(group)).count() > 1;
  }

  static void writeTaxes(ObjectNode node, List<Tax> taxes) {
    ArrayNode array = node.putArray("taxes");
    for (Tax tax : taxes) {
      array
          .addObject()
          .put("group", tax.group())
          .put("percent", tax.percent().toPlainString())
          .put("included", tax.included())
          .put("taxable", tax.taxable().minor())
          .put("amount", tax.amount().minor());
    }
  }

  private static void writeProblem(ObjectNode node, Problem problem) {
    node.put("code", problem.code().wireName());
    problem.line().ifPresent(line -> node.put("line", line));
    problem.coupon().ifPresent(coupon -> node.put("coupon", coupon));
    problem
        .clearing()
        .ifPresent(clearing -> {
          node.put("decision", clearing.decision().wireName());
          node.put("clearedBy", clearing.operator());
          node.put("method", clearing.method());
          if (!clearing.reason().isEmpty()) {
            node.put("reason", clearing.reason());
          }
          node.put("at", Fields.time(clearing.at()));
        });
  }

  private static void writeFiscal(ObjectNode node, FiscalRecord record) {
    node.put("provider", record.provider());
    node.put("outage", record.outage());
    Fields.writeFacts(node.putObject("facts"), record.facts());
  }

  static Transaction.Retail read(JsonNode document, Currency currency) {
    List<Tax> taxes = readTaxes(document, currency);
    var lines = new ArrayList<LineItem>();
    document.path("lines").forEach(line -> lines.add(SaleLines.read(line, taxes, currency)));
    var tenders = new ArrayList<Tender>();
    document.path("tenders").forEach(tender -> tenders.add(SaleTenders.read(tender, currency)));
    Money total = Fields.money(document, "total", currency);
    Money tendered = tenders.stream().map(Tender::amount).reduce(Money.zero(currency), Money::plus);
    return new Transaction.Retail(
        Fields.named(
            Transaction.Status.values(),
            Transaction.Status::wireName,
            Fields.text(document, "status")),
        Fields.integer(document, "priceRevision"),
        lines,
        tenders,
        new SaleTotals(
            total,
            tendered,
            total.minus(tendered),
            taxes,
            Fields.money(document, "rounding", currency)),
        Fields.readAll(document, "problems", SaleBody::readProblem),
        Fields.readAll(document, "links", SaleBody::readLink),
        Fields.object(document, "fiscal").map(SaleBody::readFiscal),
        Fields.optional(document, "language"),
        Fields.optional(document, "receipt")
            .map(word -> Fields.named(ReceiptChoice.values(), ReceiptChoice::wireName, word)));
  }

  static List<Tax> readTaxes(JsonNode node, Currency currency) {
    return Fields.readAll(
        node,
        "taxes",
        tax ->
            new Tax(
                Fields.text(tax, "group"),
                new BigDecimal(Fields.text(tax, "percent")),
                !tax.has("included") || Fields.bool(tax, "included"),
                Fields.money(tax, "taxable", currency),
                Fields.money(tax, "amount", currency)));
  }

  private static Problem readProblem(JsonNode problem) {
    return new Problem(
        "",
        Fields.named(Problem.Code.values(), Problem.Code::wireName, Fields.text(problem, "code")),
        Fields.optionalInteger(problem, "line"),
        Fields.optional(problem, "decision").map(decision -> readClearing(problem, decision)),
        Fields.optional(problem, "coupon"));
  }

  private static Problem.Clearing readClearing(JsonNode problem, String decision) {
    return new Problem.Clearing(
        Fields.named(Problem.Decision.values(), Problem.Decision::wireName, decision),
        Fields.text(problem, "clearedBy"),
        Fields.text(problem, "method"),
        Fields.optional(problem, "reason").orElse(""),
        Instant.parse(Fields.text(problem, "at")));
  }

  private static Link readLink(JsonNode link) {
    return new Link(
        Fields.named(Link.Kind.values(), Link.Kind::wireName, Fields.text(link, "kind")),
        Fields.text(link, "transactionId"));
  }

  private static FiscalRecord readFiscal(JsonNode record) {
    return new FiscalRecord(
        Fields.text(record, "provider"), Fields.bool(record, "outage"), Fields.readFacts(record));
  }
}
