package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.evidence.Evidence;
import till.kiosk.AccessTokens;
import till.kiosk.Role;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Hands and eyes at the far ends, over HTTP, against a shop in which everything is real.
final class SimulatorApiTest {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Assortment GOODS = Assortment.load();

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private Shop shop;
  private Patience patience;

  @BeforeEach
  void openShop() throws IOException {
    shop = TestShop.open(folder);
    patience = new Patience(shop.news(), Duration.ofMinutes(2));
    lane("an open lane", lane -> lane.path("state").asString("").equals("READY"));
  }

  @AfterEach
  void closeShop() {
    shop.close();
    http.shutdownNow();
  }

  @Test
  void aSaleFromTheShelfToThePaper() throws Exception {
    String code = GOODS.withImage("honey").code();
    assertEquals(
        "]E0" + code + "{CR}",
        post("/v1/sim/scan", "{\"code\":\"" + code + "\"}").path("wire").asString());
    lane("a line", lane -> lane.path("transaction").path("lines").size() == 1);
    shop.kiosk().command("/v1/transaction/total", KioskApi.body());
    awaitDevices();
    shop.kiosk().command("/v1/transaction/tender", KioskApi.body().put("type", "CreditDebit"));
    JsonNode asking =
        view("the question for a card", view -> view.at("/terminal/asking").asBoolean());
    assertEquals("EUR 5.49", asking.at("/terminal/display/0").asString());
    post("/v1/sim/terminal", "{\"act\":\"tap\"}");

    JsonNode printed = view("paper", view -> !view.at("/printer/papers").isEmpty());
    String paper = "/v1/sim/paper/" + printed.at("/printer/papers/0").asInt();
    HttpResponse<byte[]> picture = get(paper + ".png");
    assertEquals("image/png", picture.headers().firstValue("Content-Type").orElse(""));
    assertTrue(picture.body().length > 5_000);
    String text = new String(get(paper + ".txt").body(), StandardCharsets.UTF_8);
    assertTrue(text.contains("Blütenhonig 500 g"), text);
    assertEquals(404, get("/v1/sim/paper/99.png").statusCode());
  }

  @Test
  void aViewThatWasSeenAnswersWhenSomethingChanges() throws Exception {
    JsonNode first =
        view("the lane light to be green", view -> view.at("/light/green").booleanValue());
    post("/v1/sim/printer", "{\"act\":\"cover-open\"}");
    JsonNode second = JSON.readTree(get("/v1/sim/view?after=" + first.path("revision")).body());
    assertTrue(second.at("/printer/coverOpen").booleanValue(), second::toString);
    assertTrue(second.path("revision").asLong() > first.path("revision").asLong());
  }

  @Test
  void theShelvesHaveTheGoodsOfThePriceBook() throws Exception {
    JsonNode shelves = JSON.readTree(get("/v1/sim/shelves").body());
    assertEquals("bakery", shelves.at("/0/category").asString());
    assertEquals("Laugenbrezel", shelves.at("/0/items/1/names/de").asString());
    assertEquals(95, shelves.at("/0/items/1/unitPrice").asInt());
  }

  @Test
  void aScannerThatIsPulledOutSendsNothing() throws Exception {
    post("/v1/sim/cable", "{\"cable\":\"scanner\",\"act\":\"unplug\"}");
    assertEquals("", post("/v1/sim/scan", "{\"code\":\"1\"}").path("wire").asString());
    lane("a scanner that is missed", lane -> state(lane, "counter").equals("bad"));
    post("/v1/sim/cable", "{\"cable\":\"scanner\",\"act\":\"plug\"}");
    lane("a scanner that is back", lane -> state(lane, "counter").equals("good"));
    post("/v1/sim/scan", "{\"code\":\"" + GOODS.withImage("milk").code() + "\"}");
    lane("a line", lane -> lane.path("transaction").path("lines").size() == 1);
  }

