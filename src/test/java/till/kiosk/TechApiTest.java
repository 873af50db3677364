package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.NOW;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.command;
import static till.kiosk.ShopCounter.json;
import static till.kiosk.ShopCounter.text;

import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// What a technician asks of a terminal.
final class TechApiTest {

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

  @Test
  void aTechnicianSeesDevicesAndTheUplink() {
    assertEquals(3, json(shop.get("/v1/devices")).path("devices").size());
    shop.board(ShopCounter.boardView(false, 15, 12));
    JsonNode uplink = json(shop.get("/v1/uplink"));
    assertFalse(uplink.path("connected").asBoolean());
    assertEquals(3, uplink.path("backlog").asLong());
    assertEquals(812, uplink.path("revisions").path("prices").asLong());
    assertEquals(61, uplink.path("oldestUnackedSeconds").asLong());
    assertEquals(8, uplink.path("window").asLong());
    assertEquals(2, uplink.path("rejected").asLong());
    assertEquals(
        "the broker refuses document 13", uplink.path("problems").path(0).path("text").asString());
  }

  private JsonNode device(String name) {
    return json(shop.get("/v1/devices"))
        .path("devices")
        .valueStream()
        .filter(device -> device.path("name").asString().equals(name))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void aDeviceHasItsStateAndItsAge() {
    shop.device("printer", "POSPrinter", DeviceStatus.State.BAD);
    ShopCounter.await(() -> device("printer").path("state").asString().equals("bad"));
    JsonNode printer = device("printer");
    assertEquals("POSPrinter", printer.path("category").asString());
    assertEquals("no answer", printer.path("reason").asString());
    assertEquals(NOW.toString(), printer.path("since").asString());
    assertEquals(0, printer.path("ageSeconds").asLong(-1));
    assertTrue(printer.path("check").isNull());
  }

  @Test
  void theLastScansAreThereDecoded() {
    shop.scanned(PEN);
    shop.scan(PEN);
    shop.scan("4711");
    ShopCounter.await(() -> json(shop.get("/v1/devices")).path("scans").size() == 2);
    JsonNode scans = json(shop.get("/v1/devices")).path("scans");
    assertEquals("unknown-item", scans.path(0).path("outcome").asString());
    assertEquals("04006381333931", scans.path(1).path("gtin").asString());
    assertEquals("counter", scans.path(1).path("scanner").asString());
  }

  private HttpResponse<byte[]> check(String device, Role role, ObjectNode body) {
    return shop.post("/v1/devices/" + device + "/check", role, body);
  }

  @Test
  void aCheckIsAcceptedAndItsResultIsWithTheDevice() {
    shop.scan("4711");
    ShopCounter.await(() -> json(shop.get("/v1/devices")).path("scans").size() == 1);
    ObjectNode command = command();
    HttpResponse<byte[]> answer = check("counter", Role.TECHNICIAN, command);
    assertEquals(200, answer.statusCode(), text(answer));
    assertEquals("accepted", json(answer).path("outcome").asString());
    ShopCounter.await(
        () -> device("counter").path("check").path("outcome").asString("").equals("ok"));
    JsonNode check = device("counter").path("check");
    assertEquals(command.path("commandId"), check.path("commandId"));
    assertEquals("status", check.path("findings").path(0).path("step").asString());
    JsonNode scan = check.path("findings").path(1);
    assertEquals("scanned", scan.path("code").asString());
    assertTrue(scan.path("text").asString().contains("4711, vor "), scan.toString());
    JsonNode english =
        json(shop.get("/v1/devices?lang=en"))
            .path("devices")
            .valueStream()
            .filter(device -> device.path("name").asString().equals("counter"))
            .findFirst()
            .orElseThrow();
    String text = english.at("/check/findings/1/text").asString();
    assertTrue(text.endsWith(" s ago"), text);
  }

  @Test
  void aCheckIsForTechniciansAndOfWhatThereIs() {
    assertEquals(403, check("counter", Role.KIOSK, command()).statusCode());
    assertEquals(403, check("counter", Role.ATTENDANT, command()).statusCode());
    HttpResponse<byte[]> unknown = check("teapot", Role.TECHNICIAN, command());
    assertEquals(
        "409 no-such-device", unknown.statusCode() + " " + json(unknown).path("code").asString());
    shop.scanned(PEN);
    HttpResponse<byte[]> busy = check("payment", Role.TECHNICIAN, command());
    assertEquals("409 lane-busy", busy.statusCode() + " " + json(busy).path("code").asString());
  }

  @Test
  void theBoardSaysWhatItKnowsOfItself() {
    JsonNode board = json(shop.get("/v1/board"));
    assertEquals("0042-03", board.path("terminal").asString());
    assertEquals(3, board.path("restarts").asLong());
    assertTrue(board.path("clock").path("synchronised").asBoolean());
    assertEquals("2026-11-24T09:15:00Z", board.path("clock").path("now").asString());
    assertEquals(1L << 32, board.path("disk").path("freeBytes").asLong());
    assertEquals(86_400, board.path("certificate").path("secondsLeft").asLong());
    assertEquals(7, board.path("revisions").path("fleet").asLong());
    JsonNode refused = board.path("configuration").path("fleet");
    assertEquals(
        "8 rejected", refused.path("revision").asLong() + " " + refused.path("status").asString());
    assertEquals("no such key", refused.path("reasons").path(0).asString());
  }

  @Test
  void theLogGoesOnWhereItWasRead() {
    shop.log =
        LongStream.rangeClosed(5, 9)
            .mapToObj(n -> new LogLine(n, Optional.of(NOW), "INFO line " + n))
            .toList();
    JsonNode log = json(shop.get("/v1/log"));
    assertEquals(5, log.path("lines").size());
    assertEquals(9, log.path("last").asLong());
    JsonNode rest = json(shop.get("/v1/log?after=8"));
    assertEquals(
        "[{\"n\":9,\"at\":\"2026-11-24T09:15:00Z\",\"text\":\"INFO line 9\"}]",
        rest.path("lines").toString());
    assertEquals(9, json(shop.get("/v1/log?after=9")).path("last").asLong());
    for (String after : List.of("x", "-1", "1e3", "9999999999999999999999")) {
      assertEquals(400, shop.get("/v1/log?after=" + after).statusCode(), after);
    }
    assertFalse(json(shop.get("/v1/log?after=9")).path("lines").iterator().hasNext());
  }
}
