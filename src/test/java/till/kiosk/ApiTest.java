package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import till.device.DeviceStatus;
import till.lane.Lane;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a front end asks and says, over real HTTP to a real lane.
final class ApiTest {

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

  private static void isProblem(HttpResponse<byte[]> answer, int status, String code) {
    assertEquals(
        status + " " + code,
        answer.statusCode() + " " + json(answer).path("code").asString(""),
        text(answer));
    assertEquals(
        "application/problem+json", answer.headers().firstValue("Content-Type").orElse(""));
    assertEquals(status, json(answer).path("status").asInt());
    assertFalse(json(answer).path("title").asString("").isEmpty());
  }

  private ObjectNode tender(String type, long expectedTotal) {
    return shop.about().put("type", type).put("expectedTotal", expectedTotal);
  }

  // --- the sale

  @Test
  void theViewHasTheContractsShape() {
    JsonNode idle = shop.view();
    assertEquals("READY", idle.path("state").asString());
    assertEquals("2026-11-24", idle.path("businessDay").asString());
    assertEquals("scan", idle.path("prompt").asString());
    assertEquals("EUR", idle.path("currency").asString());
    assertTrue(idle.get("transaction").isNull());
    assertTrue(idle.get("lastReceipt").isNull());
    JsonNode scanner = idle.path("devices").get(0);
    assertEquals(
        "counter Scanner good",
        scanner.path("name").asString()
            + " "
            + scanner.path("category").asString()
            + " "
            + scanner.path("state").asString());
    assertEquals("2026-11-24T09:15:00Z", scanner.path("since").asString());

    shop.scan(PEN);
    ShopCounter.await(() -> shop.lane.view().transaction().isPresent());
    JsonNode busy = shop.view();
    assertTrue(busy.path("revision").asLong() > idle.path("revision").asLong());
    JsonNode sale = busy.path("transaction");
    assertEquals("ENTERING", sale.path("status").asString());
    assertEquals(199, sale.path("total").asLong());
    assertEquals(0, sale.path("tendered").asLong());
    assertEquals(199, sale.path("due").asLong());
    assertEquals(32, sale.path("taxes").get(0).path("amount").asLong());
    JsonNode line = sale.path("lines").get(0);
    assertEquals(
        "{\"n\":1,\"kind\":\"Sale\",\"itemId\":\"4006381333931\",\"description\":\"Fineliner"
            + " schwarz\","
            + "\"quantity\":\"1\",\"unitOfMeasure\":\"EA\",\"regularUnitPrice\":199,\"actualUnitPrice\":199,"
            + "\"extendedAmount\":199,\"taxGroup\":\"A\",\"entryMethod\":\"Scanned\","
            + "\"scan\":{\"symbology\":\"EAN13\",\"data\":\"4006381333931\"},\"voided\":false}",
        line.toString());
  }

  @Test
  void aScreensOwnCameraIsAScanner() {
    ObjectNode add = command().put("scan", "https://id.gs1.org/01/04006381333931/10/A7");
    JsonNode lane = shop.does("/v1/transaction/lines", add.put("symbology", "qr_code"));
    assertEquals(
        "{\"symbology\":\"QRCODE\",\"data\":\"https://id.gs1.org/01/04006381333931/10/A7\","
            + "\"elements\":[{\"ai\":\"01\",\"value\":\"04006381333931\"},"
            + "{\"ai\":\"10\",\"value\":\"A7\"}]}",
        lane.path("transaction").path("lines").get(0).path("scan").toString());
    ObjectNode wrong = command().put("scan", "4006381333932").put("symbology", "EAN-13");
    isProblem(shop.post("/v1/transaction/lines", wrong), 409, "bad-label");
  }

