package till.journal;

import java.util.Currency;
import till.sale.Authorization;
import till.sale.Tender;
import till.sale.TenderType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// The tenders of a sale in its document.
final class SaleTenders {

  private SaleTenders() {}

  static void write(ObjectNode node, Tender tender) {
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

  static Tender read(JsonNode tender, Currency currency) {
    return new Tender(
        Math.toIntExact(Fields.integer(tender, "n")),
        Fields.named(TenderType.values(), TenderType::wireName, Fields.text(tender, "type")),
        Fields.money(tender, "amount", currency),
        Fields.money(tender, "given", currency),
        Fields.object(tender, "authorization").map(SaleTenders::readAuthorization),
        Fields.optionalInteger(tender, "reverses"));
  }

  private static Authorization readAuthorization(JsonNode said) {
    return new Authorization(
        Fields.text(said, "terminalId"),
        Fields.text(said, "traceNumber"),
        Fields.text(said, "receiptNumber"),
        Fields.text(said, "maskedAccount"),
        Fields.text(said, "cardName"),
        Fields.text(said, "verification"),
        Fields.optional(said.path("receipts"), "customer"),
        Fields.optional(said.path("receipts"), "merchant"));
  }
}
