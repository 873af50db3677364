package till.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;
import till.fleet.Audit;
import till.uplink.LinkException;
import till.uplink.Mosquitto;
import till.uplink.Peer;
import till.uplink.TestJournal;
import till.uplink.Topics;

/// A fleet's uplinks at three real brokers, with a collector at each: all come at once, sell, lose
/// one broker to a `kill -9`, and go on at the others.
final class FleetBench {

  private static final int BROKERS = 3;

  /// Terminals of one process: each has about five threads and ten open files.
  private static final int TERMINALS_PER_PROCESS = 500;

  private static final Duration SELLING = Duration.ofSeconds(60);
  private static final Duration SETTLING = Duration.ofSeconds(3);
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int POLL_MILLIS = 100;

  /// A file system in memory, where there is one: thousands of terminals do not share a disk.
  private static final Path MEMORY = Path.of("/dev/shm");

  private static final String NEW_CONNECTION = ": New connection from ";

  private final Path folder;
  private final Path states;
  private final int terminals;
  private final List<Mosquitto> brokers = new ArrayList<>();
  private final List<Path> logs = new ArrayList<>();
  private final List<ChildJvm> processes = new ArrayList<>();
  private final List<Figure> figures = new ArrayList<>();

  private FleetBench(Path folder, Path states, int terminals) {
    this.folder = folder;
    this.states = states;
    this.terminals = terminals;
  }

  static List<Figure> run(Path folder, int terminals) throws Exception {
    Path states =
        Files.createTempDirectory(Files.isWritable(MEMORY) ? MEMORY : folder, "tilld-bench-");
    var bench = new FleetBench(folder, states, terminals);
    try {
      for (int i = 0; i < BROKERS; i++) {
        Path place = Files.createDirectory(folder.resolve("broker-" + i));
        bench.logs.add(place.resolve("mosquitto.log"));
        bench.brokers.add(Mosquitto.start(place));
      }
      try (ChildJvm collector = bench.collector()) {
        bench.measure();
        collector.check();
      }
    } finally {
      for (ChildJvm process : bench.processes) {
        process.kill();
      }
      bench.brokers.forEach(Mosquitto::close);
      Bench.delete(states);
    }
    return bench.figures;
  }

  private void measure() throws Exception {
    startTerminals();
    long beganNanos = System.nanoTime();
    Files.createFile(states.resolve("go"));
    await("all connected", standing -> standing.connected() == terminals);
    add("fleet: connections", "", terminals, "terminals at " + BROKERS + " brokers");
    add("fleet: all connected after", "s", secondsSince(beganNanos), "they all begin at once");
    add("fleet: most attempts", "1/s", peakAttempts(0), "at all brokers together");

    Thread.sleep(SELLING);
    beganNanos = System.nanoTime();
    long acked = standing().acked();
    Thread.sleep(SELLING);
    double perSecond = (standing().acked() - acked) / secondsSince(beganNanos);
    add("fleet: documents acked", "1/s", perSecond, "each terminal sells every 30 s");
    double kibibytes = 0;
    for (ChildJvm process : processes) {
      kibibytes += process.look().rssMebibytes() * 1_024;
    }
    add(
        "fleet: memory of a terminal",
        "KiB",
        kibibytes / terminals,
        "resident, of the process it shares with others");

    loseABroker();

    Files.createFile(states.resolve("stop"));
    awaitLastSale();
    await("everything acked", standing -> standing.acked() == standing.head());
    checkLedger(standing().head());
  }

  private void loseABroker() throws Exception {
    long killedSecond = System.currentTimeMillis() / 1_000;
    int before = standing().connected();
    brokers.getFirst().kill();
    long beganNanos = System.nanoTime();
    await("the loss", standing -> standing.connected() < before);
    int lost = before - standing().connected();
    await("all connected again", standing -> standing.connected() == terminals);
    String what = "one of %d brokers is killed, at least %d lose it".formatted(BROKERS, lost);
    add("fleet: elsewhere after", "s", secondsSince(beganNanos), what);
    add(
        "fleet: most attempts then",
        "1/s",
        peakAttempts(killedSecond),
        "at the brokers that are left");
    brokers.getFirst().restart();
    beganNanos = System.nanoTime();
    awaitCollector(brokers.getFirst());
    add("fleet: collector back after", "s", secondsSince(beganNanos), "at the one that returns");
  }

