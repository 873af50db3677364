package till.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;
import till.device.DeviceStatus.State;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;
import till.port.SimulatedPorts;

/// Devices that go and come: real ttys and sockets. Alone, because it counts the process's threads
/// and open files. `-Dtilld.long=true` makes the storms and the measurements long.
@Isolated
final class UnplugTest {

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void aSerialLineThatComesAndGoesLeavesNothingBehind() throws Exception {
    try (PtyPair pair = PtyPair.open();
        var device = new Listener("serial", pair.near().toString())) {
      UnplugStorm.run(
          "serial",
          device.log,
          pair::unplug,
          pair::plug,
          () -> {
            try (Port far = ports.open(PortSettings.of(pair.far().toString()))) {
              device.hears(far);
            }
          });
    }
  }

  @Test
  void aTcpDeviceThatComesAndGoesLeavesNothingBehind() throws Exception {
    try (var device = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      PortSettings address = PortSettings.of("tcp://127.0.0.1:" + device.getLocalPort());
      var before = UnplugStorm.Count.now();
      for (int round = -UnplugStorm.ROUNDS_BEFORE; round < UnplugStorm.ROUNDS; round++) {
        if (round == 0) {
          before = UnplugStorm.Count.now();
        }
        try (Port near = ports.open(address)) {
          device.accept().close();
          assertThrows(PortException.class, () -> near.read(new byte[8], 60_000));
        }
      }
      UnplugStorm.requireFlat("tcp", before, UnplugStorm.Count.now());
    }
  }

  @Test
  void aSimulatedWireThatComesAndGoesLeavesNothingBehind() throws Exception {
    Port far = ports.far("storm");
    try (var device = new Listener("simulated", "sim:storm")) {
      UnplugStorm.run(
          "simulated",
          device.log,
          () -> ports.unplug("storm"),
          () -> ports.plug("storm"),
          () -> device.hears(far));
    }
  }

  @Test
  void aPeerThatVanishedCostsNearlyNothing() throws Exception {
    try (PtyPair pair = PtyPair.open();
        var device = new Listener("vanished", pair.near().toString())) {
      device.log.await(1);

      pair.unplug();

      device.log.awaitLatest(State.BAD);
      double percent = cpuPercent("vanished", Duration.ofSeconds(UnplugStorm.LONG ? 30 : 2));
      System.out.printf("a peer that vanished costs %.2f %% of a core%n", percent);
      assertTrue(percent < (UnplugStorm.LONG ? 2 : 20), percent + " % of a core");
      pair.plug();
      device.log.awaitLatest(State.GOOD);
    }
  }

  @Test
  void twoEqualDevicesThatSwapTheirNumbersAreNotConfused() throws Exception {
    try (PtyPair leftPair = PtyPair.open();
        PtyPair rightPair = PtyPair.open();
        var left = new Listener("left", leftPair.near().toString());
        var right = new Listener("right", rightPair.near().toString())) {
      left.log.awaitLatest(State.GOOD);
      right.log.awaitLatest(State.GOOD);
      Path before = Files.readSymbolicLink(leftPair.near());

      leftPair.unplug();
      rightPair.unplug();
      left.log.awaitLatest(State.BAD);
      right.log.awaitLatest(State.BAD);
      rightPair.plug();
      leftPair.plug();
      left.log.awaitLatest(State.GOOD);
      right.log.awaitLatest(State.GOOD);

      assertNotEquals(before, Files.readSymbolicLink(leftPair.near()), "its number has changed");
      try (Port farLeft = ports.open(PortSettings.of(leftPair.far().toString()));
          Port farRight = ports.open(PortSettings.of(rightPair.far().toString()))) {
        left.hears(farLeft);
        right.hears(farRight);
      }
      assertEquals(List.of(), List.copyOf(left.heard));
      assertEquals(List.of(), List.copyOf(right.heard));
    }
  }

  private static double cpuPercent(String threadName, Duration time) throws InterruptedException {
    long thread =
        Thread.getAllStackTraces().keySet().stream()
            .filter(each -> each.getName().equals(threadName))
            .findFirst()
            .orElseThrow()
            .threadId();
    var threads = ManagementFactory.getThreadMXBean();
    long before = threads.getThreadCpuTime(thread);
    assertTrue(!new CountDownLatch(1).await(time.toMillis(), TimeUnit.MILLISECONDS));
    return 100.0 * (threads.getThreadCpuTime(thread) - before) / time.toNanos();
  }

  /// The least of a driver: good while the wire is open, and hears what comes.
  private final class Listener implements AutoCloseable {

    final String name;
    final StatusLog log = new StatusLog();
    final BlockingQueue<String> heard = new LinkedBlockingQueue<>();
    private final Health health;
    private final Supervisor supervisor;

    Listener(String name, String address) {
      this.name = name;
      this.health = new Health(name, "Scanner", log, InstantSource.system());
      this.supervisor = Supervisor.start(health, PortSettings.of(address), ports, this::listen);
    }

    private void listen(Port port) throws PortException {
      byte[] buffer = new byte[64];
      health.good();
      while (true) {
        int read = port.read(buffer, 10_000);
        if (read > 0) {
          heard.add(new String(buffer, 0, read, StandardCharsets.US_ASCII));
        }
      }
    }

    /// One word goes over the wire.
    void hears(Port far) throws Exception {
      byte[] word = name.getBytes(StandardCharsets.US_ASCII);
      far.write(word, 0, word.length);
      String all = "";
      while (all.length() < name.length()) {
        String part = heard.poll(60, TimeUnit.SECONDS);
        assertTrue(part != null, "nothing came after " + all);
        all += part;
      }
      assertEquals(name, all);
    }

    @Override
    public void close() {
      supervisor.close();
    }
  }
}
