package till.journal;

import java.time.Instant;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import till.sale.CashKind;
import till.sale.Corrections;
import till.sale.CountedSum;
import till.sale.DayTotals;
import till.sale.Denomination;
import till.sale.DrawerCash;
import till.sale.GrandTotals;
import till.sale.Money;
import till.sale.TenderSum;
import till.sale.TenderType;
import till.sale.Transaction;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/// The part of a journal document that is about cash in the drawer and about the whole day.
public final class DayFigures {

  private static final String Z = "z";
  private static final String CORRECTIONS = "corrections";

  private DayFigures() {}

  static void write(ObjectNode document, Transaction.Closing closing) {
    document.put("control", Transaction.Closing.CONTROL);
    ObjectNode z = document.putObject(Z);
    z.put("number", closing.number());
    write(z, closing.totals());
  }

  /// The figures of a day as the document has them that closes it, and the perpetual sums as each
  /// has them.
  ///
  /// @return a JSON object
  public static String text(DayTotals totals, GrandTotals grandTotals) {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    write(figures, totals);
    PosLog.writeTotals(figures.putObject("grandTotals"), grandTotals);
    return figures.toString();
  }

  private static void write(ObjectNode z, DayTotals totals) {
    z.put("openedAt", Fields.time(totals.openedAt()));
    z.put("firstSequence", totals.firstSequence());
    z.put("lastSequence", totals.lastSequence());
    z.putObject("transactions")
        .put("completed", totals.transactions().completed())
        .put("voided", totals.transactions().voided())
        .put("suspended", totals.transactions().suspended())
        .put("postVoided", totals.transactions().postVoided());
    z.put("noSales", totals.noSales());
    z.put("sales", totals.sales().minor());
    z.put("returns", totals.returns().minor());
    z.put("discounts", totals.discounts().minor());
    z.put("rounding", totals.rounding().minor());
    SaleBody.writeTaxes(z, totals.taxes());
    ArrayNode tenders = z.putArray("tenders");
    for (TenderSum sum : totals.tenders()) {
      tenders
          .addObject()
          .put("type", sum.type().wireName())
          .put("count", sum.count())
          .put("amount", sum.amount().minor());
    }
    writeCash(z.putObject("cash"), totals.cash());
    totals.corrections().ifPresent(all -> writeCorrections(z.putObject(CORRECTIONS), all));
  }

  private static void writeCorrections(ObjectNode node, Corrections corrections) {
    write(node.putObject("priceOverrides"), corrections.priceOverrides());
    write(node.putObject("lineDiscounts"), corrections.lineDiscounts());
    write(node.putObject("transactionDiscounts"), corrections.transactionDiscounts());
    write(node.putObject("coupons"), corrections.coupons());
    write(node.putObject("voidedLines"), corrections.voidedLines());
    write(node.putObject("returnedLines"), corrections.returnedLines());
    node.put("cancelled", corrections.cancelled().minor());
    node.put("postVoided", corrections.postVoided().minor());
    node.put("copies", corrections.copies());
  }

  private static void write(ObjectNode node, CountedSum sum) {
    node.put("count", sum.count());
    node.put("amount", sum.amount().minor());
  }

  private static void writeCash(ObjectNode node, DrawerCash cash) {
    node.put("opening", cash.opening().minor());
    node.put("loans", cash.loans().minor());
    node.put("pickups", cash.pickups().minor());
    node.put("payIns", cash.payIns().minor());
    node.put("payOuts", cash.payOuts().minor());
    node.put("tenders", cash.tenders().minor());
    node.put("expected", cash.expected().minor());
    cash.counted().ifPresent(counted -> node.put("counted", counted.minor()));
    cash.difference().ifPresent(difference -> node.put("difference", difference.minor()));
  }