  private void add(String name, String unit, double value, String note) {
    figures.add(Figure.of(name, unit, value, note));
  }

  private static double secondsSince(long beganNanos) {
    return (System.nanoTime() - beganNanos) / 1e9;
  }

  private ChildJvm collector() throws Exception {
    ChildJvm collector = ChildJvm.collector(folder.resolve("collector.log"), ledger(), brokers);
    for (Mosquitto broker : brokers) {
      awaitCollector(broker);
    }
    return collector;
  }

  private Path ledger() {
    return folder.resolve("ledger.db");
  }

  private static void awaitCollector(Mosquitto broker) throws LinkException, InterruptedException {
    String presence = Topics.collector(TestJournal.ORG, "bench");
    try (Peer watcher = Peer.join(broker.broker("a"), "watcher", presence)) {
      watcher.nextWith("\"online\":true");
    }
  }

  private void startTerminals() throws Exception {
    for (int first = 0; first < terminals; first += TERMINALS_PER_PROCESS) {
      var arguments =
          new ArrayList<>(
              List.of(
                  states.toString(),
                  Integer.toString(first),
                  Integer.toString(Math.min(TERMINALS_PER_PROCESS, terminals - first))));
      brokers.forEach(broker -> arguments.add(Integer.toString(broker.port())));
      processes.add(
          ChildJvm.start(
              folder.resolve("terminals-" + first + ".log"),
              List.of("-Xmx1g", "-Xss256k"),
              FleetTerminals.class.getName(),
              arguments));
    }
    awaitLines(lines -> lines.contains("ready"));
  }

  private void awaitLines(Predicate<List<String>> said) throws Exception {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    for (ChildJvm process : processes) {
      while (!said.test(process.lines())) {
        process.check();
        pause(endNanos, "the terminals' processes");
      }
    }
  }

  private FleetTerminals.Standing standing() throws IOException {
    var all = new FleetTerminals.Standing(0, 0, 0);
    for (ChildJvm process : processes) {
      process.check();
      all =
          all.plus(
              FleetTerminals.Standing.last(process.lines())
                  .orElse(new FleetTerminals.Standing(0, 1, 0)));
    }
    return all;
  }

  /// Until the terminals have heard that it is enough, and have said how they stand since.
  private void awaitLastSale() throws Exception {
    for (long head = -1; head != standing().head(); ) {
      head = standing().head();
      Thread.sleep(SETTLING);
    }
  }

  private void await(String what, Predicate<FleetTerminals.Standing> wanted) throws Exception {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!wanted.test(standing())) {
      pause(endNanos, what + "; there is " + standing());
    }
  }

  private static void pause(long endNanos, String what) throws InterruptedException {
    if (System.nanoTime() > endNanos) {
      throw new IllegalStateException("waited in vain for " + what);
    }
    Thread.sleep(POLL_MILLIS);
  }

  /// From the brokers' own logs.
  ///
  /// @param fromSecond of the epoch
  private int peakAttempts(long fromSecond) throws IOException {
    var perSecond = new TreeMap<Long, Integer>();
    for (Path log : logs) {
      for (String line : Files.readAllLines(log)) {
        int end = line.indexOf(NEW_CONNECTION);
        if (end > 0) {
          perSecond.merge(Long.parseLong(line.substring(0, end)), 1, Integer::sum);
        }
      }
    }
    return perSecond.tailMap(fromSecond).values().stream()
        .mapToInt(Integer::intValue)
        .max()
        .orElse(0);
  }

  private void checkLedger(long sales) {
    Audit.Report report = Audit.run(ledger());
    if (report.documents() != sales || !report.findings().isEmpty()) {
      throw new IllegalStateException(
          "%d sold, and the ledger has %d: %s"
              .formatted(sales, report.documents(), report.findings()));
    }
    add(
        "fleet: documents in the ledger",
        "",
        (double) report.documents(),
        "each one once, audited");
  }
}
