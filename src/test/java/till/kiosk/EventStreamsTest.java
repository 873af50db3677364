package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.PEN;
import static till.kiosk.ShopCounter.command;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.device.payment.PaymentProgress;
import till.lane.LaneEvent;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Screens that listen: in order, from where they were, and never in the lane's way.
final class EventStreamsTest {

  @TempDir Path folder;
  private ShopCounter shop;
  private final HttpClient http = HttpClient.newHttpClient();

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder);
  }

  @AfterEach
  void closeShop() {
    http.shutdownNow();
    shop.close();
  }

  private record Event(String id, String kind, JsonNode data) {}

  /// One listening client.
  private final class Stream implements AutoCloseable {

    final int status;
    private final BufferedReader lines;

    Stream(Optional<String> lastEventId) {
      HttpRequest.Builder request = shop.request("/v1/events", Role.KIOSK);
      lastEventId.ifPresent(id -> request.header("Last-Event-ID", id));
      try {
        HttpResponse<InputStream> answer =
            http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        status = answer.statusCode();
        lines = new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    /// The next frame's lines; nothing at the end of the stream.
    List<String> frame() {
      var frame = new ArrayList<String>();
      try {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
          if (line.isEmpty()) {
            return frame;
          }
          frame.add(line);
        }
        return List.of();
      } catch (IOException e) {
        return List.of();
      }
    }

    Event next() {
      Map<String, String> fields = new TreeMap<>();
      while (!fields.containsKey("data")) {
        List<String> frame = frame();
        assertTrue(!frame.isEmpty(), "the stream has ended");
        for (String line : frame) {
          int colon = line.indexOf(": ");
          fields.put(line.substring(0, colon), line.substring(colon + 2));
        }
      }
      return new Event(
          fields.getOrDefault("id", ""),
          fields.getOrDefault("event", ""),
          ShopCounter.MAPPER.readTree(fields.get("data")));
    }

    Event next(String kind) {
      Event event = next();
      while (!event.kind().equals(kind)) {
        event = next();
      }
      return event;
    }

    @Override
    public void close() {
      try {
        lines.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  private Stream listen() {
    return new Stream(Optional.empty());
  }

  @Test
  void aNewScreenGetsASnapshotAndThenEverythingInOrder() {
    try (Stream stream = listen()) {
      Event reset = stream.next();
      assertEquals("reset", reset.kind());
      assertEquals("READY", reset.data().path("lane").path("state").asString());
      shop.scan(PEN);
      shop.scan("4711");
      Event lane = stream.next();
      assertEquals("lane", lane.kind());
      assertEquals(1, lane.data().path("lane").path("transaction").path("lines").size());
      Event scan = stream.next();
      assertEquals("scan", scan.kind());
      assertEquals("accepted", scan.data().path("facts").path("outcome").asString());
      assertEquals("04006381333931", scan.data().path("facts").path("gtin").asString());
      assertEquals(
          scan.data().path("revision").asLong(),
          scan.data().path("lane").path("revision").asLong());
      Event problem = stream.next("problem");
      assertEquals("unknown-item", problem.data().path("facts").path("code").asString());
    }
  }

  private static String fact(Event event, String name) {
    return event.data().path("facts").path(name).asString("");
  }

  /// The next of this kind with this fact.
  private static Event next(Stream stream, String kind, String name, String value) {
    Event event = stream.next(kind);
    while (!fact(event, name).equals(value)) {
      event = stream.next(kind);
    }
    var faults = new ArrayList<String>();
    Described.hold(event.data(), Described.DOCUMENT.at("/components/schemas/Event"), "", faults);
    assertEquals(List.of(), faults, event.toString());
    return event;
  }

  @Test
  void eachKindOfEventIsSentWithItsFacts() {
    try (Stream stream = listen()) {
      shop.scan("4012345000016");
      assertEquals("IN_TRANSACTION", fact(stream.next("lane"), "state"));
      Event raised = next(stream, "problem", "state", "raised");
      assertEquals("age-restricted", fact(raised, "code"));
      assertEquals("4012345000016", fact(next(stream, "scan", "outcome", "accepted"), "data"));
      shop.scan("4711");
      next(stream, "scan", "outcome", "unknown-item");
      assertEquals("unknown-item", fact(next(stream, "problem", "state", "not-taken"), "code"));
      shop.does(
          "/v1/problems/" + fact(raised, "id") + "/clear", command().put("decision", "approve"));
      assertEquals(fact(raised, "id"), fact(next(stream, "problem", "state", "approved"), "id"));

      shop.does("/v1/transaction/total", shop.about());
      shop.does(
          "/v1/transaction/tender",
          shop.about().put("type", "CreditDebit").put("expectedTotal", 1299));
      var asked = shop.terminal.asked();
      shop.lane.offer(
          new LaneEvent.PaymentProgressed(
              new PaymentProgress(
                  asked.attemptId(), "0a", Map.of("en", "Please wait", "de", "Bitte warten"))));
      assertEquals("0a", fact(next(stream, "payment", "outcome", "progress"), "code"));
      shop.terminal.approves(asked);
      String job = fact(next(stream, "print", "state", "queued"), "jobId");
      assertEquals(
          asked.attemptId(), fact(next(stream, "payment", "outcome", "settled"), "attemptId"));
      assertEquals(job, fact(next(stream, "print", "state", "expired"), "jobId"));

      shop.device("printer", "POSPrinter", DeviceStatus.State.BAD);
      assertEquals("bad", fact(next(stream, "device", "name", "printer"), "state"));
      shop.lane.offer(new LaneEvent.DrawerMoved(DrawerState.OPEN));
      assertEquals("open", fact(next(stream, "device", "name", "drawer"), "drawer"));
    }
  }

  @Test
  void aScreenThatComesBackMissesNothingAndHearsNothingTwice() {
    String last;
    try (Stream stream = listen()) {
      stream.next();
      shop.scan(PEN);
      last = stream.next("scan").id();
    }
    shop.scan("4311501620175");
    shop.scan("4008400401621");
    ShopCounter.await(
        () -> shop.lane.view().transaction().filter(sale -> sale.lines().size() == 3).isPresent());
    try (Stream again = new Stream(Optional.of(last))) {
      Event first = again.next("scan");
      assertEquals("4311501620175", first.data().path("facts").path("data").asString());
      Event second = again.next("scan");
      assertEquals("4008400401621", second.data().path("facts").path("data").asString());
    }
  }

  /// Complaint: odoo #79680.
  @Test
  void aPaymentsAnswerIsThereForEveryScreenHoweverManyHaveReadIt() {
    shop.scanned(PEN);
    shop.does("/v1/transaction/total", shop.about());
    ObjectNode tender = shop.about().put("type", "CreditDebit").put("expectedTotal", 199);
    try (Stream one = listen();
        Stream other = listen()) {
      String before = one.next().id();
      shop.does("/v1/transaction/tender", tender);
      shop.terminal.approves(shop.terminal.asked());
      Event answer = one.next("payment");
      assertEquals("settled", answer.data().path("facts").path("outcome").asString());
      assertEquals(answer, other.next("payment"));
      for (int i = 0; i < 2; i++) {
        try (Stream late = new Stream(Optional.of(before))) {
          assertEquals(answer, late.next("payment"));
        }
        long receipt =
            shop.does("/v1/transaction/tender", tender).path("lastReceipt").path("number").asLong();
        JsonNode paid = ShopCounter.json(shop.get("/v1/receipts/" + receipt));
        assertEquals(
            "0007", paid.at("/tenders/0/authorization/receiptNumber").asString(), paid::toString);
      }
    }
  }

  @Test
  void aScreenThatSawTheNewestHearsNothingUntilSomethingHappens() {
    String last;
    try (Stream stream = listen()) {
      last = stream.next().id();
    }
    try (Stream again = new Stream(Optional.of(last))) {
      shop.scan(PEN);
      assertEquals("lane", again.next().kind());
    }
  }

  @Test
  void anUnknownCursorGetsAReset() {
    try (Stream stream = listen()) {
      String last = stream.next().id();
      String start = last.substring(0, last.indexOf('-'));
      for (String unknown :
          List.of("", "nonsense", "12345678-1", start + "-99999", start + "--1", start + "-x")) {
        try (Stream other = new Stream(Optional.of(unknown))) {
          assertEquals("reset", other.next().kind(), unknown);
        }
      }
    }
  }

  @Test
  void aScreenThatWasThereBeforeARestartMissesNothing() {
    String last;
    try (Stream stream = listen()) {
      last = stream.next().id();
      shop.scan(PEN);
      stream.next("scan");
    }
    shop.reopenAt(0);
    try (Stream again = new Stream(Optional.of(last))) {
      Event missed = again.next("scan");
      assertEquals("accepted", fact(missed, "outcome"));
      assertEquals(199, missed.data().path("lane").path("transaction").path("total").asLong());
      Event restarted = again.next("lane");
      assertEquals("IN_TRANSACTION", fact(restarted, "state"));
      assertNotEquals(
          missed.id().substring(0, missed.id().indexOf('-')),
          restarted.id().substring(0, restarted.id().indexOf('-')));
      shop.scan("4711");
      assertEquals("unknown-item", fact(again.next("scan"), "outcome"));
    }
  }

  /// Somebody holds a card's number, as a barcode, before the scanner.
  @Test
  void whatMayBeACardsNumberIsNotOnTheDisk() throws IOException {
    String last;
    try (Stream stream = listen()) {
      last = stream.next().id();
      shop.scan("4111111111111111");
      assertEquals("4111111111111111", fact(stream.next("scan"), "data"));
      stream.next("problem");
    }
    String kept = Files.readString(shop.state().resolve(EventLog.FILE));
    assertFalse(kept.contains("4111111111111111"), kept);
    shop.reopenAt(0);
    try (Stream again = new Stream(Optional.of(last))) {
      assertEquals("############1111", fact(again.next("scan"), "data"));
    }
  }

  @Test
  void aScreenThatWasAwayTooLongGetsAReset() {
    String last;
    try (Stream stream = listen()) {
      last = stream.next().id();
    }
    for (int i = 0; i <= RecentEvents.EVENTS_MAX; i++) {
      shop.scan("4711");
    }
    shop.scanned(PEN);
    try (Stream again = new Stream(Optional.of(last))) {
      assertEquals("reset", again.next().kind());
    }
  }

  @Test
  void silenceIsFilledWithComments() {
    patience(30, 10_000);
    try (Stream stream = listen()) {
      stream.next();
      assertEquals(List.of(": heartbeat"), stream.frame());
      assertEquals(List.of(": heartbeat"), stream.frame());
    }
  }

  private void patience(long heartbeatMillis, long stallMillis) {
    shop.reopen(
        new KioskServer.Patience(10_000, heartbeatMillis, stallMillis),
        shop.settings(List.of(), Optional.empty()),
        List.of());
  }

  @Test
  void aScreenThatDoesNotReadIsDroppedAndTheLaneGoesOn() throws IOException {
    patience(15_000, 300);
    URI address = shop.kiosk().address();
    try (var deaf = new Socket()) {
      deaf.setReceiveBufferSize(4096);
      deaf.connect(new InetSocketAddress(address.getHost(), address.getPort()));
      String request =
          "GET /v1/events HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n\r\n"
              .formatted(address.getAuthority(), shop.token(Role.KIOSK));
      deaf.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      ShopCounter.await(() -> shop.kiosk().listening() == 1);
      // more than any socket's buffers hold
      int scans = 0;
      while (shop.kiosk().listening() == 1 && scans < 20_000) {
        shop.scan(scans < 100 ? PEN : "4711");
        scans++;
      }
      ShopCounter.await(() -> shop.kiosk().listening() == 0);
    }
    try (Stream stream = listen()) {
      assertEquals("reset", stream.next().kind());
    }
  }

  @Test
  void whoGoesAwayIsForgotten() {
    patience(30, 10_000);
    try (Stream stream = listen()) {
      stream.next();
      assertEquals(1, shop.kiosk().listening());
    }
    ShopCounter.await(() -> shop.kiosk().listening() == 0);
  }

  @Test
  void thereIsABoundOnScreens() {
    var streams = new ArrayList<Stream>();
    try {
      for (int i = 0; i < EventStreams.STREAMS_MAX; i++) {
        streams.add(listen());
        streams.getLast().next();
      }
      try (Stream oneTooMany = listen()) {
        assertEquals(503, oneTooMany.status);
      }
    } finally {
      streams.forEach(Stream::close);
    }
  }

  @Test
  void closingTheServerEndsTheStreams() {
    try (Stream stream = listen()) {
      stream.next();
      shop.kiosk().close();
      assertEquals(List.of(), stream.frame());
    }
  }
}
