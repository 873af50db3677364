package till.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import till.fleet.Audit;
import till.journal.Outbox;
import till.line.DaemonProcess;
import till.line.KioskClient;
import till.line.ShopFloor;
import till.uplink.Ack;
import till.uplink.Link;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import till.uplink.StateMessage;
import till.uplink.TestJournal;
import till.uplink.Topics;

/// A broker was away while a terminal sold, and is back: how soon the fleet has everything. Beside
/// it, with the same bytes and a broker of the same settings, what a bare Paho loop publishes that
/// asks for no more than PUBACKs, and what a mosquitto bridges that has them queued.
final class DrainBench {

  private static final int SALES = 20_000;
  private static final int SALES_FULL = 100_000;
  private static final int ROUNDS = 3;
  private static final int READ_MAX = 1_000;
  private static final String COUNTER = "counter";
  private static final String TOPIC = TestJournal.TOPICS.journal();

  private final Path folder;
  private final List<Outbox.Outgoing> documents;
  private int servers;

  private DrainBench(Path folder, List<Outbox.Outgoing> documents) {
    this.folder = folder;
    this.documents = documents;
  }

  /// One drain of the terminal.
  private record Drained(double perSecond, double idleMebibytes, double peakMebibytes, Cpu cpu) {

    double growth() {
      return peakMebibytes - idleMebibytes;
    }
  }

  /// What one document costs, in microseconds.
  private record Cpu(double terminal, double collector, double broker) {}

  /// @param full with the hundred thousand documents of a long outage
  static List<Figure> run(Path folder, boolean full) throws Exception {
    Path state = Files.createDirectory(folder.resolve("state"));
    try (TestJournal journal = TestJournal.open(state)) {
      journal.sell(full ? SALES_FULL : SALES);
    }
    return new DrainBench(folder, documents(state)).rounds();
  }

  private static List<Outbox.Outgoing> documents(Path state) {
    var documents = new ArrayList<Outbox.Outgoing>();
    try (Outbox outbox = Outbox.open(state)) {
      List<Outbox.Outgoing> next = outbox.after(0, READ_MAX);
      while (!next.isEmpty()) {
        documents.addAll(next);
        next = outbox.after(next.getLast().position(), READ_MAX);
      }
    }
    return documents;
  }

  private List<Figure> rounds() throws Exception {
    var collected = new ArrayList<Drained>();
    var taken = new ArrayList<Drained>();
    var bare = new ArrayList<Double>();
    var bridge = new ArrayList<Double>();
    for (int round = 0; round < ROUNDS; round++) {
      bridge.add(documents.size() / bridgeSeconds());
      collected.add(drain("collector", this::toCollector));
      taken.add(drain("broker", this::toBroker));
      bare.add(documents.size() / bareSeconds());
    }
    Drained acked = middle(collected);
    Drained published = middle(taken);
    long bytes = documents.stream().mapToLong(document -> document.document().length).sum();
    String what =
        "%,d documents of %,d bytes; median of %d rounds"
            .formatted(documents.size(), bytes / documents.size(), ROUNDS);
    Cpu cost = acked.cpu();
    String acks = "drain: acked by a collector on SQLite";
    return List.of(
        Figure.beside(acks, "1/s", acked.perSecond(), "bridge", median(bridge), what),
        Figure.beside(
            acks,
            "1/s",
            acked.perSecond(),
            "bare Paho",
            median(bare),
            String.format(
                Locale.ROOT,
                "processor time a document: terminal %.0f us, collector %.0f us, broker %.0f us",
                cost.terminal(),
                cost.collector(),
                cost.broker())),
        Figure.beside(
            "drain: taken by the broker",
            "1/s",
            published.perSecond(),
            "bridge",
            median(bridge),
            String.format(
                Locale.ROOT,
                "the terminal with ack = \"broker\"; %.0f us of processor time a document",
                published.cpu().terminal())),
        Figure.of("drain: RSS before", "MiB", acked.idleMebibytes(), "the daemon's, broker away"),
        Figure.of(
            "drain: RSS grows by",
            "MiB",
            collected.stream().mapToDouble(Drained::growth).max().orElseThrow(),
            "most of all rounds; goal 20"));
  }

  private static Drained middle(List<Drained> rounds) {
    return rounds.stream()
        .sorted(Comparator.comparingDouble(Drained::perSecond))
        .toList()
        .get(ROUNDS / 2);
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }

  private Path newFolder(String name) throws IOException {
    return Files.createDirectory(folder.resolve(name + "-" + servers++));
  }

  private static Mosquitto broker(Path place, String... more) throws Exception {
    var lines =
        new ArrayList<>(
            List.of(
                "max_inflight_messages 20",
                "persistence true",
                "persistence_location " + place + "/"));
    lines.addAll(List.of(more));
    return Mosquitto.start(place, lines.toArray(String[]::new));
  }

  private double bareSeconds() throws Exception {
    try (Mosquitto broker = broker(newFolder("bare"))) {
      return BareMqtt.publish(broker.url(), TOPIC, documents);
    }
  }