  static void write(ObjectNode document, Transaction.TenderControl control) {
    document.put("control", control.kind().wireName());
    if (!control.reason().isEmpty()) {
      document.put("reason", control.reason());
    }
    document.put("amount", control.amount().minor());
    if (!control.denominations().isEmpty()) {
      ArrayNode denominations = document.putArray("denominations");
      for (Denomination each : control.denominations()) {
        denominations.addObject().put("value", each.value().minor()).put("pieces", each.pieces());
      }
    }
    control
        .count()
        .ifPresent(count ->
            document
                .put("expected", count.expected().minor())
                .put("difference", count.difference().minor()));
  }

  /// Whether a control document closes a business day.
  static boolean isClosing(JsonNode document) {
    return document.path(Z).isObject();
  }

  static Transaction.Closing readClosing(JsonNode document, Currency currency) {
    JsonNode z = document.path(Z);
    JsonNode transactions = z.path("transactions");
    return new Transaction.Closing(
        Fields.integer(z, "number"),
        new DayTotals(
            Instant.parse(Fields.text(z, "openedAt")),
            count(z, "firstSequence"),
            count(z, "lastSequence"),
            new DayTotals.TransactionCount(
                count(transactions, "completed"),
                count(transactions, "voided"),
                count(transactions, "suspended"),
                count(transactions, "postVoided")),
            count(z, "noSales"),
            Fields.money(z, "sales", currency),
            Fields.money(z, "returns", currency),
            Fields.money(z, "discounts", currency),
            Fields.money(z, "rounding", currency),
            SaleBody.readTaxes(z, currency),
            readTenders(z, currency),
            readCash(z.path("cash"), currency),
            z.has(CORRECTIONS)
                ? Optional.of(readCorrections(z.path(CORRECTIONS), currency))
                : Optional.empty()));
  }

  private static Corrections readCorrections(JsonNode node, Currency currency) {
    return new Corrections(
        readSum(node.path("priceOverrides"), currency),
        readSum(node.path("lineDiscounts"), currency),
        readSum(node.path("transactionDiscounts"), currency),
        readSum(node.path("coupons"), currency),
        readSum(node.path("voidedLines"), currency),
        readSum(node.path("returnedLines"), currency),
        Fields.money(node, "cancelled", currency),
        Fields.money(node, "postVoided", currency),
        count(node, "copies"));
  }

  private static CountedSum readSum(JsonNode sum, Currency currency) {
    return new CountedSum(count(sum, "count"), Fields.money(sum, "amount", currency));
  }

  private static int count(JsonNode node, String field) {
    return Math.toIntExact(Fields.integer(node, field));
  }

  private static List<TenderSum> readTenders(JsonNode z, Currency currency) {
    return Fields.readAll(
        z,
        "tenders",
        sum ->
            new TenderSum(
                Fields.named(TenderType.values(), TenderType::wireName, Fields.text(sum, "type")),
                count(sum, "count"),
                Fields.money(sum, "amount", currency)));
  }

  private static DrawerCash readCash(JsonNode cash, Currency currency) {
    return new DrawerCash(
        Fields.money(cash, "opening", currency),
        Fields.money(cash, "loans", currency),
        Fields.money(cash, "pickups", currency),
        Fields.money(cash, "payIns", currency),
        Fields.money(cash, "payOuts", currency),
        Fields.money(cash, "tenders", currency),
        optional(cash, "difference", currency));
  }

  static Transaction.TenderControl readControl(JsonNode document, Currency currency) {
    return new Transaction.TenderControl(
        Fields.named(CashKind.values(), CashKind::wireName, Fields.text(document, "control")),
        Fields.optional(document, "reason").orElse(""),
        Fields.money(document, "amount", currency),
        Fields.readAll(
            document,
            "denominations",
            each -> new Denomination(Fields.money(each, "value", currency), count(each, "pieces"))),
        optional(document, "expected", currency)
            .map(expected ->
                new Transaction.CashCount(
                    expected, Fields.money(document, "difference", currency))));
  }

  private static Optional<Money> optional(JsonNode node, String field, Currency currency) {
    return node.has(field) ? Optional.of(Fields.money(node, field, currency)) : Optional.empty();
  }
}
