package till.demo;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.Board;
import till.Daemon;
import till.fleet.Ledger;
import till.kiosk.PairingCodes;
import till.kiosk.Role;

/// A whole shop: broker, collector and ledger, the devices on a counter, and the terminal between
/// them.
///
/// Whole when `open` returns; `close` takes it down in reverse, so that nobody talks to somebody
/// who has gone already.
final class Shop implements AutoCloseable {

  private static final Duration START_MAX = Duration.ofSeconds(60);
  private static final Duration STOP_MAX = Duration.ofSeconds(10);

  /// A pairing code is for a browser that is opened today.
  private static final Duration PAIRING = Duration.ofHours(24);

  private static final Logger log = LoggerFactory.getLogger(Shop.class);

  private final ShopFolder folder;
  private final InstantSource clock;
  private final RandomGenerator chance;
  private final News news = new News();
  private final Deque<AutoCloseable> parts = new ArrayDeque<>();
  private final Devices devices;
  private final FleetDesk desk;
  private final PowerCuts cuts;
  private final SimulatorApi simulator;
  private final Daemon daemon;
  private final Thread thread;
  private final KioskApi kiosk;
  private final URI address;
  private volatile @Nullable Throwable failure;
  private volatile boolean closed;

  private Shop(
      ShopFolder folder,
      int kioskPort,
      List<String> allowedOrigins,
      InstantSource clock,
      RandomGenerator chance)
      throws IOException {
    this.folder = folder;
    this.clock = clock;
    this.chance = chance;
    Assortment assortment = Assortment.load();
    add(folder.lock());
    var key = folder.signingKey();
    try {
      EmbeddedBroker broker = add(EmbeddedBroker.start(folder.broker(), FreePort.any()));
      Ledger ledger = add(Ledger.open(folder.ledger()));
      Network network = add(Network.open(ShopFolder.ORG, broker.url(), ledger, clock, chance));
      desk = add(FleetDesk.open(broker.url(), key, folder.ledger(), clock, news));
      devices = add(Devices.open(clock, chance, news));
      folder.furnish(
          assortment,
          new ShopFolder.Wiring(
              ShopFolder.ORG,
              "sim:" + ShopFolder.SCANNER,
              "sim:" + ShopFolder.PRINTER,
              devices.paymentAddress(),
              network.url(),
              kioskPort,
              ShopFolder.besides()),
          allowedOrigins,
          key);
      cuts = add(new PowerCuts(folder.powerCuts(), assortment, broker.url(), clock, chance, news));
      var board =
          new Board(
              devices.ports(),
              Optional.empty(),
              Map.of(),
              clock,
              () -> true,
              chance,
              Demo.version(),
              new LogFile(folder.log()));
      simulator = new SimulatorApi(assortment, devices, network, desk, cuts, news, clock);
      daemon = new Daemon(folder.config(), board, List.of(new SimulatorPage(), simulator));
      thread = Thread.ofPlatform().name("till").unstarted(this::runDaemon);
      add(this::stopDaemon);
      thread.start();
      address = started();
      kiosk = add(new KioskApi(address, folder.tokens()));
    } catch (IOException | RuntimeException e) {
      close();
      throw e;
    }
  }

  /// Opens a shop.
  ///
  /// @param kioskPort a free one
  /// @throws IOException when a file or a port cannot be had
  /// @throws RuntimeException of the room that cannot start, saying what to do
  static Shop open(
      ShopFolder folder,
      int kioskPort,
      List<String> allowedOrigins,
      InstantSource clock,
      RandomGenerator chance)
      throws IOException {
    return new Shop(folder, kioskPort, allowedOrigins, clock, chance);
  }

  private <T extends AutoCloseable> T add(T part) {
    parts.push(part);
    return part;
  }

  private void runDaemon() {
    try {
      daemon.run();
    } catch (RuntimeException | Error e) {
      log.error("the terminal stopped", e);
      failure = e;
    }
  }

  private URI started() throws IOException {
    try {
      return daemon.address().get(START_MAX.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new IOException("the terminal does not start: " + cause.getMessage(), e);
    } catch (TimeoutException e) {
      throw new IOException("the terminal did not start in " + START_MAX.toSeconds() + " s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while the terminal started", e);
    }
  }

  private void stopDaemon() throws InterruptedException {
    daemon.stop();
    if (!thread.join(STOP_MAX)) {
      log.error("the terminal does not stop; it is left alone");
    }
  }

  ShopFolder folder() {
    return folder;
  }

  News news() {
    return news;
  }

  Devices devices() {
    return devices;
  }

  SimulatorApi simulator() {
    return simulator;
  }

  PowerCuts cuts() {
    return cuts;
  }

  FleetDesk desk() {
    return desk;
  }

  KioskApi kiosk() {
    return kiosk;
  }

  URI address() {
    return address;
  }

  /// An address that opens a page in a browser that is not paired yet. Good for one browser.
  URI link(String page) {
    String code = PairingCodes.issue(folder.tokens(), Role.TECHNICIAN, PAIRING, clock, chance);
    return address.resolve("/pair?code=" + code + "&to=" + page);
  }

  /// Waits until the terminal has ended.
  void awaitEnd() throws InterruptedException {
    thread.join();
  }

  /// Why the terminal has ended, when nobody had asked it to.
  Optional<Throwable> failure() {
    return Optional.ofNullable(failure);
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized void close() {
    closed = true;
    while (!parts.isEmpty()) {
      try {
        parts.pop().close();
      } catch (Exception e) {
        log.error("cannot close a part of the shop", e);
      }
    }
  }
}