  @Test
  void aSaleIsEnteredCorrectedPaidAndItsReceiptCanBeSeen() {
    shop.does("/v1/transaction/lines", command().put("scan", PEN));
    shop.does("/v1/transaction/lines", shop.about().put("itemId", "roll").put("quantity", "3"));
    shop.does("/v1/transaction/lines/1/void", shop.about());
    shop.does("/v1/transaction/total", shop.about());
    shop.does("/v1/transaction/resume", shop.about());
    JsonNode lane = shop.does("/v1/transaction/total", shop.about());
    assertEquals("pay", lane.path("prompt").asString());
    assertEquals(117, lane.path("transaction").path("total").asLong());
    String id = lane.path("transaction").path("transactionId").asString();
    lane = shop.does("/v1/transaction/tender", tender("Cash", 117).put("amount", 500));
    assertTrue(lane.get("transaction").isNull());
    assertEquals(id, lane.path("lastReceipt").path("transactionId").asString());

    String receipt = "/v1/receipts/" + lane.path("lastReceipt").path("number").asLong();
    JsonNode document = json(shop.get(receipt + ".json"));
    assertEquals(383, document.path("change").asLong());
    assertEquals(id, document.path("transactionId").asString());
    assertArrayEquals(shop.get(receipt + ".json").body(), shop.get(receipt).body());
    assertTrue(text(shop.get(receipt + ".txt")).contains("Brötchen"));
    HttpResponse<byte[]> picture = shop.get(receipt + ".png");
    assertEquals("image/png", picture.headers().firstValue("Content-Type").orElse(""));
    assertEquals(
        "PNG", new String(picture.body(), 1, 3, java.nio.charset.StandardCharsets.US_ASCII));
  }

  @Test
  void whatIsNoReceiptIsNotFound() {
    isProblem(shop.get("/v1/receipts/1.json"), 404, "not-found");
    isProblem(shop.get("/v1/receipts/4711.png"), 404, "not-found");
    isProblem(shop.get("/v1/receipts/last"), 404, "not-found");
  }

  @Test
  void aCardIsPaidAfterTheAnswerToTheTender() {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    JsonNode lane = shop.does("/v1/transaction/tender", tender("CreditDebit", 199));
    assertEquals("follow-terminal", lane.path("prompt").asString());
    assertEquals(199, lane.path("transaction").path("payment").path("amount").asLong());
    shop.terminal.approves(shop.terminal.asked());
    ShopCounter.await(() -> shop.lane.view().lastReceipt().isPresent());
  }

  @Test
  void theShopsNoIsAProblemWithItsReasonAndTheLane() {
    HttpResponse<byte[]> answer = shop.post("/v1/transaction/lines", command().put("scan", "1"));
    isProblem(answer, 409, "unknown-item");
    assertEquals("refused", json(answer).path("outcome").asString());
    assertEquals("READY", json(answer).path("lane").path("state").asString());
    isProblem(
        shop.post("/v1/transaction/cancel", command().put("transactionId", "x")), 409, "stale");
    shop.device("payment", "PaymentTerminal", DeviceStatus.State.BAD);
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    isProblem(
        shop.post("/v1/transaction/tender", tender("CreditDebit", 199)),
        409,
        "payment-terminal-away");
  }

  // --- once

  @Test
  void aRepeatedCommandHappensOnceAndIsAnsweredAgain() {
    ObjectNode add = command().put("scan", PEN);
    String first = json(shop.post("/v1/transaction/lines", add)).path("outcome").asString();
    HttpResponse<byte[]> again = shop.post("/v1/transaction/lines", add);
    assertEquals("accepted", first);
    assertEquals("accepted", json(again).path("outcome").asString());
    assertEquals(1, json(again).path("lane").path("transaction").path("lines").size());
  }

  /// Complaint: odoo #77585.
  @Test
  void twoScreensThatPayAtOnceStartOnePayment() {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    List<Integer> answers =
        Stream.generate(() -> tender("CreditDebit", 199))
            .limit(2)
            .map(pay ->
                CompletableFuture.supplyAsync(
                    () -> shop.post("/v1/transaction/tender", pay).statusCode()))
            .toList()
            .stream()
            .map(CompletableFuture::join)
            .sorted()
            .toList();
    assertEquals(List.of(200, 409), answers);
    shop.terminal.approves(shop.terminal.asked());
    ShopCounter.await(() -> shop.lane.view().lastReceipt().isPresent());
    assertTrue(shop.terminal.isAskedNoMore());
  }