  @Test
  void helpIsCalledForAndTheLightFlashesUntilSomebodyHasCome() throws Exception {
    post("/v1/sim/scan", "{\"code\":\"" + GOODS.withImage("milk").code() + "\"}");
    lane("a line", lane -> lane.path("transaction").path("lines").size() == 1);

    post("/v1/sim/case", "{\"act\":\"press\"}");

    lane("a call for help", lane -> hasProblem(lane, "assistance"));
    view("the yellow lamp", view -> view.at("/light/yellow").booleanValue());
    post("/v1/sim/case", "{\"act\":\"release\"}");
    shop.kiosk()
        .command(
            Role.ATTENDANT, "/v1/problems/p1/clear", KioskApi.body().put("decision", "approve"));
    lane("nobody who calls", lane -> !hasProblem(lane, "assistance"));
    view("the green lamp", view -> view.at("/light/green").booleanValue());
  }

  @Test
  void aCaseThatIsOpenedIsSeenUntilItIsShut() throws Exception {
    post("/v1/sim/case", "{\"act\":\"open\"}");
    lane("an open case", lane -> hasProblem(lane, "case-open"));
    assertTrue(view("it", _ -> true).path("caseOpen").booleanValue());

    post("/v1/sim/case", "{\"act\":\"shut\"}");
    lane("a shut case", lane -> !hasProblem(lane, "case-open"));
    refused(400, "a case cannot fly", "/v1/sim/case", "{\"act\":\"fly\"}");
  }

  private static boolean hasProblem(JsonNode lane, String code) {
    return lane.path("problems")
        .valueStream()
        .anyMatch(problem -> problem.path("code").asString().equals(code));
  }

  @Test
  void garbageIsNoLabel() throws Exception {
    assertEquals(
        "{00}{FF}{B5}{1B}~{9A}{03}{C3}({CR}",
        post("/v1/sim/scanner", "{\"act\":\"garbage\"}").path("wire").asString());
    post("/v1/sim/scanner", "{\"act\":\"unknown\"}");
    JsonNode lane = lane("a refusal", seen -> seen.path("problems").size() == 1);
    assertEquals("unknown-item", lane.at("/problems/0/code").asString());
    assertTrue(lane.path("transaction").isNull());
  }

  @Test
  void thePaymentTerminalCanBeUnpluggedSilencedAndKeptBusy() throws Exception {
    post("/v1/sim/terminal", "{\"act\":\"off\"}");
    view("no power", view -> !view.at("/terminal/on").booleanValue());
    lane("a terminal that is missed", lane -> state(lane, "payment").equals("bad"));
    post("/v1/sim/terminal", "{\"act\":\"on\"}");
    awaitDevices();
    post("/v1/sim/terminal", "{\"act\":\"busy\"}");
    view("a busy terminal", view -> view.at("/terminal/busy").booleanValue());
    post("/v1/sim/terminal", "{\"act\":\"free\"}");
    post("/v1/sim/terminal", "{\"act\":\"silent\"}");
    view(
        "a silent terminal",
        view ->
            view.at("/terminal/silent").booleanValue()
                && !view.at("/terminal/busy").booleanValue());
    post("/v1/sim/terminal", "{\"act\":\"speaking\"}");
    post("/v1/sim/terminal", "{\"act\":\"fault\",\"fault\":\"PARTIAL\"}");
    view("a scripted payment", view -> view.at("/terminal/fault").asString().equals("PARTIAL"));
  }

