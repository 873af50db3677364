package till.journal;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import till.sale.Adjustment;
import till.sale.Authorization;
import till.sale.DocumentBytes;
import till.sale.EntryMethod;
import till.sale.FiscalRecord;
import till.sale.GrandTotals;
import till.sale.LineItem;
import till.sale.LineRate;
import till.sale.Link;
import till.sale.Moment.ClockState;
import till.sale.Money;
import till.sale.Problem;
import till.sale.ReceiptChoice;
import till.sale.ReturnedLine;
import till.sale.SaleTotals;
import till.sale.Scan;
import till.sale.Tax;
import till.sale.Tender;
import till.sale.TenderType;
import till.sale.Transaction;
import till.sale.Weight;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// A finished transaction to the bytes of its journal document, and back. The words are those of
/// the POSLog (ARTS/OMG); the format is version 1 of the contract and is held by golden files.
public final class PosLog {

  /// The format's version, `v` in each document.
  public static final int VERSION = 1;

  /// Largest document, in bytes.
  public static final int DOCUMENT_BYTES_MAX = DocumentBytes.MAX;

  private static final String RETAIL = "RetailTransaction";
  private static final String CONTROL = "ControlTransaction";
  private static final String TENDER_CONTROL = "TenderControlTransaction";

  private final JsonMapper mapper = JsonMapper.builder().build();

  /// The document's bytes. They are stored, signed and published as they are.
  ///
  /// @param previousEpoch the head of the epoch before, in the first document of an epoch that has
  ///   one
  byte[] write(
      JournalIdentity identity,
      Head before,
      Optional<Head> previousEpoch,
      Transaction transaction) {
    ObjectNode document = mapper.createObjectNode();
    document.put("v", VERSION);
    document.put("org", identity.org());
    document.put("terminal", identity.terminal());
    document.put("epoch", before.epoch());
    document.put("number", before.number() + 1);
    document.put("prev", before.hash());
    previousEpoch.ifPresent(head ->
        document
            .putObject("previousEpoch")
            .put("epoch", head.epoch())
            .put("number", head.number())
            .put("hash", head.hash()));
    document.put("at", time(transaction.end()));
    document.put("clock", transaction.clock().wireName());
    document.put("timeZone", identity.timeZone().getId());
    document.put("type", type(transaction));
    status(transaction).ifPresent(status -> document.put("status", status));
    document.put("training", identity.training());
    document.put("store", identity.store());
    document.put("workstation", identity.workstation());
    transaction.businessDay().ifPresent(day -> document.put("businessDay", day.toString()));
    document.put("sequence", transaction.sequence());
    document.put("transactionId", transaction.transactionId());
    document.put("operator", transaction.operator());
    document.put("begin", time(transaction.begin()));
    document.put("end", time(transaction.end()));
    document.put("currency", identity.currency().getCurrencyCode());
    switch (transaction.body()) {
      case Transaction.Retail retail -> writeRetail(document, retail);
      case Transaction.Control control -> writeControl(document, control);
      case Transaction.Closing closing -> DayFigures.write(document, closing);
      case Transaction.TenderControl control -> {
        document.put("tillId", identity.workstation());
        DayFigures.write(document, control);
      }
    }
    writeTotals(document.putObject("grandTotals"), transaction.grandTotals());
    byte[] bytes = utf8(document);
    if (bytes.length > DOCUMENT_BYTES_MAX) {
      throw new IllegalStateException("a document of " + bytes.length + " bytes");
    }
    return bytes;
  }

  /// The contract's word for this kind of transaction.
  static String type(Transaction transaction) {
    return switch (transaction.body()) {
      case Transaction.Retail _ -> RETAIL;
      case Transaction.Control _, Transaction.Closing _ -> CONTROL;
      case Transaction.TenderControl _ -> TENDER_CONTROL;
    };
  }

  /// The contract's word for how it ended, where it has one.
  static Optional<String> status(Transaction transaction) {
    return switch (transaction.body()) {
      case Transaction.Retail retail -> Optional.of(retail.status().wireName());
      case Transaction.Control _, Transaction.Closing _, Transaction.TenderControl _ ->
          Optional.empty();
    };
  }

  /// Half a character in a text becomes a question mark here, where writing bytes directly would
  /// fail: a sale that is paid must be able to end.
  private byte[] utf8(ObjectNode document) {
    return mapper.writeValueAsString(document).getBytes(StandardCharsets.UTF_8);
  }