  @Test
  void aRepeatedRefusalStaysOne() {
    ObjectNode total = command().put("transactionId", "01K0");
    isProblem(shop.post("/v1/transaction/total", total), 409, "stale");
    isProblem(shop.post("/v1/transaction/total", total), 409, "stale");
  }

  @Test
  void anIdWithAnotherBodyOrAnotherAddressIsAMistake() {
    ObjectNode add = command().put("scan", PEN);
    shop.post("/v1/transaction/lines", add);
    isProblem(
        shop.post("/v1/transaction/lines", add.deepCopy().put("quantity", "2")),
        422,
        "command-id-reused");
    ObjectNode about = shop.about();
    shop.does("/v1/transaction/total", about);
    isProblem(shop.post("/v1/transaction/resume", about), 422, "command-id-reused");
  }

  @Test
  void aScreenThatSawAnotherSaleOrTotalIsStale() {
    shop.scanned(PEN);
    isProblem(
        shop.post("/v1/transaction/cancel", command().put("transactionId", "01K0")), 409, "stale");
    shop.does("/v1/transaction/total", shop.about());
    isProblem(shop.post("/v1/transaction/tender", tender("Cash", 198)), 409, "stale");
  }

  // --- what is not a command

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "nonsense",
        "{\"scan\":\"1\"}",
        "{\"commandId\":\"17\",\"scan\":\"1\"}",
        "{\"commandId\":\"ID\"}",
        "{\"commandId\":\"ID\",\"scan\":\"1\",\"itemId\":\"1\"}",
        "{\"commandId\":\"ID\",\"scan\":\"\"}",
        "{\"commandId\":\"ID\",\"scan\":1}",
        "{\"commandId\":\"ID\",\"scan\":\"1\",\"scan\":\"2\"}",
        "{\"commandId\":\"ID\",\"scan\":\"1\",\"quantity\":\"many\"}",
        "{\"commandId\":\"ID\",\"scan\":\"1\",\"quantity\":\"1e999999999\"}",
        "{\"commandId\":\"ID\",\"scan\":\"1\",\"quantity\":true}",
        "{\"commandId\":\"ID\",\"scan\":\"1\"} trailing",
      })
  void aBodyThatIsNotACommandIsABadRequest(String body) {
    HttpResponse<byte[]> answer =
        shop.send(
            shop.request("/v1/transaction/lines", Role.KIOSK)
                .header("Content-Type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        body.replace("ID", UUID.randomUUID().toString()))));
    isProblem(answer, 400, "bad-request");
    assertTrue(shop.view().get("transaction").isNull());
  }

  @Test
  void aCommandAboutASaleNamesItAndATenderItsTotal() {
    shop.scanned(PEN);
    for (String act : List.of("lines/1/void", "total", "resume", "cancel", "tender")) {
      isProblem(shop.post("/v1/transaction/" + act, command()), 400, "bad-request");
    }
    shop.does("/v1/transaction/total", shop.about());
    isProblem(
        shop.post("/v1/transaction/tender", shop.about().put("type", "Cash")), 400, "bad-request");
    isProblem(shop.post("/v1/transaction/tender", tender("Gold", 199)), 400, "bad-request");
    isProblem(
        shop.post("/v1/transaction/tender", tender("Cash", 199).put("amount", 1.5)),
        400,
        "bad-request");
    isProblem(shop.post("/v1/transaction/lines/one/void", shop.about()), 404, "not-found");
    isProblem(shop.post("/v1/transaction/lines/7/void", shop.about()), 409, "lines-locked");
  }

  @Test
  void onlyJsonOfABoundedSizeIsTaken() {
    isProblem(
        shop.send(
            shop.request("/v1/transaction/lines", Role.KIOSK)
                .header("Content-Type", "text/plain")
                .POST(HttpRequest.BodyPublishers.ofString(command().put("scan", PEN).toString()))),
        415,
        "unsupported-media-type");
    ObjectNode large = command().put("scan", PEN).put("ignored", "x".repeat(64 * 1024));
    isProblem(shop.post("/v1/transaction/lines", large), 413, "too-large");
    isProblem(
        shop.send(
            shop.request("/v1/transaction/lines", Role.KIOSK)
                .header("Content-Type", "application/json; charset=utf-8")
                .POST(
                    HttpRequest.BodyPublishers.ofInputStream(
                        () -> new java.io.ByteArrayInputStream(new byte[600 * 1024])))),
        413,
        "too-large");
    assertTrue(shop.view().get("transaction").isNull());
  }

  // --- the customer

  @Test
  void aCustomerChoosesALanguageAndIsSpokenToInIt() {
    JsonNode german = shop.scanned(PEN);
    assertEquals("[\"de\",\"en\"]", german.path("languages").toString());
    ObjectNode unknown = shop.about().put("scan", "no such item");
    JsonNode refusal = json(shop.post("/v1/transaction/lines", unknown));
    assertEquals("Dieser Artikel steht nicht in der Preisliste", refusal.path("title").asString());

    JsonNode english = shop.does("/v1/transaction/language", shop.about().put("language", "en"));
    assertEquals("[\"en\",\"de\"]", english.path("languages").toString());
    assertEquals("en", english.path("transaction").path("language").asString());
    unknown = shop.about().put("scan", "no such item");
    refusal = json(shop.post("/v1/transaction/lines", unknown));
    assertEquals("This item is not in the price book", refusal.path("title").asString());
    JsonNode lines = shop.scanned(PEN).path("transaction").path("lines");
    assertEquals("Fineliner black", lines.get(0).path("description").asString());
    assertEquals("Fineliner black", lines.get(1).path("description").asString());
    JsonNode found = json(shop.get("/v1/items?q=roll"));
    assertEquals("Bread roll", found.path("items").get(0).path("description").asString());

    isProblem(
        shop.post("/v1/transaction/language", shop.about().put("language", "fr")),
        409,
        "language-unknown");
    isProblem(shop.post("/v1/transaction/language", shop.about()), 400, "bad-request");
    isProblem(
        shop.post("/v1/transaction/language", command().put("language", "en")), 400, "bad-request");

    shop.does("/v1/transaction/total", shop.about());
    JsonNode after = shop.does("/v1/transaction/tender", tender("Cash", 398));
    assertEquals("[\"de\",\"en\"]", after.path("languages").toString());
    String receipt = "/v1/receipts/" + after.path("lastReceipt").path("number").asLong();
    assertTrue(text(shop.get(receipt + ".txt")).contains("TOTAL EUR"));
    assertEquals("en", json(shop.get(receipt)).path("language").asString());
  }

  @Test
  void aCustomerWhoIsStillThereSaysSo() {
    shop.scanned(PEN);
    JsonNode lane = shop.does("/v1/transaction/extend", shop.about());
    assertTrue(lane.get("idle").isNull());
    assertFalse(lane.path("restored").asBoolean());
    isProblem(shop.post("/v1/transaction/extend", command()), 400, "bad-request");
  }

  @Test
  void aTenderSaysWhatIsToBecomeOfTheReceipt() {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    isProblem(
        shop.post("/v1/transaction/tender", tender("Cash", 199).put("receipt", "maybe")),
        400,
        "bad-request");
    JsonNode lane = shop.does("/v1/transaction/tender", tender("Cash", 199).put("receipt", "none"));
    String receipt = "/v1/receipts/" + lane.path("lastReceipt").path("number").asLong();
    assertEquals("none", json(shop.get(receipt)).path("receipt").asString());
  }

  @Test
  void aPausedLaneGoesOnWhenAnAttendantSaysSo() {
    shop.does("/v1/lane/pause", command());
    isProblem(shop.post("/v1/lane/resume", Role.KIOSK, command()), 403, "forbidden");
    assertEquals("READY", shop.does("/v1/lane/resume", command()).path("state").asString());
    shop.does("/v1/lane/close", command());
    isProblem(shop.post("/v1/lane/resume", Role.ATTENDANT, command()), 409, "lane-not-ready");
  }

  // --- receipts and print jobs

  @Test
  void aCopyIsOfAReceiptThatThereIs() {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    shop.does("/v1/transaction/tender", tender("Cash", 199));
    long sold = shop.view().path("lastReceipt").path("number").asLong();

    shop.does("/v1/receipts/" + sold + "/copy", command());

    isProblem(
        shop.post("/v1/receipts/" + (sold + 1) + "/copy", Role.ATTENDANT, command()),
        409,
        "no-such-receipt");
    isProblem(shop.post("/v1/receipts/last/copy", Role.ATTENDANT, command()), 404, "not-found");
    assertEquals(sold, shop.view().path("lastReceipt").path("number").asLong());
  }

  @Test
  void aPrintJobIsResolvedByAWordAndOnlyWhereThereIsADoubt() {
    String resolve = "/v1/print-jobs/01K0-receipt/resolve";
    isProblem(
        shop.post(resolve, Role.ATTENDANT, command().put("decision", "copy")),
        409,
        "no-such-print-job");
    isProblem(
        shop.post(resolve, Role.ATTENDANT, command().put("decision", "again")), 400, "bad-request");
    isProblem(shop.post(resolve, Role.ATTENDANT, command()), 400, "bad-request");
  }

  // --- the addresses

  @Test
  void whatIsNotThereDoesNotExist() {
    for (String path :
        List.of("/v1", "/v1/", "/v1/lane/", "/v1/nothing", "/nothing", "/tilld/../kiosk.html")) {
      isProblem(shop.get(path), 404, "not-found");
    }
  }

  @Test
  void aMethodThatIsNotTheAddresssIsNotAllowed() {
    HttpResponse<byte[]> answer = shop.post("/v1/lane", command());
    isProblem(answer, 405, "method-not-allowed");
    assertEquals("GET, HEAD", answer.headers().firstValue("Allow").orElse(""));
    answer = shop.get("/v1/lane/open");
    isProblem(answer, 405, "method-not-allowed");
    assertEquals("POST", answer.headers().firstValue("Allow").orElse(""));
    for (String method : List.of("DELETE", "PUT", "OPTIONS", "BREW")) {
      isProblem(
          shop.send(
              shop.request("/v1/lane", Role.KIOSK)
                  .method(method, HttpRequest.BodyPublishers.noBody())),
          405,
          "method-not-allowed");
    }
  }

  @Test
  void headAnswersLikeGetWithoutABody() {
    HttpResponse<byte[]> answer =
        shop.send(
            shop.request("/v1/lane", Role.KIOSK)
                .method("HEAD", HttpRequest.BodyPublishers.noBody()));
    assertEquals(200, answer.statusCode());
    assertEquals(0, answer.body().length);
    assertEquals(
        String.valueOf(shop.get("/v1/lane").body().length),
        answer.headers().firstValue("Content-Length").orElse(""));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/items?q=%zz", "/%zz", "/v1/lane%00", "lane", "*"})
  void anAddressThatCannotBeReadIsARequestsFault(String address) {
    String answer =
        shop.raw("GET " + address + " HTTP/1.1", "Host: " + shop.kiosk().address().getAuthority());
    assertTrue(answer.startsWith("HTTP/1.1 40"), answer);
  }

  // --- the lane is busy

  @Test
  void aFullMailboxIsSaidAtOnceAndALaneThatDoesNotAnswerAfterAWhile(@TempDir Path other) {
    try (ShopCounter asleep = ShopCounter.asleep(other)) {
      asleep.reopen(
          new KioskServer.Patience(50, 15_000, 10_000),
          asleep.settings(List.of(), Optional.empty()),
          List.of());
      isProblem(asleep.post("/v1/transaction/lines", command().put("scan", PEN)), 504, "no-answer");
      for (int i = 0; i < Lane.MAILBOX_MAX - 1; i++) {
        asleep.scan(PEN);
      }
      HttpResponse<byte[]> full = asleep.post("/v1/transaction/lines", command().put("scan", PEN));
      isProblem(full, 503, "busy");
      assertEquals("1", full.headers().firstValue("Retry-After").orElse(""));
    }
  }

  // --- attendants, technicians, machines

  @Test
  void anAttendantOpensTheDayAndTheLane(@TempDir Path other) {
    try (ShopCounter closed = new ShopCounter(other, false, true, List.of())) {
      isProblem(closed.post("/v1/lane/open", Role.ATTENDANT, command()), 409, "day-not-open");
      isProblem(
          closed.post("/v1/business-day/open", Role.ATTENDANT, command().put("businessDay", "x")),
          400,
          "bad-request");
      JsonNode lane = closed.does("/v1/business-day/open", command());
      assertEquals("2026-11-24", lane.path("businessDay").asString());
      isProblem(
          closed.post("/v1/business-day/open", Role.ATTENDANT, command()), 409, "day-already-open");
      assertEquals("READY", closed.does("/v1/lane/open", command()).path("state").asString());
      assertEquals("PAUSED", closed.does("/v1/lane/pause", command()).path("state").asString());
      assertEquals("CLOSED", closed.does("/v1/lane/close", command()).path("state").asString());
    }
  }

  @Test
  void goodsWithoutACodeAreFoundByWordsAndByQuickKeys() {
    JsonNode quick = json(shop.get("/v1/items"));
    assertEquals("EUR", quick.path("currency").asString());
    assertEquals("bag", quick.path("items").get(0).path("itemId").asString());
    JsonNode found = json(shop.get("/v1/items?q=br%C3%B6t&lang=en,de")).path("items");
    assertEquals("Bread roll", found.get(0).path("description").asString());
    assertEquals("roll", found.get(0).path("itemId").asString());
    assertEquals(39, found.get(0).path("unitPrice").asLong());
    isProblem(shop.get("/v1/items?q=" + "x".repeat(81)), 400, "bad-request");
    isProblem(shop.get("/v1/items?category=" + "x".repeat(81)), 400, "bad-request");
  }

  @Test
  void anAnswerHasAllThatAScreenNeedsToShowAndSellAnItem() {
    JsonNode answer = json(shop.get("/v1/items?q=4011&lang=fr"));
    assertEquals(List.of("fruit"), strings(answer.path("categories")));
    JsonNode bananas = answer.path("items").get(0);
    assertEquals(
        JsonMapper.shared()
            .readTree(
                """
                {"itemId":"bananas","plu":"4011","description":"Bananen",
                 "names":{"de":"Bananen","en":"Bananas"},"unitPrice":179,"unitOfMeasure":"kg",
                 "taxGroup":"B","weighed":true,"tare":"0.005","forSale":true,"ageClass":6,
                 "quantityLimit":20,"depositItem":"crate","categories":["fruit"],"quickKey":99,
                 "image":"banana"}
                """),
        bananas);
  }

  @Test
  void aCategoryIsAskedForWithAndWithoutWords() {
    for (String path : List.of("category=fruit", "category=fruit&q=ban", "q=banan")) {
      JsonNode items = json(shop.get("/v1/items?" + path)).path("items");
      assertEquals(1, items.size(), path);
      assertEquals("bananas", items.get(0).path("itemId").asString());
    }
    for (String path : List.of("category=bread", "category=fruit&q=roll")) {
      assertEquals(0, json(shop.get("/v1/items?" + path)).path("items").size(), path);
    }
  }

  @Test
  void theDescriptionIsInTheFirstLanguageThatThereIs() {
    for (String[] each :
        new String[][] {
          {"en", "Bananas"}, {"en-GB", "Bananas"}, {"fr,en", "Bananas"}, {"", "Bananen"}
        }) {
      JsonNode item = json(shop.get("/v1/items?q=4011&lang=" + each[0])).path("items").get(0);
      assertEquals(each[1], item.path("description").asString(), each[0]);
    }
  }

  private static List<String> strings(JsonNode list) {
    return list.valueStream().map(JsonNode::asString).toList();
  }

  @Test
  void metricsHaveTheContractsNamesAndNobodyKnowsIsNotZero() {
    shop.device("printer", "POSPrinter", DeviceStatus.State.UNKNOWN);
    ShopCounter.await(
        () -> shop.lane.view().devices().stream().anyMatch(each -> each.state().equals("unknown")));
    HttpResponse<byte[]> answer = shop.send(shop.request("/metrics"));
    assertEquals(200, answer.statusCode());
    assertTrue(
        text(answer)
            .lines()
            .toList()
            .containsAll(
                List.of(
                    "# TYPE tilld_lane_state gauge",
                    "tilld_build_info{version=\"0.1.0\"} 1",
                    "tilld_lane_state{state=\"READY\"} 1",
                    "tilld_lane_state{state=\"CLOSED\"} 0",
                    "tilld_journal_head 12",
                    "tilld_uplink_acked 12",
                    "tilld_uplink_backlog 0",
                    "tilld_uplink_connected{broker=\"a\"} 1",
                    "tilld_device_up{device=\"counter\"} 1",
                    "tilld_device_up{device=\"printer\"} NaN",
                    "tilld_clock_synchronised 1",
                    "tilld_disk_free_bytes 4294967296")),
        text(answer));
  }

  @Test
  void thePageOfMetricsIsWhatADashboardReadsWithEveryNameOfTheContract() {
    shop.board(ShopCounter.boardView(false, 15, 12));
    shop.scan(PEN);
    ShopCounter.await(() -> shop.lane.figures().scans().count() == 1);
    PrometheusPage page = PrometheusPage.read(text(shop.send(shop.request("/metrics"))));
    assertTrue(
        page.types
            .keySet()
            .containsAll(
                List.of(
                    "tilld_build_info",
                    "tilld_lane_state",
                    "tilld_journal_head",
                    "tilld_uplink_acked",
                    "tilld_uplink_backlog",
                    "tilld_uplink_oldest_unacked_seconds",
                    "tilld_uplink_connected",
                    "tilld_device_up",
                    "tilld_scan_to_event_seconds",
                    "tilld_commit_seconds",
                    "tilld_print_jobs",
                    "tilld_payment_unknown",
                    "tilld_config_revision",
                    "tilld_clock_synchronised",
                    "tilld_certificate_expiry_seconds",
                    "tilld_disk_free_bytes",
                    "tilld_restarts_total")),
        page.types::toString);
    Map<String, Double> samples = page.samples;
    assertEquals(3, samples.get("tilld_uplink_backlog"));
    assertEquals(61, samples.get("tilld_uplink_oldest_unacked_seconds"));
    assertEquals(1, samples.get("tilld_uplink_problem{code=\"publish-refused\"}"));
    assertEquals(86_400, samples.get("tilld_certificate_expiry_seconds"));
    assertEquals(3, samples.get("tilld_restarts_total"));
    assertEquals(812, samples.get("tilld_config_revision{scope=\"prices\"}"));
    assertEquals(0, samples.get("tilld_print_jobs{state=\"QUEUED\"}"));
    assertEquals(0, samples.get("tilld_payment_unknown"));
    assertEquals(1, samples.get("tilld_scan_to_event_seconds_count"));
    assertTrue(samples.getOrDefault("tilld_scan_to_event_seconds_sum", 0.0) > 0);
    assertTrue(samples.getOrDefault("tilld_commit_seconds_count", 0.0) >= 1);
    for (String name :
        List.of(
            "jvm_threads_current",
            "jvm_memory_used_bytes{area=\"heap\"}",
            "process_resident_memory_bytes",
            "process_open_fds",
            "process_start_time_seconds")) {
      assertTrue(samples.getOrDefault(name, 0.0) > 0, name);
    }
  }

  @Test
  void healthIsTheDaemonsAndReadinessTheLanes() {
    assertEquals(200, shop.send(shop.request("/healthz")).statusCode());
    assertEquals(200, shop.send(shop.request("/readyz")).statusCode());
    shop.does("/v1/lane/pause", command());
    assertEquals(200, shop.send(shop.request("/healthz")).statusCode());
    assertEquals(503, shop.send(shop.request("/readyz")).statusCode());
  }
}
