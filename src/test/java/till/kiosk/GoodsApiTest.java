package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.COUPON;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Goods of every kind and what becomes of them, as a front end asks for it.
final class GoodsApiTest {

  @TempDir Path folder;
  private ShopCounter shop;

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private static ObjectNode enter(String itemId) {
    return command().put("itemId", itemId);
  }

  private JsonNode enters(ObjectNode body) {
    return shop.does("/v1/transaction/lines", body);
  }

  private static JsonNode lines(JsonNode lane) {
    return lane.path("transaction").path("lines");
  }

  private static List<Long> amounts(JsonNode lane) {
    return lines(lane)
        .valueStream()
        .filter(line -> !line.path("voided").asBoolean())
        .map(line -> line.path("extendedAmount").asLong())
        .toList();
  }

  private static void refused(String code, int status, HttpResponse<byte[]> answer) {
    assertEquals(
        status + " " + code,
        answer.statusCode() + " " + json(answer).path("code").asString(""),
        text(answer));
  }

  private static String codes(JsonNode lane) {
    return String.join(
        ",",
        lane.path("problems").valueStream().map(each -> each.path("code").asString()).toList());
  }

  private ObjectNode adjust(String type) {
    return shop.about().put("type", type).put("reason", "bruised");
  }

  /// The document of the sale, once it is paid.
  private JsonNode paidInCash(long total) {
    JsonNode lane =
        shop.does(
            "/v1/transaction/tender", shop.about().put("type", "Cash").put("expectedTotal", total));
    return json(shop.get("/v1/receipts/" + lane.path("lastReceipt").path("number").asLong()));
  }

  @Test
  void goodsAreCalledByTheirNamesInTheLanguageThatWasChosen() {
    assertEquals("Brötchen", lines(enters(enter("roll"))).get(0).path("description").asString());
    JsonNode lane = shop.does("/v1/transaction/language", shop.about().put("language", "en"));
    assertEquals("Bread roll", lines(lane).get(0).path("description").asString());
    shop.does("/v1/transaction/total", shop.about());
    JsonNode document = paidInCash(39);
    assertEquals("Bread roll", document.path("lines").get(0).path("description").asString());
    String receipt = text(shop.get("/v1/receipts/" + document.path("number").asLong() + ".txt"));
    assertTrue(receipt.contains("Bread roll"), receipt);
  }

  @Test
  void aQuantityIsChanged() {
    enters(enter("roll"));
    assertEquals(
        List.of(156L),
        amounts(shop.does("/v1/transaction/lines/1/quantity", shop.about().put("quantity", "4"))));
    refused("bad-request", 400, shop.post("/v1/transaction/lines/1/quantity", shop.about()));
    refused(
        "quantity-invalid",
        409,
        shop.post("/v1/transaction/lines/1/quantity", shop.about().put("quantity", "0.5")));
  }

  @Test
  void whatIsWeighedWaitsForTheScaleAndCanBeGivenUp() {
    refused("no-scale", 409, shop.post("/v1/transaction/lines", enter("plums")));
    shop.device("scale", "Scale", DeviceStatus.State.GOOD);
    JsonNode waiting = enters(enter("plums").put("tare", "0.020"));
    assertEquals("weigh", waiting.path("prompt").asString());
    assertEquals(
        "{\"itemId\":\"plums\",\"description\":\"Zwetschgen\",\"unitPrice\":349,"
            + "\"unitOfMeasure\":\"kg\",\"tare\":\"0.020\"}",
        waiting.path("transaction").path("unweighed").toString());
    JsonNode given = shop.does("/v1/transaction/resume", shop.about());
    assertTrue(given.path("transaction").get("unweighed").isNull());
    assertEquals("scan", given.path("prompt").asString());
    for (String wrong : List.of("-0.1", "100.5", "0.0001", "\"a\"")) {
      refused(
          "bad-request",
          400,
          shop.post("/v1/transaction/lines", enter("plums").put("tare", wrong)));
    }
  }

  @Test
  void aKeyedWeightNeedsSomebodyOfTheShop() {
    ObjectNode keyed = enter("plums").put("weight", "0.520").put("tare", "0.020");
    refused("attendant-needed", 409, shop.post("/v1/transaction/lines", keyed));
    ObjectNode known = enter("plums").put("weight", "0.520").put("tare", "0.020");
    known.putObject("operator").put("id", "17").put("pin", "4711");
    JsonNode lane = json(shop.post("/v1/transaction/lines", known)).path("lane");
    assertEquals(List.of(175L), amounts(lane)); // 174.5
    assertEquals(
        "{\"gross\":\"0.520\",\"tare\":\"0.020\",\"net\":\"0.500\",\"unit\":\"kg\"}",
        lines(lane).get(0).path("weight").toString());
  }