  /// The bridge has everything before the other broker is back, and so has the other broker its
  /// subscriber.
  private double bridgeSeconds() throws Exception {
    try (Mosquitto central = broker(newFolder("central"))) {
      BareMqtt.subscribe(central.url(), COUNTER, TOPIC);
      central.stop();
      URI far = central.url();
      try (Mosquitto near =
          broker(
              newFolder("near"),
              "connection central",
              "address " + far.getHost() + ":" + far.getPort(),
              "bridge_protocol_version mqttv50",
              "cleansession false",
              "notifications false",
              "restart_timeout 1",
              "topic # out 1")) {
        BareMqtt.publish(near.url(), TOPIC, documents);
        central.restart();
        return BareMqtt.count(far, COUNTER, TOPIC, documents.size());
      }
    }
  }

  /// The daemon with everything still to be sent, which waits for its broker.
  private interface Waiting {
    Drained drain(Mosquitto central, Path place, ProcessLook terminal) throws Exception;
  }

  private Drained drain(String ack, Waiting waiting) throws Exception {
    for (String suffix : List.of("", "-wal", "-shm")) {
      Files.deleteIfExists(folder.resolve("state").resolve(Outbox.FILE + suffix));
    }
    Path place = newFolder("fleet");
    try (Mosquitto central = broker(place)) {
      BareMqtt.subscribe(central.url(), COUNTER, TOPIC);
      central.stop();
      String uplink =
          "[uplink]\nbrokers = [{ id = \"a\", url = \"%s\" }]\nack = \"%s\"\ndrain_per_second = 10000"
              .formatted(central.url(), ack);
      try (var floor = new ShopFloor(folder).with(uplink);
          DaemonProcess daemon = floor.startDaemon()) {
        KioskClient kiosk = floor.kiosk();
        kiosk.await("a lane that sells", lane -> lane.path("state").asString().equals("READY"));
        Drained drained = waiting.drain(central, place, new ProcessLook(daemon.pid()));
        kiosk.await("/v1/uplink", "an empty backlog", view -> view.path("backlog").asLong() == 0);
        daemon.stop();
        return drained;
      }
    }
  }

  /// As a mosquitto bridges: the broker has them, and that is all.
  private Drained toBroker(Mosquitto central, Path place, ProcessLook terminal) throws Exception {
    try (var memory = MemoryWatch.start(terminal)) {
      central.restart();
      double before = terminal.cpuSeconds();
      double seconds = BareMqtt.count(central.url(), COUNTER, TOPIC, documents.size());
      double cpu = (terminal.cpuSeconds() - before) / documents.size() * 1e6;
      return new Drained(
          documents.size() / seconds, memory.idle(), memory.peak(), new Cpu(cpu, 0, 0));
    }
  }

  /// The terminal is frozen until there is a collector who takes what it has.
  private Drained toCollector(Mosquitto central, Path place, ProcessLook terminal)
      throws Exception {
    Path ledger = place.resolve("ledger.db");
    try (var memory = MemoryWatch.start(terminal)) {
      terminal.freeze(true);
      central.restart();
      BareMqtt.forget(central.url(), COUNTER);
      var broker = new ProcessLook(central.pid());
      try (ChildJvm collector =
              ChildJvm.collector(place.resolve("collector.log"), ledger, List.of(central));
          Peer watcher =
              Peer.join(
                  central.broker("a"),
                  "watcher",
                  TestJournal.TOPICS.state(),
                  TestJournal.TOPICS.ack(),
                  Topics.collector(TestJournal.ORG, "bench"))) {
        watcher.nextWith("\"online\":true");
        var before =
            new Cpu(terminal.cpuSeconds(), collector.look().cpuSeconds(), broker.cpuSeconds());
        terminal.freeze(false);
        StateMessage birth = StateMessage.read(watcher.next().payload());
        long beganNanos = System.nanoTime();
        long head = birth.standing().orElseThrow().head();
        awaitAcked(watcher, head);
        double seconds = (System.nanoTime() - beganNanos) / 1e9;
        var cpu =
            new Cpu(
                (terminal.cpuSeconds() - before.terminal()) / head * 1e6,
                (collector.look().cpuSeconds() - before.collector()) / head * 1e6,
                (broker.cpuSeconds() - before.broker()) / head * 1e6);
        checkLedger(ledger, head);
        return new Drained(head / seconds, memory.idle(), memory.peak(), cpu);
      }
    }
  }

  private static void awaitAcked(Peer watcher, long head) throws InterruptedException {
    for (long through = 0; through < head; ) {
      Link.Arrived message = watcher.next();
      if (message.topic().equals(TestJournal.TOPICS.ack())) {
        through = Ack.read(message.payload()).through();
      }
    }
  }

  private static void checkLedger(Path ledger, long head) {
    Audit.Report report = Audit.run(ledger);
    if (report.documents() != head || !report.findings().isEmpty()) {
      throw new IllegalStateException("%d sent, and the ledger has %s".formatted(head, report));
    }
  }
}
