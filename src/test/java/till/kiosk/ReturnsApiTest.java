package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.ReversalRequest;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Goods come back, sales are undone, and sales wait: over the API.
final class ReturnsApiTest {

  private static final String MILK = "4311501620175";

  @TempDir private Path folder;
  private ShopCounter shop;

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private static ObjectNode item(String itemId, int quantity) {
    return command().put("itemId", itemId).put("quantity", quantity);
  }

  private static ObjectNode part(String sale, int n, int quantity) {
    ObjectNode body = command().put("transactionId", sale);
    body.putArray("lines").addObject().put("n", n).put("quantity", quantity);
    return body;
  }

  private JsonNode total() {
    return shop.does("/v1/transaction/total", shop.about());
  }

  private JsonNode tender(String type) {
    long total = shop.view().path("transaction").path("total").asLong();
    return shop.does(
        "/v1/transaction/tender", shop.about().put("type", type).put("expectedTotal", total));
  }

  /// Three pens and a milk, paid in cash.
  ///
  /// @return its receipt
  private JsonNode sale() {
    shop.does("/v1/transaction/lines", item(PEN, 3));
    shop.does("/v1/transaction/lines", item(MILK, 1));
    total();
    return tender("Cash").path("lastReceipt");
  }

  private static void assertRefused(String code, HttpResponse<byte[]> answer) {
    assertEquals(
        "409 " + code,
        answer.statusCode() + " " + json(answer).path("code").asString(""),
        text(answer));
  }

  private String document(JsonNode lane) {
    return text(
        shop.get("/v1/receipts/" + lane.path("lastReceipt").path("number").asLong() + ".json"));
  }

  @Test
  void goodsComeBackByReceiptNumberOrTransaction() {
    JsonNode receipt = sale();
    String sale = receipt.path("transactionId").asString();
    ObjectNode byNumber = part(sale, 1, 2);
    byNumber.remove("transactionId");
    byNumber.put("receiptNumber", receipt.path("number").asLong());
    JsonNode open = shop.does("/v1/returns", byNumber).path("transaction");
    assertEquals(-398, open.path("total").asLong());
    JsonNode line = open.path("lines").get(0);
    assertEquals("Return", line.path("kind").asString());
    assertEquals(sale, line.path("returned").path("transactionId").asString());
    shop.does("/v1/transaction/lines", item(MILK, 1));
    total();
    JsonNode after = tender("Cash");
    assertEquals("READY", after.path("state").asString());
    String document = document(after);
    assertTrue(document.contains("\"total\":-249"), document);
    String paper =
        text(
            shop.get("/v1/receipts/" + after.path("lastReceipt").path("number").asLong() + ".txt"));
    assertTrue(paper.contains("Rückgabe") && paper.contains("-3,98"), paper);
    assertRefused("already-returned", shop.post("/v1/returns", part(sale, 1, 2)));
    assertEquals(
        -348,
        shop.does("/v1/returns", command().put("transactionId", sale))
            .path("transaction")
            .path("total")
            .asLong(),
        "all that is left");
  }

  @Test
  void aCustomersReturnWaitsForSomebodyAndABlindOneNeedsThem() {
    String sale = sale().path("transactionId").asString();
    assertEquals(200, shop.post("/v1/returns", part(sale, 1, 1)).statusCode());
    assertRefused("problem-open", shop.post("/v1/transaction/total", shop.about()));
    JsonNode problem = shop.view().path("problems").get(0);
    assertEquals("return-check", problem.path("code").asString());
    shop.does(
        "/v1/problems/" + problem.path("id").asString() + "/clear",
        command().put("decision", "approve"));
    assertRefused("attendant-needed", shop.post("/v1/returns", item(PEN, 1)));
    ObjectNode blind = item(PEN, 1).put("unitPrice", 150).put("reason", "a present");
    blind.putObject("operator").put("id", "17").put("pin", "4711");
    HttpResponse<byte[]> answer = shop.post("/v1/returns", blind);
    assertEquals(200, answer.statusCode(), text(answer));
    assertEquals(-349, json(answer).path("lane").path("transaction").path("total").asLong());
    shop.does("/v1/returns", item("bottle8", 2).put("kind", "DepositRefund"));
    JsonNode empty = shop.does("/v1/returns", item("pils", 3).put("kind", "DepositRefund"));
    JsonNode deposit = empty.path("transaction").path("lines").get(3);
    assertEquals("bottle8", deposit.path("itemId").asString());
    assertEquals(-24, deposit.path("extendedAmount").asLong());
    assertRefused(
        "deposit-needed",
        shop.post("/v1/returns", Role.ATTENDANT, item("bananas", 1).put("kind", "DepositRefund")));
    assertRefused(
        "no-deposit",
        shop.post("/v1/returns", Role.ATTENDANT, item("bag", 1).put("kind", "DepositRefund")));
    total();
    String document = document(tender("Cash"));
    assertTrue(document.contains("\"reason\":\"a present\""), document);
    assertTrue(document.contains("\"kind\":\"DepositRefund\""), document);
  }