  @Test
  void anAgeIsLookedAtAndADepositFollowsItsBottle() {
    JsonNode lane = enters(enter("pils").put("quantity", "2"));
    assertEquals(List.of(198L, 16L), amounts(lane));
    assertEquals(1, lines(lane).get(1).path("belongsTo").asInt());
    assertEquals("Deposit", lines(lane).get(1).path("kind").asString());
    assertEquals(16, lines(lane).get(0).path("ageClass").asInt());
    JsonNode problem = lane.path("problems").get(0);
    assertEquals("age-restricted", problem.path("code").asString());
    assertEquals("deferred", problem.path("level").asString());
    assertEquals(1, problem.path("line").asInt());
    assertTrue(!problem.path("text").asString().isEmpty());
    refused("problem-open", 409, shop.post("/v1/transaction/total", shop.about()));
    String clear = "/v1/problems/" + problem.path("id").asString() + "/clear";
    refused("forbidden", 403, shop.post(clear, command().put("decision", "approve")));
    refused(
        "bad-request", 400, shop.post(clear, Role.ATTENDANT, command().put("decision", "maybe")));
    ObjectNode approve = command().put("decision", "approve");
    approve.putObject("operator").put("id", "17").put("pin", "4711");
    assertEquals("", codes(json(shop.post(clear, approve)).path("lane")));
    refused("belongs-to-article", 409, shop.post("/v1/transaction/lines/2/void", shop.about()));
    shop.does("/v1/transaction/total", shop.about());
    JsonNode document = paidInCash(214);
    JsonNode cleared = document.path("problems").get(0);
    assertEquals(
        "approved 17 pin",
        cleared.path("decision").asString()
            + " "
            + cleared.path("clearedBy").asString()
            + " "
            + cleared.path("method").asString());
  }

  @Test
  void aRecalledItemIsNotSoldAndSomebodyTakesItAway() {
    shop.scanned(PEN);
    refused("not-for-sale", 409, shop.post("/v1/transaction/lines", enter("recalled")));
    JsonNode lane = shop.view();
    assertEquals("wait-attendant", lane.path("prompt").asString());
    assertEquals("not-for-sale", codes(lane));
    JsonNode cleared =
        shop.does(
            "/v1/problems/" + lane.path("problems").get(0).path("id").asString() + "/clear",
            command().put("decision", "refuse").put("reason", "taken away"));
    assertEquals(List.of(199L), amounts(cleared));
    assertEquals("scan", cleared.path("prompt").asString());
  }

  @Test
  void somebodyOfTheShopChangesWhatThingsCost() {
    shop.scanned(PEN);
    enters(enter("roll").put("quantity", "10"));
    String line = "/v1/transaction/lines/2/adjust";
    refused("forbidden", 403, shop.post(line, adjust("price").put("value", 29)));
    JsonNode lane = shop.does(line, adjust("price").put("value", 29));
    assertEquals(List.of(199L, 290L), amounts(lane));
    lane = shop.does(line, adjust("percent").put("value", "10"));
    assertEquals(List.of(199L, 261L), amounts(lane));
    lane = shop.does("/v1/transaction/adjust", adjust("amount").put("value", 60));
    assertEquals(List.of(173L, 227L), amounts(lane)); // 25.96 and 34.04
    assertEquals(
        "[{\"code\":\"transaction-discount\",\"amount\":-26,\"reason\":\"bruised\","
            + "\"operator\":\"attendant\"}]",
        lines(lane).get(0).path("adjustments").toString());
    assertEquals(400, lane.path("transaction").path("total").asLong());
    refused(
        "bad-request", 400, shop.post(line, Role.ATTENDANT, adjust("price").put("value", "2.9")));
    refused(
        "bad-request",
        400,
        shop.post(line, Role.ATTENDANT, shop.about().put("type", "amount").put("value", 1)));
    refused(
        "bad-request",
        400,
        shop.post("/v1/transaction/adjust", Role.ATTENDANT, adjust("price").put("value", 1)));
    refused(
        "adjustment-invalid",
        409,
        shop.post(line, Role.ATTENDANT, adjust("amount").put("value", 10_000)));
  }

  private static ObjectNode byOperator(ObjectNode body) {
    body.putObject("operator").put("id", "17").put("pin", "4711");
    return body;
  }

