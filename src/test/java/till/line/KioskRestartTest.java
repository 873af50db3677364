package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// What a front end asked before the daemon was killed, and hears when it comes back.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class KioskRestartTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @TempDir private Path folder;

  private static ObjectNode command() {
    return KioskClient.body().put("commandId", UUID.randomUUID().toString());
  }

  private static String outcome(HttpResponse<byte[]> answer) {
    JsonNode body = MAPPER.readTree(answer.body());
    return answer.statusCode()
        + " "
        + body.path("code").asString(body.path("outcome").asString(""));
  }

  private static int lines(JsonNode lane) {
    return lane.path("transaction").path("lines").size();
  }

  @Test
  void aVerdictStaysWhatItWasAndNothingHappensTwice() {
    try (var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      ObjectNode add = command().put("itemId", "7");
      ObjectNode stale = command().put("transactionId", "another");
      ObjectNode unknown = command().put("scan", "4711");
      ObjectNode sale;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("a lane that sells", lane -> lane.path("state").asString("").equals("READY"));
        floor.scan(7);
        JsonNode lane = kiosk.await("a line", seen -> lines(seen) == 1);
        add.put("itemId", lane.at("/transaction/lines/0/itemId").asString());
        sale = kiosk.aboutSale();
        assertEquals("200 accepted", outcome(kiosk.send("/v1/transaction/lines", add)));
        assertEquals("409 stale", outcome(kiosk.send("/v1/transaction/total", stale)));
        assertEquals("409 unknown-item", outcome(kiosk.send("/v1/transaction/lines", unknown)));
        daemon.kill();
      }
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("the sale", seen -> lines(seen) == 2);
        assertEquals("200 accepted", outcome(kiosk.send("/v1/transaction/lines", add)));
        assertEquals("409 stale", outcome(kiosk.send("/v1/transaction/total", stale)));
        assertEquals("409 unknown-item", outcome(kiosk.send("/v1/transaction/lines", unknown)));
        assertEquals(2, lines(kiosk.get("/v1/lane")), "the repeat added nothing");
        assertEquals(
            "422 command-id-reused",
            outcome(kiosk.send("/v1/transaction/lines", add.deepCopy().put("quantity", "2"))));
        assertEquals("422 command-id-reused", outcome(kiosk.send("/v1/returns", add)));
        kiosk.post("/v1/transaction/total", sale.deepCopy());
        assertEquals(
            "409 stale",
            outcome(
                kiosk.send(
                    "/v1/transaction/tender",
                    sale.deepCopy()
                        .put("commandId", UUID.randomUUID().toString())
                        .put("type", "Cash")
                        .put("expectedTotal", 1))));
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
  }

  @Test
  void aScreenGoesOnWithItsLastEventIdAndMissesNothing() throws IOException {
    try (var floor = new ShopFloor(folder)) {
      KioskClient kiosk = floor.kiosk();
      String last;
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("a lane that sells", lane -> lane.path("state").asString("").equals("READY"));
        try (var events = reader(kiosk, Optional.empty())) {
          assertEquals("reset", next(events).get("event"));
          floor.scan(7);
          last = nextScan(events).getOrDefault("id", "");
        }
        floor.scan(8);
        kiosk.await("both lines", seen -> lines(seen) == 2);
        daemon.kill();
      }
      try (DaemonProcess daemon = floor.startDaemon()) {
        kiosk.await("the sale", seen -> lines(seen) == 2);
        try (var events = reader(kiosk, Optional.of(last))) {
          Map<String, String> missed = nextScan(events);
          assertEquals(data(kiosk.get("/v1/lane"), 1), data(missed));
          String before = last.substring(0, last.indexOf('-'));
          assertTrue(missed.getOrDefault("id", "").startsWith(before), missed.toString());
          Map<String, String> restart = next(events);
          while (restart.getOrDefault("id", "").startsWith(before)) {
            restart = next(events);
          }
          assertEquals("lane", restart.get("event"));
          assertEquals(2, lines(MAPPER.readTree(restart.get("data")).path("lane")));
          last = restart.getOrDefault("id", "");
        }
        floor.scan(9);
        JsonNode lane = kiosk.await("three lines", seen -> lines(seen) == 3);
        try (var events = reader(kiosk, Optional.of(last))) {
          assertEquals(data(lane, 2), data(nextScan(events)), "nothing in between is lost");
        }
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
  }

  /// What was scanned for a line.
  private static String data(JsonNode lane, int line) {
    return lane.at("/transaction/lines/" + line + "/scan/data").asString();
  }

  private static String data(Map<String, String> scan) {
    return MAPPER.readTree(scan.get("data")).at("/facts/data").asString();
  }

  private static BufferedReader reader(KioskClient kiosk, Optional<String> last) {
    return new BufferedReader(new InputStreamReader(kiosk.events(last), StandardCharsets.UTF_8));
  }

  private static Map<String, String> nextScan(BufferedReader events) throws IOException {
    Map<String, String> event = next(events);
    while (!"scan".equals(event.get("event"))) {
      event = next(events);
    }
    return event;
  }

  /// The next event's fields; comments and what belongs to none are passed over.
  private static Map<String, String> next(BufferedReader events) throws IOException {
    var fields = new TreeMap<String, String>();
    while (true) {
      String line = events.readLine();
      if (line == null) {
        throw new AssertionError("the stream has ended");
      }
      int colon = line.indexOf(": ");
      if (colon > 0) {
        fields.put(line.substring(0, colon), line.substring(colon + 2));
      } else if (line.isEmpty() && fields.containsKey("data")) {
        return fields;
      }
    }
  }
}