  private static void writeRetail(ObjectNode document, Transaction.Retail retail) {
    document.put("priceRevision", retail.priceRevision());
    retail.language().ifPresent(language -> document.put("language", language));
    retail.receipt().ifPresent(choice -> document.put("receipt", choice.wireName()));
    ArrayNode lines = document.putArray("lines");
    retail
        .lines()
        .forEach(line -> {
          ObjectNode node = lines.addObject();
          writeLine(node, line);
          if (line.returned().isPresent() || hasSeveralRates(line.taxGroup(), retail)) {
            line.taxRate()
                .ifPresent(rate -> node.put("taxPercent", rate.percent().toPlainString()));
          }
        });
    ArrayNode tenders = document.putArray("tenders");
    retail.tenders().forEach(tender -> writeTender(tenders.addObject(), tender));
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

  private static void writeFiscal(ObjectNode node, FiscalRecord record) {
    node.put("provider", record.provider());
    node.put("outage", record.outage());
    writeFacts(node.putObject("facts"), record.facts());
  }

  private static void writeFacts(ObjectNode node, Map<String, String> facts) {
    new TreeMap<>(facts).forEach(node::put);
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

  private static void writeLine(ObjectNode node, LineItem line) {
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

  private static void writeProblem(ObjectNode node, Problem problem) {
    node.put("code", problem.code().wireName());
    problem.line().ifPresent(line -> node.put("line", line));
    problem
        .clearing()
        .ifPresent(clearing -> {
          node.put("decision", clearing.decision().wireName());
          node.put("clearedBy", clearing.operator());
          node.put("method", clearing.method());
          if (!clearing.reason().isEmpty()) {
            node.put("reason", clearing.reason());
          }
          node.put("at", time(clearing.at()));
        });
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

  private static void writeTender(ObjectNode node, Tender tender) {
    node.put("n", tender.n());
    node.put("type", tender.type().wireName());
    node.put("amount", tender.amount().minor());
    node.put("given", tender.given().minor());
    tender.reverses().ifPresent(n -> node.put("reverses", n));
    tender
        .authorization()
        .ifPresent(authorization -> {
          ObjectNode said = node.putObject("authorization");
          said.put("terminalId", authorization.terminalId());
          said.put("traceNumber", authorization.traceNumber());
          said.put("receiptNumber", authorization.receiptNumber());
          said.put("maskedAccount", authorization.maskedAccount());
          said.put("cardName", authorization.cardName());
          said.put("verification", authorization.verification());
          ObjectNode receipts = said.putObject("receipts");
          authorization.customerReceipt().ifPresent(text -> receipts.put("customer", text));
          authorization.merchantReceipt().ifPresent(text -> receipts.put("merchant", text));
        });
  }

  private static void writeControl(ObjectNode document, Transaction.Control control) {
    document.put("control", control.control());
    writeFacts(document.putObject("facts"), control.facts());
  }

  static void writeTotals(ObjectNode node, GrandTotals totals) {
    node.put("sales", totals.sales().minor());
    node.put("returns", totals.returns().minor());
    ObjectNode groups = node.putObject("byTaxGroup");
    new TreeMap<>(totals.byTaxGroup()).forEach((group, sum) -> groups.put(group, sum.minor()));
    ObjectNode tenders = node.putObject("byTender");
    new TreeMap<>(totals.byTender())
        .forEach((type, sum) -> tenders.put(type.wireName(), sum.minor()));
  }

  /// Reads a document this version or an older one wrote. Fields it does not know are passed over.
  ///
  /// @throws JournalException when it is not a document, or of a newer version
  public Document read(byte[] bytes) {
    if (bytes.length > DOCUMENT_BYTES_MAX) {
      throw new JournalException("a document of " + bytes.length + " bytes");
    }
    try {
      JsonNode document = mapper.readTree(bytes);
      if (document.path("v").asInt(0) != VERSION) {
        throw new JournalException("a document of version " + document.path("v"));
      }
      return new Document(
          text(document, "org"),
          text(document, "terminal"),
          text(document, "epoch"),
          integer(document, "number"),
          text(document, "prev"),
          readPrevious(document.path("previousEpoch")),
          document.has("training") && bool(document, "training"),
          readTransaction(document),
          bytes);
    } catch (JacksonException
        | IllegalArgumentException
        | ArithmeticException
        | DateTimeException e) {
      throw new JournalException("a journal document that cannot be read", e);
    }
  }

  private static Optional<Head> readPrevious(JsonNode head) {
    return head.isMissingNode()
        ? Optional.empty()
        : Optional.of(
            new Head(text(head, "epoch"), 0, integer(head, "number"), text(head, "hash")));
  }

  private static Transaction readTransaction(JsonNode document) {
    Currency currency = Currency.getInstance(text(document, "currency"));
    return new Transaction(
        text(document, "transactionId"),
        Math.toIntExact(integer(document, "sequence")),
        optional(document, "businessDay").map(LocalDate::parse),
        text(document, "operator"),
        Instant.parse(text(document, "begin")),
        Instant.parse(text(document, "end")),
        named(ClockState.values(), ClockState::wireName, text(document, "clock")),
        readBody(document, currency),
        readTotals(document.path("grandTotals"), currency));
  }

  private static Transaction.Body readBody(JsonNode document, Currency currency) {
    String type = text(document, "type");
    return switch (type) {
      case RETAIL -> readRetail(document, currency);
      case CONTROL ->
          DayFigures.isClosing(document)
              ? DayFigures.readClosing(document, currency)
              : readControl(document);
      case TENDER_CONTROL -> DayFigures.readControl(document, currency);
      default -> throw new IllegalArgumentException("this version cannot read a " + type);
    };
  }

  private static Transaction.Retail readRetail(JsonNode document, Currency currency) {
    List<Tax> taxes = readTaxes(document, currency);
    var lines = new ArrayList<LineItem>();
    document.path("lines").forEach(line -> lines.add(readLine(line, taxes, currency)));
    var tenders = new ArrayList<Tender>();
    document.path("tenders").forEach(tender -> tenders.add(readTender(tender, currency)));
    Money total = money(document, "total", currency);
    Money tendered = tenders.stream().map(Tender::amount).reduce(Money.zero(currency), Money::plus);
    return new Transaction.Retail(
        named(Transaction.Status.values(), Transaction.Status::wireName, text(document, "status")),
        integer(document, "priceRevision"),
        lines,
        tenders,
        new SaleTotals(
            total, tendered, total.minus(tendered), taxes, money(document, "rounding", currency)),
        readAll(document, "problems", PosLog::readProblem),
        readAll(document, "links", PosLog::readLink),
        object(document, "fiscal").map(PosLog::readFiscal),
        optional(document, "language"),
        optional(document, "receipt")
            .map(word -> named(ReceiptChoice.values(), ReceiptChoice::wireName, word)));
  }

  static List<Tax> readTaxes(JsonNode node, Currency currency) {
    return readAll(
        node,
        "taxes",
        tax ->
            new Tax(
                text(tax, "group"),
                new BigDecimal(text(tax, "percent")),
                !tax.has("included") || bool(tax, "included"),
                money(tax, "taxable", currency),
                money(tax, "amount", currency)));
  }

  static <T> List<T> readAll(JsonNode document, String field, Function<JsonNode, T> reading) {
    var all = new ArrayList<T>();
    document.path(field).forEach(each -> all.add(reading.apply(each)));
    return all;
  }

  /// @param taxes of its document, which say what the rates were
  private static LineItem readLine(JsonNode line, List<Tax> taxes, Currency currency) {
    return new LineItem(
        Math.toIntExact(integer(line, "n")),
        named(LineItem.Kind.values(), LineItem.Kind::wireName, text(line, "kind")),
        text(line, "itemId"),
        text(line, "description"),
        new BigDecimal(text(line, "quantity")),
        text(line, "unitOfMeasure"),
        money(line, "regularUnitPrice", currency),
        money(line, "actualUnitPrice", currency),
        money(line, "extendedAmount", currency),
        text(line, "taxGroup"),
        named(EntryMethod.values(), EntryMethod::wireName, text(line, "entryMethod")),
        object(line, "scan").map(PosLog::readScan),
        bool(line, "voided"),
        readRate(line, taxes),
        object(line, "weight")
            .map(weight ->
                new Weight(
                    new BigDecimal(text(weight, "gross")), new BigDecimal(text(weight, "tare")))),
        readAll(line, "adjustments", adjustment -> readAdjustment(adjustment, currency)),
        optionalInteger(line, "belongsTo"),
        object(line, "returned")
            .map(from ->
                new ReturnedLine(
                    text(from, "transactionId"),
                    Math.toIntExact(integer(from, "line")),
                    from.has("tax")
                        ? Optional.of(money(from, "tax", currency))
                        : Optional.empty())),
        optionalInteger(line, "ageClass"));
  }

  private static Optional<LineRate> readRate(JsonNode line, List<Tax> taxes) {
    String group = text(line, "taxGroup");
    Optional<BigDecimal> own = optional(line, "taxPercent").map(BigDecimal::new);
    return taxes.stream()
        .filter(tax -> tax.group().equals(group))
        .filter(tax -> own.isEmpty() || own.get().compareTo(tax.percent()) == 0)
        .findFirst()
        .map(tax -> new LineRate(tax.percent(), tax.included()));
  }

  private static Adjustment readAdjustment(JsonNode adjustment, Currency currency) {
    return new Adjustment(
        named(Adjustment.Code.values(), Adjustment.Code::wireName, text(adjustment, "code")),
        money(adjustment, "amount", currency),
        text(adjustment, "reason"),
        text(adjustment, "operator"));
  }

  private static Problem readProblem(JsonNode problem) {
    return new Problem(
        "",
        named(Problem.Code.values(), Problem.Code::wireName, text(problem, "code")),
        optionalInteger(problem, "line"),
        optional(problem, "decision").map(decision -> readClearing(problem, decision)));
  }

  private static Problem.Clearing readClearing(JsonNode problem, String decision) {
    return new Problem.Clearing(
        named(Problem.Decision.values(), Problem.Decision::wireName, decision),
        text(problem, "clearedBy"),
        text(problem, "method"),
        optional(problem, "reason").orElse(""),
        Instant.parse(text(problem, "at")));
  }

  private static Link readLink(JsonNode link) {
    return new Link(
        named(Link.Kind.values(), Link.Kind::wireName, text(link, "kind")),
        text(link, "transactionId"));
  }

  private static Scan readScan(JsonNode scan) {
    List<Scan.Element> elements = new ArrayList<>();
    for (JsonNode element : scan.path("elements")) {
      elements.add(new Scan.Element(text(element, "ai"), text(element, "value")));
    }
    return new Scan(text(scan, "symbology"), text(scan, "data"), optional(scan, "aim"), elements);
  }

  private static Tender readTender(JsonNode tender, Currency currency) {
    return new Tender(
        Math.toIntExact(integer(tender, "n")),
        named(TenderType.values(), TenderType::wireName, text(tender, "type")),
        money(tender, "amount", currency),
        money(tender, "given", currency),
        object(tender, "authorization").map(PosLog::readAuthorization),
        optionalInteger(tender, "reverses"));
  }

  private static Authorization readAuthorization(JsonNode said) {
    return new Authorization(
        text(said, "terminalId"),
        text(said, "traceNumber"),
        text(said, "receiptNumber"),
        text(said, "maskedAccount"),
        text(said, "cardName"),
        text(said, "verification"),
        optional(said.path("receipts"), "customer"),
        optional(said.path("receipts"), "merchant"));
  }

  private static FiscalRecord readFiscal(JsonNode record) {
    return new FiscalRecord(text(record, "provider"), bool(record, "outage"), readFacts(record));
  }

  private static Map<String, String> readFacts(JsonNode node) {
    Map<String, String> facts = new TreeMap<>();
    node.path("facts")
        .propertyStream()
        .forEach(fact -> facts.put(fact.getKey(), fact.getValue().asString()));
    return facts;
  }

  private static Transaction.Control readControl(JsonNode document) {
    return new Transaction.Control(text(document, "control"), readFacts(document));
  }

  private static GrandTotals readTotals(JsonNode totals, Currency currency) {
    Map<String, Money> groups = new TreeMap<>();
    totals
        .path("byTaxGroup")
        .propertyStream()
        .forEach(sum ->
            groups.put(sum.getKey(), new Money(integer(sum.getKey(), sum.getValue()), currency)));
    Map<TenderType, Money> tenders = new TreeMap<>();
    totals
        .path("byTender")
        .propertyStream()
        .forEach(sum ->
            tenders.put(
                named(TenderType.values(), TenderType::wireName, sum.getKey()),
                new Money(integer(sum.getKey(), sum.getValue()), currency)));
    return new GrandTotals(
        money(totals, "sales", currency), money(totals, "returns", currency), groups, tenders);
  }

  /// RFC 3339 UTC, to the millisecond and no further.
  static String time(Instant at) {
    return at.truncatedTo(ChronoUnit.MILLIS).toString();
  }

  static Money money(JsonNode node, String field, Currency currency) {
    return new Money(integer(node, field), currency);
  }

  static long integer(JsonNode node, String field) {
    return integer(field, node.path(field));
  }

  private static long integer(String field, JsonNode value) {
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw new IllegalArgumentException("the field " + field + " is no whole number");
    }
    return value.longValue();
  }

  private static Optional<Integer> optionalInteger(JsonNode node, String field) {
    return node.has(field) ? Optional.of(Math.toIntExact(integer(node, field))) : Optional.empty();
  }

  private static boolean bool(JsonNode node, String field) {
    if (!node.path(field).isBoolean()) {
      throw new IllegalArgumentException("the field " + field + " is neither true nor false");
    }
    return node.path(field).booleanValue();
  }

  static String text(JsonNode node, String field) {
    return optional(node, field)
        .orElseThrow(() -> new IllegalArgumentException("the field " + field + " is missing"));
  }

  static Optional<String> optional(JsonNode node, String field) {
    JsonNode value = node.path(field);
    return value.isString() ? Optional.of(value.stringValue()) : Optional.empty();
  }

  private static Optional<JsonNode> object(JsonNode node, String field) {
    return Optional.of(node.path(field)).filter(JsonNode::isObject);
  }

  static <E> E named(E[] values, Function<E, String> wireName, String name) {
    return Arrays.stream(values)
        .filter(value -> wireName.apply(value).equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                name + " is none of " + List.of(values).stream().map(wireName).toList()));
  }
}