  /// The same once more, and meant so.
  private static ObjectNode again(ObjectNode body) {
    return body.deepCopy().put("commandId", command().path("commandId").asString());
  }

  private static String clear(JsonNode problem) {
    return "/v1/problems/" + problem.path("id").asString() + "/clear";
  }

  @Test
  void aCouponIsLookedAtAndStandsInTheDocument() {
    ObjectNode scan = command().put("scan", COUPON);
    refused("coupon-before-goods", 409, shop.post("/v1/transaction/lines", scan));
    enters(enter("roll"));
    refused("coupon-too-large", 409, shop.post("/v1/transaction/lines", again(scan)));
    shop.scanned(PEN);
    refused(
        "quantity-invalid",
        409,
        shop.post("/v1/transaction/lines", again(scan).put("quantity", 2)));
    JsonNode lane = json(shop.post("/v1/transaction/lines", again(scan))).path("lane");
    assertEquals(List.of(31L, 157L), amounts(lane)); // 8.2 and 41.8 cents
    assertEquals(
        "[{\"code\":\"coupon\",\"amount\":-42,\"reason\":\"9900000001230\","
            + "\"operator\":\"self\"}]",
        lines(lane).get(1).path("adjustments").toString());
    JsonNode check = lane.path("problems").get(0);
    assertEquals("coupon-check", check.path("code").asString());
    assertEquals("deferred", check.path("level").asString());
    assertEquals(COUPON, check.path("coupon").asString());
    assertTrue(check.path("text").asString().endsWith(": " + COUPON), check::toString);
    refused("coupon-taken", 409, shop.post("/v1/transaction/lines", again(scan)));
    refused("problem-open", 409, shop.post("/v1/transaction/total", shop.about()));
    assertEquals(
        200,
        shop.post(clear(check), byOperator(command().put("decision", "approve"))).statusCode());
    shop.does("/v1/transaction/total", shop.about());
    JsonNode document = paidInCash(188);
    JsonNode cleared = document.path("problems").get(0);
    assertEquals("approved", cleared.path("decision").asString());
    assertEquals(COUPON, cleared.path("coupon").asString());
    assertEquals(
        "coupon", document.path("lines").get(0).path("adjustments").get(0).path("code").asString());
  }

  @Test
  void aBasketIsLookedIntoAndTheSaleWaitsForALaneWithStaff() {
    shop.scanned(PEN);
    ObjectNode check = command().put("kind", "basket-check");
    refused("attendant-needed", 409, shop.post("/v1/assistance", check));
    refused("bad-request", 400, shop.post("/v1/assistance", command().put("kind", "coffee")));
    JsonNode lane = json(shop.post("/v1/assistance", byOperator(again(check)))).path("lane");
    JsonNode problem = lane.path("problems").get(0);
    assertEquals("basket-check", problem.path("code").asString());
    assertEquals("critical", problem.path("level").asString());
    assertEquals("wait-attendant", lane.path("prompt").asString());
    refused("problem-open", 409, shop.post("/v1/transaction/lines", command().put("scan", PEN)));
    refused("problem-open", 409, shop.post("/v1/transaction/total", shop.about()));
    refused("problem-open", 409, shop.post("/v1/transaction/cancel", shop.about()));
    refused("problem-open", 409, shop.post("/v1/transaction/suspend", shop.about()));
    refused("forbidden", 403, shop.post(clear(problem), command().put("decision", "refuse")));
    lane =
        json(shop.post(clear(problem), byOperator(command().put("decision", "refuse"))))
            .path("lane");
    assertEquals("READY", lane.path("state").asString());
    assertEquals(1, lane.path("suspended").size());
    lane = shop.does("/v1/transaction/retrieve", command());
    assertEquals("", codes(lane));
    assertEquals("scan", lane.path("prompt").asString());
  }

  @Test
  void helpIsCalledForWithASaleAndWithout() {
    assertEquals("assistance", codes(shop.does("/v1/assistance", command())));
    shop.does("/v1/problems/assistance/clear", command().put("decision", "approve"));
    shop.scanned(PEN);
    JsonNode called = shop.does("/v1/assistance", command());
    assertEquals("wait-attendant", called.path("prompt").asString());
    shop.does("/v1/problems/p1/clear", command().put("decision", "approve"));
    refused(
        "problem-cleared",
        409,
        shop.post("/v1/problems/p1/clear", Role.ATTENDANT, command().put("decision", "approve")));
  }
}
