package till.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import till.fleet.Export;
import till.fleet.FleetPush;
import till.fleet.FleetStatus;
import till.fleet.LedgerAddress;
import till.trust.SignedDocument;
import till.trust.SigningKey;
import till.uplink.Access;
import till.uplink.Bell;
import till.uplink.Link;
import till.uplink.LinkException;
import till.uplink.LinkSettings;
import till.uplink.Topics;
import till.uplink.UplinkSettings;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// The people of the fleet: they push signed configurations, hear what became of them, and look
/// into the ledger. Any thread; one of its own listens.
final class FleetDesk implements AutoCloseable {

  private static final JsonMapper JSON = JsonMapper.builder().build();
  private static final Duration RETRY = Duration.ofMillis(500);
  private static final Duration LOOK = Duration.ofSeconds(1);
  private static final int RECEIVE_MAX = 20;

  /// Of the one terminal.
  static final String SCOPE = "terminal/" + ShopFolder.TERMINAL;

  private final UplinkSettings.Broker broker;
  private final SigningKey key;
  private final Path ledger;
  private final InstantSource clock;
  private final News news;
  private final Topics topics = new Topics(ShopFolder.ORG, ShopFolder.TERMINAL);
  private final Bell mail = new Bell();
  private final Thread listener;
  private final Export.Cursor beginning;
  private volatile Optional<Reported> reported = Optional.empty();
  private volatile boolean closed;
  private long pushed;

  /// What the terminal said of its newest configuration.
  ///
  /// @param status `applied`, `unproven`, `rejected`, `rolled-back`, `staged`
  record Reported(long revision, String status, String reasons) {}

  /// A document in the ledger.
  ///
  /// @param cursor where to go on after it
  /// @param what it is, in words: `sale completed`, `boot`
  /// @param total in cents; absent where there is none
  record Row(
      Export.Cursor cursor,
      long number,
      String what,
      Optional<Long> total,
      String sha256,
      String verified) {}

  private FleetDesk(URI broker, SigningKey key, Path ledger, InstantSource clock, News news) {
    this.broker = new UplinkSettings.Broker("demo", broker, 1);
    this.key = key;
    this.ledger = ledger;
    this.clock = clock;
    this.news = news;
    this.listener = Thread.ofVirtual().name("demo-fleet").unstarted(this::listen);
    this.beginning = end(rows(Export.Cursor.BEGINNING));
  }

  /// @param news rung when the terminal reports
  static FleetDesk open(URI broker, SigningKey key, Path ledger, InstantSource clock, News news) {
    var desk = new FleetDesk(broker, key, ledger, clock, news);
    desk.listener.start();
    return desk;
  }

  private void listen() {
    while (!closed) {
      var settings = LinkSettings.visitor(broker, "fleet-desk", Access.NONE, RECEIVE_MAX);
      try (Link link = Link.open(settings, List.of(topics.reported()), mail)) {
        while (!closed && link.loss().isEmpty()) {
          mail.await(LOOK);
          for (Optional<Link.Arrived> letter = link.arrival();
              letter.isPresent();
              letter = link.arrival()) {
            read(letter.get().payload());
            link.acknowledge(letter.get());
          }
        }
        Thread.sleep(RETRY);
      } catch (LinkException _) {
        // the shop closes, or the broker is not up yet: the next round tries again
      } catch (InterruptedException _) {
        return;
      }
    }
  }

  private void read(byte[] payload) {
    JsonNode own = JSON.readTree(payload).path(SCOPE);
    if (own.isObject()) {
      var reasons = own.path("reasons").valueStream().map(JsonNode::asString).toList();
      reported =
          Optional.of(
              new Reported(
                  own.path("revision").asLong(),
                  own.path("status").asString(),
                  String.join("; ", reasons)));
      news.ring();
    }
  }

  Optional<Reported> reported() {
    return reported;
  }

  /// Signs a configuration for the terminal and puts it on the broker.
  ///
  /// @param body has the structure of the TOML file
  /// @return its revision
  /// @throws IllegalStateException when the broker does not take it
  synchronized long push(ObjectNode body) throws InterruptedException {
    pushed = Math.max(pushed, reported.map(Reported::revision).orElse(0L)) + 1;
    ObjectNode payload = JSON.createObjectNode();
    payload.put("org", ShopFolder.ORG);
    payload.put("scope", SCOPE);
    payload.put("revision", pushed);
    payload.put("issued", clock.instant().toString());
    payload.set("body", body);
    String document = key.sign(SignedDocument.Kind.CONFIG, JSON.writeValueAsBytes(payload));
    FleetPush.Outcome outcome =
        FleetPush.push(
                List.of(broker),
                Access.NONE,
                FleetPush.configTopic(ShopFolder.ORG, SCOPE),
                document.getBytes(StandardCharsets.US_ASCII))
            .getFirst();
    if (!outcome.isThere()) {
      throw new IllegalStateException("the broker did not take the push: " + outcome.reason());
    }
    return pushed;
  }

  /// Pushes another line above the receipt.
  long pushReceiptHeader(String line) throws InterruptedException {
    ObjectNode body = JSON.createObjectNode();
    body.putObject("receipt").putArray("header").add(line);
    return push(body);
  }

  /// Up to which number the ledger has all documents.
  long through() {
    return FleetStatus.read(ledger).stream()
        .filter(terminal -> terminal.terminal().equals(ShopFolder.TERMINAL))
        .mapToLong(FleetStatus.Terminal::through)
        .findFirst()
        .orElse(0);
  }

  private static Export.Cursor end(List<Row> rows) {
    return rows.isEmpty() ? Export.Cursor.BEGINNING : rows.getLast().cursor();
  }

  /// The ledger's cursor when this shop opened.
  Export.Cursor beginning() {
    return beginning;
  }

  /// The documents that came after a cursor.
  List<Row> rows(Export.Cursor after) {
    var out = new ByteArrayOutputStream();
    try {
      Export.run(new LedgerAddress.Sqlite(ledger), after, Export.Format.NDJSON, out);
    } catch (IOException e) {
      throw new UncheckedIOException("memory that does not take bytes", e);
    }
    return out.toString(StandardCharsets.UTF_8).lines().map(FleetDesk::row).toList();
  }

  private static Row row(String line) {
    JsonNode row = JSON.readTree(line);
    JsonNode document = row.path("document");
    boolean sale = document.path("type").asString().equals("RetailTransaction");
    return new Row(
        Export.Cursor.of(row.path("cursor").asString()),
        row.path("number").asLong(),
        sale ? "sale " + document.path("status").asString() : document.path("control").asString(),
        sale ? Optional.of(document.path("total").asLong()) : Optional.empty(),
        row.path("sha256").asString(),
        row.path("verified").asString());
  }

  @Override
  public void close() {
    closed = true;
    listener.interrupt();
  }
}
