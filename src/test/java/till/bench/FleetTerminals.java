package till.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import till.journal.Outbox;
import till.uplink.StateView;
import till.uplink.TestJournal;
import till.uplink.Uplink;
import till.uplink.UplinkSettings;
import till.uplink.UplinkStatus;

/// Many terminals in one process, each with a journal and an uplink of its own, and the patience of
/// the field. Told what to do by files in its folder: `go` and `stop`. Says how it stands five
/// times a second.
final class FleetTerminals {

  private static final StateView VIEW = new StateView("READY", List.of(), Map.of());
  private static final long SALE_EVERY_NANOS = Duration.ofSeconds(30).toNanos();
  private static final long SAY_EVERY_NANOS = Duration.ofMillis(200).toNanos();
  private static final int DRAIN_PER_SECOND = 200;
  private static final int TICK_MILLIS = 20;

  private final Path folder;
  private final UplinkSettings settings;
  private final List<TestJournal> journals = new ArrayList<>();
  private final List<Uplink> uplinks = new ArrayList<>();

  private FleetTerminals(Path folder, UplinkSettings settings) {
    this.folder = folder;
    this.settings = settings;
  }

  /// How the terminals of one process stand.
  record Standing(int connected, long head, long acked) {

    private static final String WORD = "standing ";

    static Standing of(List<UplinkStatus> all) {
      return new Standing(
          (int) all.stream().filter(UplinkStatus::connected).count(),
          all.stream().mapToLong(UplinkStatus::head).sum(),
          all.stream().mapToLong(UplinkStatus::acked).sum());
    }

    /// The last one that was said.
    static Optional<Standing> last(List<String> lines) {
      return lines.reversed().stream()
          .filter(line -> line.startsWith(WORD))
          .map(line -> line.substring(WORD.length()).split(" ", -1))
          .map(words ->
              new Standing(
                  Integer.parseInt(words[0]), Long.parseLong(words[1]), Long.parseLong(words[2])))
          .findFirst();
    }

    Standing plus(Standing other) {
      return new Standing(connected + other.connected, head + other.head, acked + other.acked);
    }

    @Override
    public String toString() {
      return WORD + connected + " " + head + " " + acked;
    }
  }

  /// Runs until it is killed.
  ///
  /// @param arguments the folder, number of the first terminal, how many, and the brokers' ports
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    int first = Integer.parseInt(arguments[1]);
    int count = Integer.parseInt(arguments[2]);
    var brokers = new ArrayList<UplinkSettings.Broker>();
    for (String port : List.of(arguments).subList(3, arguments.length)) {
      brokers.add(new UplinkSettings.Broker(port, URI.create("mqtt://127.0.0.1:" + port), 1));
    }
    var settings =
        new UplinkSettings(
            brokers,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            UplinkSettings.Acknowledgement.COLLECTOR,
            DRAIN_PER_SECOND);
    var terminals = new FleetTerminals(folder, settings);
    terminals.open(first, count);
    System.out.println("ready");
    while (!terminals.isTold("go")) {
      Thread.sleep(TICK_MILLIS);
    }
    terminals.start();
    terminals.work();
  }

  private boolean isTold(String word) {
    return Files.exists(folder.resolve(word));
  }

  private void open(int first, int count) throws IOException {
    for (int number = first; number < first + count; number++) {
      String store = "%05d".formatted(number);
      journals.add(TestJournal.open(Files.createDirectory(folder.resolve(store)), store, "01"));
    }
  }

  private void start() {
    for (TestJournal journal : journals) {
      Outbox outbox = journal.outbox();
      Uplink uplink =
          Uplink.start(
              settings,
              journal.origin(),
              Optional.empty(),
              new Uplink.House(
                  outbox,
                  _ -> {},
                  _ -> {},
                  () -> VIEW,
                  InstantSource.system(),
                  () -> true,
                  new Random()));
      journal.onAppend(uplink::wake);
      uplinks.add(uplink);
    }
  }

  /// Each terminal sells when its turn comes; for ever.
  private void work() throws InterruptedException {
    long beganNanos = System.nanoTime();
    long saidNanos = beganNanos;
    long sold = 0;
    while (true) {
      long nowNanos = System.nanoTime();
      if (nowNanos >= saidNanos) {
        System.out.println(Standing.of(uplinks.stream().map(Uplink::status).toList()));
        saidNanos = nowNanos + SAY_EVERY_NANOS;
      }
      long due = (nowNanos - beganNanos) / (SALE_EVERY_NANOS / journals.size());
      if (sold < due && !isTold("stop")) {
        journals.get((int) (sold % journals.size())).sell(1);
        sold++;
      } else {
        Thread.sleep(TICK_MILLIS);
      }
    }
  }
}
