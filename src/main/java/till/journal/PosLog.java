package till.journal;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import till.sale.DocumentBytes;
import till.sale.GrandTotals;
import till.sale.Moment.ClockState;
import till.sale.Money;
import till.sale.TenderType;
import till.sale.Transaction;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
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
    document.put("at", Fields.time(transaction.end()));
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
    document.put("begin", Fields.time(transaction.begin()));
    document.put("end", Fields.time(transaction.end()));
    document.put("currency", identity.currency().getCurrencyCode());
    switch (transaction.body()) {
      case Transaction.Retail retail -> SaleBody.write(document, retail);
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

  private static void writeControl(ObjectNode document, Transaction.Control control) {
    document.put("control", control.control());
    Fields.writeFacts(document.putObject("facts"), control.facts());
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
          Fields.text(document, "org"),
          Fields.text(document, "terminal"),
          Fields.text(document, "epoch"),
          Fields.integer(document, "number"),
          Fields.text(document, "prev"),
          readPrevious(document.path("previousEpoch")),
          document.has("training") && Fields.bool(document, "training"),
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
            new Head(
                Fields.text(head, "epoch"),
                0,
                Fields.integer(head, "number"),
                Fields.text(head, "hash")));
  }

  private static Transaction readTransaction(JsonNode document) {
    Currency currency = Currency.getInstance(Fields.text(document, "currency"));
    return new Transaction(
        Fields.text(document, "transactionId"),
        Math.toIntExact(Fields.integer(document, "sequence")),
        Fields.optional(document, "businessDay").map(LocalDate::parse),
        Fields.text(document, "operator"),
        Instant.parse(Fields.text(document, "begin")),
        Instant.parse(Fields.text(document, "end")),
        Fields.named(ClockState.values(), ClockState::wireName, Fields.text(document, "clock")),
        readBody(document, currency),
        readTotals(document.path("grandTotals"), currency));
  }

  private static Transaction.Body readBody(JsonNode document, Currency currency) {
    String type = Fields.text(document, "type");
    return switch (type) {
      case RETAIL -> SaleBody.read(document, currency);
      case CONTROL ->
          DayFigures.isClosing(document)
              ? DayFigures.readClosing(document, currency)
              : readControl(document);
      case TENDER_CONTROL -> DayFigures.readControl(document, currency);
      default -> throw new IllegalArgumentException("this version cannot read a " + type);
    };
  }

  private static Transaction.Control readControl(JsonNode document) {
    return new Transaction.Control(Fields.text(document, "control"), Fields.readFacts(document));
  }

  private static GrandTotals readTotals(JsonNode totals, Currency currency) {
    Map<String, Money> groups = new TreeMap<>();
    totals
        .path("byTaxGroup")
        .propertyStream()
        .forEach(sum ->
            groups.put(
                sum.getKey(), new Money(Fields.integer(sum.getKey(), sum.getValue()), currency)));
    Map<TenderType, Money> tenders = new TreeMap<>();
    totals
        .path("byTender")
        .propertyStream()
        .forEach(sum ->
            tenders.put(
                Fields.named(TenderType.values(), TenderType::wireName, sum.getKey()),
                new Money(Fields.integer(sum.getKey(), sum.getValue()), currency)));
    return new GrandTotals(
        Fields.money(totals, "sales", currency),
        Fields.money(totals, "returns", currency),
        groups,
        tenders);
  }
}