  /// Written from the description alone.
  @Test
  void aScriptPlaysAWholeSaleByWeightWithMishaps() throws Exception {
    JsonNode shelves = JSON.readTree(get("/v1/sim/shelves").body());
    JsonNode apples =
        shelves
            .valueStream()
            .flatMap(shelf -> shelf.path("items").valueStream())
            .filter(item -> item.path("itemId").asString().equals("granny-smith"))
            .findFirst()
            .orElseThrow();
    lane("a scale", lane -> state(lane, "scale").equals("good"));
    awaitDevices();
    shop.kiosk()
        .insist(
            Role.KIOSK,
            "/v1/transaction/lines",
            KioskApi.body().put("itemId", "granny-smith"),
            patience);
    lane("a question for the weight", lane -> lane.path("prompt").asString().equals("weigh"));
    post("/v1/sim/scale", "{\"act\":\"shake\"}");
    view("a scale that moves", view -> view.at("/scale/moving").asBoolean());
    String load = apples.path("load").asString();
    post("/v1/sim/scale", "{\"act\":\"put\",\"weight\":\"" + load + "\"}");
    JsonNode weighed = lane("a line", lane -> lane.path("transaction").path("lines").size() == 1);
    assertEquals("0.652", weighed.at("/transaction/lines/0/quantity").asString());
    post("/v1/sim/scale", "{\"act\":\"take\"}");
    shop.kiosk().command("/v1/transaction/total", KioskApi.body());

    post("/v1/sim/cable", "{\"cable\":\"payment\",\"act\":\"unplug\"}");
    lane("a terminal that is missed", lane -> state(lane, "payment").equals("bad"));
    post("/v1/sim/cable", "{\"cable\":\"payment\",\"act\":\"plug\"}");
    awaitDevices();
    shop.kiosk().command("/v1/transaction/tender", KioskApi.body().put("type", "CreditDebit"));
    view("the question for a card", view -> view.at("/terminal/asking").asBoolean());
    post("/v1/sim/terminal", "{\"act\":\"partly\",\"amount\":\"100\"}");
    view("a booking of a part", view -> view.at("/terminal/bookings/0/amount").asLong() == 100);
  }

  @Test
  void theWayToTheFleetIsCutAndWhatHappenedMeanwhileArrivesLater() throws Exception {
    technician("the broker", uplink -> uplink.path("connected").asBoolean());
    post("/v1/sim/cable", "{\"cable\":\"broker\",\"act\":\"unplug\"}");
    technician("a lost broker", uplink -> !uplink.path("connected").asBoolean(true));
    view("no way to the fleet", view -> !view.at("/network/broker").asBoolean(true));
    post("/v1/sim/cable", "{\"cable\":\"broker\",\"act\":\"plug\"}");
    technician(
        "a fleet that has all",
        uplink ->
            uplink.path("connected").asBoolean()
                && uplink.path("acked").equals(uplink.path("head")));

    post("/v1/sim/cable", "{\"cable\":\"collector\",\"act\":\"unplug\"}");
    view("no collector", view -> !view.at("/network/collector").asBoolean(true));
    post("/v1/sim/cable", "{\"cable\":\"collector\",\"act\":\"plug\"}");
    view("the collector", view -> view.at("/network/collector").asBoolean());
  }

  @Test
  void thePrinterHasARollACoverASpeedAndASwitch() throws Exception {
    post("/v1/sim/printer", "{\"act\":\"paper-low\"}");
    view("a thin roll", view -> view.at("/printer/nearEnd").asBoolean());
    post("/v1/sim/printer", "{\"act\":\"paper-out\"}");
    lane("a printer without paper", lane -> state(lane, "printer").equals("bad"));
    post("/v1/sim/printer", "{\"act\":\"paper-full\"}");
    post("/v1/sim/printer", "{\"act\":\"slow\"}");
    post("/v1/sim/printer", "{\"act\":\"off\"}");
    JsonNode off = view("a printer without power", view -> !view.at("/printer/on").asBoolean());
    assertTrue(off.at("/printer/slow").asBoolean());
    post("/v1/sim/printer", "{\"act\":\"on\"}");
    awaitDevices();
  }

  @Test
  void theDescriptionIsServedAndHasEveryRoute() throws Exception {
    JsonNode served = JSON.readTree(get("/v1/sim/openapi.json").body());
    assertEquals(SimulatorOpenApiTest.DOCUMENT, served);
    assertEquals(new TreeSet<>(shop.simulator().routes()), SimulatorOpenApiTest.described());
  }

