package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
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
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// A business day as an attendant goes through it, over real HTTP to a real lane.
final class DayApiTest {

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

  private static ObjectNode amount(long minor) {
    return command().put("amount", minor);
  }

  private static ObjectNode by17() {
    ObjectNode command = command();
    command.putObject("operator").put("id", "17");
    return command;
  }

  private void refuses(String path, ObjectNode body, int status, String code) {
    HttpResponse<byte[]> answer = shop.post(path, Role.ATTENDANT, body);
    assertEquals(
        status + " " + code,
        answer.statusCode() + " " + json(answer).path("code").asString(""),
        text(answer));
  }

  private void sell() {
    shop.scanned(PEN);
    JsonNode lane = shop.does("/v1/transaction/total", shop.about());
    long total = lane.path("transaction").path("total").asLong();
    shop.does(
        "/v1/transaction/tender", shop.about().put("type", "Cash").put("expectedTotal", total));
  }

  private JsonNode x() {
    return json(shop.get("/v1/reports/x"));
  }

  @Test
  void somebodyOfTheShopBeginsATrainingAndTheLaneSaysSo() {
    assertFalse(shop.view().path("training").asBoolean());
    assertEquals(403, shop.post("/v1/training/on", command()).statusCode());
    refuses("/v1/training/off", by17(), 409, "not-training");
    shop.scanned(PEN);
    refuses("/v1/training/on", by17(), 409, "lane-busy");
    shop.does("/v1/transaction/cancel", shop.about());
    assertFalse(x().path("training").asBoolean());
    assertTrue(shop.does("/v1/training/on", by17()).path("training").asBoolean());
  }

  @Test
  void aDayIsCountedReportedAndClosed() {
    shop.does("/v1/operator/sign-on", by17());
    assertEquals("17", shop.view().path("operator").asString());
    ObjectNode loan = amount(10_000);
    loan.putArray("denominations").addObject().put("value", 1_000).put("pieces", 10);
    shop.does("/v1/till/loan", loan);
    sell();
    sell();
    shop.does("/v1/till/pay-in", amount(500).put("reason", "found"));
    shop.does("/v1/till/pay-out", amount(300).put("reason", "flowers"));
    shop.does("/v1/drawer/open", command().put("reason", "change"));
    shop.does("/v1/till/pickup", amount(5_000));
    shop.does("/v1/till/count", amount(5_590));

    JsonNode report = x();
    assertEquals("x", report.path("report").asString());
    assertEquals(398, report.path("sales").asLong());
    assertEquals(1, report.path("noSales").asInt());
    assertEquals(
        "{\"opening\":0,\"loans\":10000,\"pickups\":5000,\"payIns\":500,\"payOuts\":300,"
            + "\"tenders\":398,\"expected\":5598,\"counted\":5590,\"difference\":-8}",
        report.path("cash").toString());
    assertEquals(
        "[{\"type\":\"Cash\",\"count\":2,\"amount\":398}]", report.path("tenders").toString());
    assertEquals(report.path("lastSequence"), x().path("lastSequence"), "reading changes nothing");
    assertTrue(text(shop.get("/v1/reports/x.txt")).contains("X-BERICHT"));
    assertEquals(404, shop.get("/v1/reports/z/1").statusCode());

    JsonNode lane = shop.does("/v1/business-day/close", by17());
    assertEquals("CLOSED", lane.path("state").asString());
    assertTrue(lane.path("businessDay").isNull());
    assertEquals(404, shop.get("/v1/reports/x").statusCode());

    JsonNode z = json(shop.get("/v1/reports/z/1"));
    assertEquals("z 1", z.path("report").asString() + " " + z.path("number").asLong());
    assertEquals("17", z.path("operator").asString());
    for (String same :
        List.of("sales", "taxes", "tenders", "cash", "transactions", "noSales", "corrections")) {
      assertEquals(report.path(same), z.path(same), same);
    }
    assertEquals(398, z.path("grandTotals").path("sales").asLong());
    assertEquals(64, z.path("document").path("hash").asString().length());
    HttpResponse<byte[]> paper = shop.get("/v1/reports/z/1.txt");
    assertTrue(text(paper).contains("Z-BERICHT 1\n"), text(paper));
    assertTrue(
        text(paper).contains(z.path("document").path("hash").asString().substring(0, 32)),
        text(paper));
    assertEquals(
        "image/png",
        shop.get("/v1/reports/z/1.png").headers().firstValue("Content-Type").orElse(""));
    assertEquals(404, shop.get("/v1/reports/z/2").statusCode());
    assertEquals(404, shop.get("/v1/reports/z/last").statusCode());

    lane = shop.does("/v1/business-day/open", command().put("businessDay", "2026-11-25"));
    assertEquals("2026-11-25", lane.path("businessDay").asString());
    assertEquals(5_590, x().path("cash").path("opening").asLong());
    shop.does("/v1/operator/sign-off", command());
    assertTrue(shop.view().path("operator").isNull());
  }

  @Test
  void aRepeatedLoanGoesIntoTheDrawerOnce() {
    ObjectNode loan = amount(10_000);
    shop.does("/v1/till/loan", loan);
    shop.does("/v1/till/loan", loan);
    assertEquals(10_000, x().path("cash").path("loans").asLong());
  }

  @Test
  void whatCannotBeIsRefusedWithItsCode() {
    refuses("/v1/till/pickup", amount(1), 409, "not-enough-cash");
    refuses("/v1/till/loan", amount(0), 409, "cash-amount-invalid");
    refuses("/v1/till/pay-in", amount(1), 409, "reason-needed");
    refuses("/v1/drawer/open", command(), 409, "reason-needed");
    refuses("/v1/operator/sign-off", command(), 409, "not-signed-on");
    refuses("/v1/operator/sign-on", command(), 400, "bad-request");
    refuses("/v1/till/loan", command(), 400, "bad-request");
    ObjectNode odd = amount(100);
    odd.putArray("denominations").addObject().put("value", 60).put("pieces", 2);
    refuses("/v1/till/count", odd, 409, "denominations-wrong");
    ObjectNode broken = amount(100);
    broken.putArray("denominations").addObject().put("value", 100).put("pieces", 4_294_967_297L);
    refuses("/v1/till/count", broken, 400, "bad-request");
    ObjectNode text = amount(100);
    text.putArray("denominations").add("a note");
    refuses("/v1/till/count", text, 400, "bad-request");
    shop.scanned(PEN);
    refuses("/v1/business-day/close", command(), 409, "lane-busy");
    refuses("/v1/till/loan", amount(1), 409, "lane-busy");
  }

  @Test
  void customersDoNotComeNearTheDrawerOrTheDay() {
    for (String path :
        List.of(
            "/v1/till/loan",
            "/v1/till/pickup",
            "/v1/till/pay-in",
            "/v1/till/pay-out",
            "/v1/till/count",
            "/v1/drawer/open",
            "/v1/operator/sign-on",
            "/v1/operator/sign-off",
            "/v1/business-day/close")) {
      HttpResponse<byte[]> answer = shop.post(path, Role.KIOSK, amount(1).put("reason", "theft"));
      assertEquals(403, answer.statusCode(), path);
    }
    for (String path : List.of("/v1/reports/x", "/v1/reports/x.txt", "/v1/reports/z/1")) {
      HttpResponse<byte[]> answer = shop.send(shop.request(path, Role.KIOSK));
      assertEquals(403, answer.statusCode(), path);
    }
    assertFalse(x().path("cash").path("loans").asLong() > 0);
  }
}
