package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.fleet.Audit;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.journal.JournalVerifier;
import till.simulator.SimulatedPrinter;
import till.trust.TestPins;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Somebody practises at the real daemon, and the shop's books know no more of it than that.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class TrainingTest {

  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final int ROUNDS = Integer.getInteger("tilld.training.rounds", 1);

  /// A terminal that nobody has plugged in: who practises needs none.
  private static final String NO_TERMINAL =
      """
      [payment]
      protocol = "zvt"
      port = "tcp://127.0.0.1:1"
      """;

  private static final String OPERATOR =
      """
      [[operator]]
      id = "17"
      name = "A. Example"
      role = "attendant"
      pin_hash = "%s"
      """
          .formatted(TestPins.HASH_OF_4711.text());

  private static final int DECLINED = 13;
  private static final int SIGNED = 31;

  @TempDir Path folder;
  private ShopFloor floor;
  private KioskClient kiosk;
  private long revision;

  @BeforeEach
  void build() {
    floor = new ShopFloor(folder).with(NO_TERMINAL).with(OPERATOR);
    kiosk = floor.kiosk();
  }

  private Path exercises() {
    return floor.state().resolve("training/journal.db");
  }

  private static ObjectNode by17() {
    ObjectNode body = KioskClient.body();
    body.putObject("operator").put("id", "17").put("pin", "4711");
    return body;
  }

  /// The lane once it is as wanted; its revision never goes back, in whichever journal it is.
  private JsonNode lane(String what, boolean training, String state) {
    JsonNode lane =
        kiosk.await(
            what,
            now ->
                now.path("state").asString("").equals(state)
                    && now.path("training").asBoolean() == training);
    long now = lane.path("revision").asLong();
    assertTrue(now > revision, now + " after " + revision);
    revision = now;
    return lane;
  }

  private void scan(int article, int lines) {
    floor.scan(article);
    kiosk.await("a line", lane -> lane.path("transaction").path("lines").size() == lines);
  }

  private void sell(int article, String tender) {
    kiosk.await(
        "a printer",
        lane ->
            lane.path("devices")
                .valueStream()
                .anyMatch(device ->
                    device.path("name").asString("").equals("printer")
                        && device.path("state").asString("").equals("good")));
    scan(article, 1);
    kiosk.total();
    kiosk.tender(tender);
  }

  private void awaitEnd() {
    kiosk.await("the end of the sale", lane -> lane.path("transaction").isNull());
  }

  private String refusal(String path, ObjectNode body) {
    HttpResponse<byte[]> answer = kiosk.tryPost(path, body);
    return answer.statusCode() + " " + MAPPER.readTree(answer.body()).path("code").asString("");
  }

  private static List<String> controls(List<JsonNode> documents) {
    return documents.stream()
        .flatMap(document -> document.path("control").stringValueOpt().stream())
        .toList();
  }

  private static List<String> receipts(SimulatedPrinter printer) {
    return printer.receipts().stream().map(receipt -> receipt.paper().text()).toList();
  }

  @Test
  void whatIsPractisedIsInNobodysBooksAndOutlivesAPowerCut() throws Exception {
    Path ledgerFile = folder.resolve("ledger.db");
    try (Mosquitto broker = Mosquitto.start(folder);
        Ledger ledger = Ledger.open(ledgerFile);
        Collector _ = Shift.collector(broker, ledger);
        ShopFloor _ = floor.with(Shift.uplink(broker));
        SimulatedPrinter printer = floor.startPrinter()) {
      JsonNode before;
      try (DaemonProcess daemon = floor.startDaemon()) {
        lane("a lane that sells", false, "READY");
        sell(500, "Cash");
        awaitEnd();
        kiosk.await("the receipt", _ -> printer.receiptCount() == 1 && isNothingPrinted());
        scan(7, 1);
        assertEquals("409 lane-busy", refusal("/v1/training/on", by17()));
        kiosk.post("/v1/transaction/suspend", kiosk.aboutSale());
        before = kiosk.get("/v1/reports/x");
        assertFalse(before.path("training").asBoolean());
        int pulses = printer.pulseCount();

        assertEquals("409 not-training", refusal("/v1/training/off", by17()));
        ObjectNode on = by17();
        assertTrue(kiosk.insist("/v1/training/on", on).path("training").asBoolean());
        assertEquals(0, lane("a lane to practise at", true, "READY").path("suspended").size());
        kiosk.post("/v1/till/loan", KioskClient.body().put("amount", 5_000));
        sell(100, "Cash");
        awaitEnd();
        sell(200, "CreditDebit");
        awaitEnd();
        kiosk.await("both receipts", _ -> printer.receiptCount() == 3);
        assertEquals(pulses, printer.pulseCount(), "the drawer stays shut");
        List<String> paper = receipts(printer);
        assertFalse(paper.getFirst().contains("TRAINING"), paper.getFirst());
        for (String practised : paper.subList(1, 3)) {
          assertEquals(3, practised.split("KEIN BELEG", -1).length, practised);
        }

        sell(DECLINED, "CreditDebit");
        kiosk.await(
            "no money",
            lane ->
                lane.path("transaction").path("payment").isNull()
                    && lane.path("transaction").path("status").asString("").equals("TENDERING"));
        kiosk.post("/v1/transaction/cancel", kiosk.aboutSale());
        sell(SIGNED, "CreditDebit");
        kiosk.await("a signature to compare", lane -> lane.path("problems").size() > 0);
        assertEquals("409 lane-busy", refusal("/v1/training/off", by17()));
        daemon.kill();
      }
      try (DaemonProcess daemon = floor.startDaemon()) {
        JsonNode lane = lane("the exercise to come back", true, "IN_TRANSACTION");
        clearAll(lane);
        awaitEnd();
        kiosk.post("/v1/business-day/close", by17());
        JsonNode z = kiosk.get("/v1/reports/z/1");
        assertTrue(z.path("training").asBoolean(), z::toString);
        assertEquals(331, z.path("sales").asLong());
        kiosk.await("all on paper", _ -> printer.receiptCount() == 5 && isNothingPrinted());
        String report = new String(kiosk.bytes("/v1/reports/z/1.txt"), StandardCharsets.UTF_8);
        assertTrue(report.contains("KEIN BELEG"), report);

        kiosk.insist("/v1/training/off", by17());
        assertEquals(1, lane("the shop's lane", false, "READY").path("suspended").size());
        JsonNode after = kiosk.get("/v1/reports/x");
        for (String same :
            List.of("sales", "taxes", "tenders", "cash", "grandTotals", "firstSequence")) {
          assertEquals(before.path(same), after.path(same), same);
        }
        kiosk.post("/v1/transaction/retrieve", KioskClient.body());
        kiosk.total();
        kiosk.tender("Cash");
        kiosk.post("/v1/business-day/close", by17());
        assertEquals(507, kiosk.get("/v1/reports/z/1").path("sales").asLong());
        assertEquals(404, status("/v1/reports/z/2"));
        kiosk.awaitSent();
        assertEquals(0, daemon.stop(), daemon::output);
      }
      verify();
      List<JsonNode> sent = Stored.documents(ledgerFile, "number");
      assertEquals(floor.documents(), sent);
    }
    assertEquals(List.of(), Audit.run(ledgerFile).findings());
  }

  /// The printer has said of the last receipt that it is out.
  private boolean isNothingPrinted() {
    return kiosk.printJobs().isEmpty();
  }

  private int status(String path) {
    return MAPPER.readTree(kiosk.bytes(path)).path("status").asInt();
  }

  private void clearAll(JsonNode lane) {
    for (JsonNode problem : lane.path("problems")) {
      if (problem.path("id").asString("").startsWith("p")) {
        kiosk.post(
            "/v1/problems/" + problem.path("id").asString() + "/clear",
            by17().put("decision", "approve"));
      }
    }
  }

  /// What a stranger finds in the two journals.
  private void verify() {
    List<JsonNode> ofShop = floor.documents();
    List<JsonNode> practised = Stored.documents(exercises(), "position");
    for (Path journal : List.of(floor.state().resolve("journal.db"), exercises())) {
      assertEquals(List.of(), JournalVerifier.verify(journal).findings());
    }
    assertTrue(ofShop.stream().noneMatch(each -> each.path("training").asBoolean()));
    assertTrue(practised.stream().allMatch(each -> each.path("training").asBoolean()));
    for (List<JsonNode> all : List.of(ofShop, practised)) {
      assertEquals(
          LongStream.rangeClosed(1, all.size()).boxed().toList(),
          all.stream().map(each -> each.path("number").asLong()).toList());
      assertEquals(1, all.stream().map(each -> each.path("epoch")).distinct().count());
    }
    List<String> switches =
        controls(ofShop).stream().filter(control -> control.startsWith("training-")).toList();
    assertEquals(
        Stream.iterate("training-on", last -> last.endsWith("on") ? "training-off" : "training-on")
            .limit(switches.size())
            .toList(),
        switches);
    assertTrue(
        ofShop.stream()
            .filter(each -> each.path("control").asString("").startsWith("training-"))
            .allMatch(each -> each.path("operator").asString("").equals("17")));
    int on = controls(ofShop).indexOf("training-on");
    int off = controls(ofShop).indexOf("training-off");
    assertTrue(
        controls(ofShop).subList(on + 1, off + 1).stream()
            .allMatch(control -> control.equals("boot") || control.equals("training-off")),
        () -> "only starts are remembered beside training: " + controls(ofShop));
  }

  /// The command is asked for again until there is an answer, whichever journal knows of it.
  @Test
  void aCutWhileItBeginsOrEndsLosesNothingAndDoublesNothing() throws Exception {
    long seed = Long.getLong("tilld.seed", 20261126);
    System.out.println("seed " + seed);
    var chance = new Random(seed);
    try (ShopFloor _ = floor) {
      boolean training = false;
      for (int cut = 0; cut < 2 * ROUNDS; cut++) {
        String path = "/v1/training/" + (training ? "off" : "on");
        ObjectNode command = by17();
        CompletableFuture<JsonNode> answer;
        try (DaemonProcess daemon = floor.startDaemon()) {
          lane("a lane", training, "READY");
          answer = CompletableFuture.supplyAsync(() -> kiosk.insist(path, command));
          try {
            answer.get(chance.nextInt(400), TimeUnit.MILLISECONDS);
          } catch (TimeoutException _) {
            // cut in the middle of it
          }
          daemon.kill();
        }
        training = !training;
        try (DaemonProcess daemon = floor.startDaemon()) {
          answer.get(60, TimeUnit.SECONDS);
          lane("the lane after it", training, "READY");
          repeats(path, command);
          daemon.kill();
        }
      }
      try (DaemonProcess daemon = floor.startDaemon()) {
        lane("the shop's lane", false, "READY");
        assertEquals(0, daemon.stop(), daemon::output);
      }
    }
    assertEquals(
        2L * ROUNDS,
        controls(floor.documents()).stream()
            .filter(control -> control.startsWith("training-"))
            .count());
    verify();
  }

  /// The first verdict, in whichever journal it was given.
  private void repeats(String path, ObjectNode command) {
    HttpResponse<byte[]> again = kiosk.answer(path, command);
    JsonNode answer = MAPPER.readTree(again.body());
    assertEquals(200, again.statusCode(), answer::toString);
    assertEquals("accepted", answer.path("outcome").asString());
    assertEquals(422, kiosk.answer(path, command.deepCopy().put("more", 1)).statusCode());
  }
}
