package till.line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import till.uplink.Mosquitto;

/// Brokers and collectors that die at random moments, by SIGKILL or by SIGTERM, and come back.
final class Storm implements AutoCloseable {

  private static final int PAUSE_MILLIS_MAX = 1_000;

  /// While something is down, one step in so many takes another thing down.
  private static final int WORSE_ONE_IN = 3;

  /// What can die and come back.
  private interface Part {
    void kill();

    void stop();

    void start() throws Exception;
  }

  private record Broker(Mosquitto mosquitto) implements Part {
    @Override
    public void kill() {
      mosquitto.kill();
    }

    @Override
    public void stop() {
      mosquitto.stop();
    }

    @Override
    public void start() throws Exception {
      mosquitto.restart();
    }
  }

  private static final class Collector implements Part {
    private final Path ledger;
    private final String id;
    private final Mosquitto[] brokers;
    private DaemonProcess process;

    Collector(Path ledger, String id, Mosquitto... brokers) {
      this.ledger = ledger;
      this.id = id;
      this.brokers = brokers;
      this.process = DaemonProcess.collector(ledger, id, brokers);
    }

    @Override
    public void kill() {
      process.kill();
    }

    @Override
    public void stop() {
      process.stop();
    }

    @Override
    public void start() {
      process = DaemonProcess.collector(ledger, id, brokers);
    }
  }

  private final RandomGenerator chance;
  private final List<Part> up = new ArrayList<>();
  private final List<Part> down = new ArrayList<>();
  private int deaths;

  /// Starts two collectors at these brokers, which belong to the storm from here on.
  Storm(Path ledger, RandomGenerator chance, Mosquitto... brokers) {
    this.chance = chance;
    Stream.of(brokers).map(Broker::new).forEach(up::add);
    up.add(new Collector(ledger, "c1", brokers));
    up.add(new Collector(ledger, "c2", brokers));
  }

  /// Rages, and leaves everything up.
  void rage(int seconds) throws Exception {
    var never = new CountDownLatch(1);
    long endNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    while (System.nanoTime() < endNanos) {
      boolean better = up.isEmpty() || (!down.isEmpty() && chance.nextInt(WORSE_ONE_IN) > 0);
      if (better) {
        startOne();
      } else {
        endOne();
      }
      boolean _ = never.await(chance.nextInt(PAUSE_MILLIS_MAX), TimeUnit.MILLISECONDS);
    }
    while (!down.isEmpty()) {
      startOne();
    }
  }

  /// How often something died.
  int deaths() {
    return deaths;
  }

  private void endOne() {
    Part part = up.remove(chance.nextInt(up.size()));
    if (chance.nextBoolean()) {
      part.kill();
    } else {
      part.stop();
    }
    down.add(part);
    deaths++;
  }

  private void startOne() throws Exception {
    Part part = down.remove(chance.nextInt(down.size()));
    part.start();
    up.add(part);
  }

  @Override
  public void close() {
    up.forEach(Part::kill);
  }
}