  @Test
  void whatIsNotHereOrMakesNoSenseIsRefused() {
    assertRefused("original-not-here", shop.post("/v1/returns", part("elsewhere", 1, 1)));
    assertRefused(
        "original-not-here", shop.post("/v1/returns", command().put("receiptNumber", 4_711)));
    assertRefused("not-a-sale", shop.post("/v1/returns", command().put("receiptNumber", 1)));
    String sale = sale().path("transactionId").asString();
    assertRefused("no-such-line", shop.post("/v1/returns", part(sale, 9, 1)));
    for (ObjectNode bad :
        new ObjectNode[] {
          command(),
          command().put("transactionId", sale).put("receiptNumber", 1),
          command().put("transactionId", sale).put("lines", "all"),
          command().put("itemId", PEN).put("kind", "Sale")
        }) {
      assertEquals(400, shop.post("/v1/returns", bad).statusCode(), bad.toString());
    }
  }

  @Test
  void aSaleIsUndoneByAnAttendant() {
    String sale = sale().path("transactionId").asString();
    String path = "/v1/transactions/" + sale + "/post-void";
    assertEquals(403, shop.post(path, command()).statusCode());
    JsonNode after = shop.does(path, command());
    String document = document(after);
    assertTrue(document.contains("\"status\":\"post-voided\""), document);
    assertTrue(document.contains("\"total\":-746"), document);
    String paper =
        text(
            shop.get("/v1/receipts/" + after.path("lastReceipt").path("number").asLong() + ".txt"));
    assertTrue(paper.contains("STORNO") && paper.contains(sale), paper);
    assertRefused("already-post-voided", shop.post(path, Role.ATTENDANT, command()));
    assertRefused("already-post-voided", shop.post("/v1/returns", part(sale, 1, 1)));
  }

  @Test
  void theTerminalGivesACardsMoneyBackFirst() {
    shop.does("/v1/transaction/lines", item(PEN, 1));
    total();
    tender("CreditDebit");
    shop.terminal.approves(shop.terminal.next());
    ShopCounter.await(() -> shop.lane.view().lastReceipt().isPresent());
    String sale = shop.view().path("lastReceipt").path("transactionId").asString();
    JsonNode open = shop.does("/v1/transactions/" + sale + "/post-void", command());
    assertEquals("PAYMENT_PENDING", open.path("transaction").path("status").asString());
    assertEquals("REVERSAL", open.path("transaction").path("payment").path("kind").asString());
    ReversalRequest asked = assertInstanceOf(ReversalRequest.class, shop.terminal.next());
    assertEquals("0007", asked.receiptNumber());
    shop.terminal.approves(asked);
    ShopCounter.await(() -> shop.lane.view().transaction().isEmpty());
    assertTrue(document(shop.view()).contains("\"status\":\"post-voided\""));
  }

  @Test
  void aSaleWaitsAndGoesOn() {
    shop.does("/v1/transaction/lines", item(PEN, 1));
    String sale = shop.view().path("transaction").path("transactionId").asString();
    JsonNode waiting = shop.does("/v1/transaction/suspend", shop.about());
    assertEquals("READY", waiting.path("state").asString());
    JsonNode suspended = waiting.path("suspended").get(0);
    assertEquals(sale, suspended.path("transactionId").asString());
    assertEquals(199, suspended.path("total").asLong());
    assertEquals(1, suspended.path("lines").asInt());
    assertTrue(suspended.path("at").asString().startsWith("2026-11-24T09:"));
    shop.does("/v1/transaction/lines", item(MILK, 1));
    assertRefused("lane-busy", shop.post("/v1/transaction/retrieve", command()));
    total();
    tender("Cash");
    assertRefused(
        "not-suspended",
        shop.post("/v1/transaction/retrieve", command().put("transactionId", "elsewhere")));
    JsonNode again = shop.does("/v1/transaction/retrieve", command().put("transactionId", sale));
    assertEquals(199, again.path("transaction").path("total").asLong());
    assertTrue(again.path("suspended").isEmpty());
    total();
    assertTrue(
        document(tender("Cash")).contains("{\"kind\":\"retrieve\",\"transactionId\":\"" + sale));
  }
}
