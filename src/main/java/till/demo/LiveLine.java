package till.demo;

import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import till.demo.Console.Tone;
import till.fleet.Export;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// Says in one short line each what happens in the shop, as seen from outside: from the kiosk's
/// events, from the ledger, and from what the terminal reports to the fleet.
final class LiveLine {

  /// How often the ledger is looked into when nobody has news.
  private static final long LOOK_MILLIS = 300;

  private static final JsonNode NOTHING = JsonMapper.builder().build().createObjectNode();

  private final Console console;
  private final InstantSource clock;
  private final Shop shop;

  // guarded by this
  private JsonNode before = NOTHING;
  private final Map<String, String> devices = new HashMap<>();
  private Export.Cursor cursor;
  private Optional<FleetDesk.Reported> reported = Optional.empty();

  LiveLine(Console console, InstantSource clock, Shop shop) {
    this.console = console;
    this.clock = clock;
    this.shop = shop;
    this.cursor = shop.desk().beginning();
  }

  /// Begins to tell, until the shop closes. Every line is news to those who wait, too.
  void start() {
    shop.kiosk()
        .follow(event -> {
          lane(event);
          shop.news().ring();
        });
    Thread.ofVirtual().name("demo-live").start(this::followFleet);
  }

  private void followFleet() {
    try {
      while (!shop.isClosed()) {
        long heard = shop.news().count();
        fleet();
        shop.news().await(heard, LOOK_MILLIS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void lane(JsonNode event) {
    JsonNode now = event.path("lane");
    JsonNode facts = event.path("facts");
    switch (event.path("kind").asString()) {
      case "payment" -> payment(facts.path("outcome").asString());
      case "print" -> print(facts.path("state").asString());
      case "problem" ->
          say(Tone.BAD, "refused", now.path("problems").path(0).path("text").asString(""));
      case "device" -> devices(now);
      default -> {}
    }
    if (!before.isEmpty() && !event.path("kind").asString().equals("reset")) {
      sale(before, now);
    }
    devicesAtFirst(now);
    before = now;
  }

  private void sale(JsonNode old, JsonNode now) {
    JsonNode sold = old.path("transaction");
    JsonNode sale = now.path("transaction");
    if (sold.isObject() && !sold.path("transactionId").equals(sale.path("transactionId"))) {
      ended(sold, old, now);
      sold = NOTHING;
    }
    if (sale.isObject()) {
      lines(sold, sale);
      status(sold.path("status").asString(""), sale);
    }
  }

  private void lines(JsonNode sold, JsonNode sale) {
    for (int i = sold.path("lines").size(); i < sale.path("lines").size(); i++) {
      JsonNode line = sale.path("lines").path(i);
      say(
          Tone.PLAIN,
          line.path("entryMethod").asString().equals("Scanned") ? "scan" : "item",
          line.path("description").asString(),
          line.path("extendedAmount"));
    }
    for (int i = 0; i < sold.path("lines").size(); i++) {
      JsonNode line = sale.path("lines").path(i);
      if (line.path("voided").asBoolean(false)
          && !sold.path("lines").path(i).path("voided").asBoolean(false)) {
        say(Tone.PLAIN, "void", line.path("description").asString());
      }
    }
  }

  private void status(String old, JsonNode sale) {
    String status = sale.path("status").asString();
    if (status.equals(old)) {
      return;
    }
    switch (status) {
      case "TENDERING" -> {
        if (old.equals("ENTERING")) {
          long articles =
              sale.path("lines")
                  .valueStream()
                  .filter(line -> !line.path("voided").asBoolean(false))
                  .count();
          say(
              Tone.BOLD,
              "total",
              articles + (articles == 1 ? " article" : " articles"),
              sale.path("total"));
        }
      }
      case "PAYMENT_PENDING" ->
          say(Tone.PLAIN, "card", "the terminal asks for it", sale.path("due"));
      case "PAYMENT_UNKNOWN" ->
          say(Tone.BAD, "card", "no answer: the terminal is asked what became of it");
      default -> {}
    }
  }

  private void ended(JsonNode sold, JsonNode old, JsonNode now) {
    JsonNode receipt = now.path("lastReceipt");
    if (receipt.path("number").asLong(0) > old.path("lastReceipt").path("number").asLong(0)) {
      say(
          Tone.GOOD,
          "paid",
          "journal number " + receipt.path("number").asLong(),
          sold.path("total"));
    } else {
      say(Tone.PLAIN, "cancelled", "");
    }
  }

  /// An approval and an unknown outcome show in the sale.
  private void payment(String outcome) {
    if (outcome.equals("declined")) {
      say(Tone.BAD, "card", outcome);
    }
  }

  private void print(String state) {
    switch (state) {
      case "sent" -> {}
      case "confirmed" -> say(Tone.PLAIN, "printed", "the printer confirms it");
      default -> say(Tone.BAD, "print job", state);
    }
  }

  private void devices(JsonNode now) {
    for (JsonNode device : now.path("devices")) {
      String name = device.path("name").asString();
      String state = device.path("state").asString();
      String old = devices.getOrDefault(name, "good");
      if (state.equals("bad") && !old.equals("bad")) {
        say(Tone.BAD, name, device.path("reason").asString());
      } else if (state.equals("good") && old.equals("bad")) {
        say(Tone.GOOD, name, "works again");
      }
    }
  }

  private void devicesAtFirst(JsonNode now) {
    for (JsonNode device : now.path("devices")) {
      String state = device.path("state").asString();
      if (!state.equals("unknown")) {
        devices.put(device.path("name").asString(), state);
      }
    }
  }

  /// Looks into the ledger and the reports.
  private synchronized void fleet() {
    for (FleetDesk.Row row : shop.desk().rows(cursor)) {
      cursor = row.cursor();
      say(Tone.PLAIN, "collected", "number " + row.number() + "  " + row.what());
    }
    Optional<FleetDesk.Reported> news = shop.desk().reported();
    if (!news.equals(reported)) {
      reported = news;
      news.ifPresent(this::configuration);
    }
  }

  private void configuration(FleetDesk.Reported said) {
    String revision = "revision " + said.revision() + " ";
    switch (said.status()) {
      case "applied" -> say(Tone.GOOD, "config", revision + "applied");
      case "unproven" -> say(Tone.PLAIN, "config", revision + "adopted, on probation");
      case "staged" -> say(Tone.PLAIN, "config", revision + "waits until nobody is served");
      default -> say(Tone.BAD, "config", revision + said.status() + ": " + said.reasons());
    }
  }

  private void say(Tone tone, String what, String text) {
    console.event(clock.instant(), tone, what, text, "");
  }

  private void say(Tone tone, String what, String text, JsonNode cents) {
    console.event(clock.instant(), tone, what, text, Console.amount(cents.asLong()));
  }
}