  @Test
  void whatCannotBeDoneIsSaid() throws Exception {
    refused(400, "not JSON", "/v1/sim/scan", "{");
    refused(400, "code is missing", "/v1/sim/scan", "{}");
    refused(400, "cannot dance", "/v1/sim/scanner", "{\"act\":\"dance\"}");
    refused(409, "does not wait for a card", "/v1/sim/terminal", "{\"act\":\"tap\"}");
    refused(400, "nothing is called X", "/v1/sim/terminal", "{\"act\":\"fault\",\"fault\":\"X\"}");
    refused(404, "there is no /v1/sim/x", "/v1/sim/x", "{}");
    refused(400, "cannot burn", "/v1/sim/printer", "{\"act\":\"burn\"}");
    refused(400, "such as 0.250", "/v1/sim/scale", "{\"act\":\"put\",\"weight\":\"1e9\"}");
    refused(400, "no cable to moon", "/v1/sim/cable", "{\"cable\":\"moon\",\"act\":\"plug\"}");
    refused(400, "no row eclipse", "/v1/sim/power-cut", "{\"row\":\"eclipse\"}");
    assertEquals(404, get("/v1/sim/power-cuts/entering/paper/1.png").statusCode());
    assertEquals(400, get("/v1/sim/symbol.svg?code=").statusCode());
    assertEquals(400, get("/v1/sim/view?after=x").statusCode());
    assertEquals(404, get("/sim/other").statusCode());
  }

  @Test
  void nobodyTouchesTheDevicesWithoutAToken() throws Exception {
    var request =
        HttpRequest.newBuilder(shop.address().resolve("/v1/sim/scan"))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString("{\"code\":\"1\"}"))
            .build();
    int status = http.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
    assertTrue(status == 401 || status == 403, "" + status);
  }

  private void awaitDevices() {
    lane(
        "devices that work",
        lane -> state(lane, "payment").equals("good") && state(lane, "printer").equals("good"));
  }

  private static String state(JsonNode lane, String device) {
    return lane.path("devices")
        .valueStream()
        .filter(each -> each.path("name").asString().equals(device))
        .map(each -> each.path("state").asString())
        .findFirst()
        .orElse("");
  }

  private JsonNode lane(String what, Predicate<JsonNode> wanted) {
    return patience.until(
        what,
        () -> {
          try {
            return Optional.of(shop.kiosk().get("/v1/lane", Role.KIOSK)).filter(wanted);
          } catch (IOException e) {
            return Optional.empty();
          }
        });
  }

  private void technician(String what, Predicate<JsonNode> wanted) {
    patience.untilTrue(
        what,
        () -> {
          try {
            return wanted.test(shop.kiosk().get("/v1/uplink", Role.TECHNICIAN));
          } catch (IOException e) {
            return false;
          }
        });
  }

  private JsonNode view(String what, Predicate<JsonNode> wanted) {
    return patience.until(
        what,
        () -> {
          try {
            return Optional.of(JSON.readTree(get("/v1/sim/view").body())).filter(wanted);
          } catch (IOException | InterruptedException e) {
            return Optional.empty();
          }
        });
  }

  private HttpResponse<byte[]> get(String path) throws IOException, InterruptedException {
    return send(request(path).GET());
  }

  private JsonNode post(String path, String body) throws IOException, InterruptedException {
    HttpResponse<byte[]> response = answer(path, body);
    assertEquals(
        200, response.statusCode(), () -> new String(response.body(), StandardCharsets.UTF_8));
    return JSON.readTree(response.body());
  }

  private void refused(int status, String detail, String path, String body)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> response = answer(path, body);
    String text = new String(response.body(), StandardCharsets.UTF_8);
    assertEquals(status, response.statusCode(), text);
    assertTrue(text.contains(detail), text);
  }

  private HttpResponse<byte[]> answer(String path, String body)
      throws IOException, InterruptedException {
    return send(
        request(path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<byte[]> send(HttpRequest.Builder request)
      throws IOException, InterruptedException {
    HttpResponse<byte[]> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    Evidence.answer(answer);
    return answer;
  }

  private HttpRequest.Builder request(String path) throws IOException {
    Path token = AccessTokens.file(shop.folder().tokens(), Role.KIOSK);
    return HttpRequest.newBuilder(shop.address().resolve(path))
        .header("Authorization", "Bearer " + Files.readString(token).strip());
  }
}
