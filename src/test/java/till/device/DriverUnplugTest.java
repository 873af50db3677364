package till.device;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import till.device.display.DisplayCodePage;
import till.device.display.DisplayRow;
import till.device.display.DisplaySettings;
import till.device.display.LineDisplay;
import till.device.drawer.CashDrawer;
import till.device.drawer.DrawerSettings;
import till.device.drawer.DrawerState;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings;
import till.device.payment.zvt.ZvtTerminal;
import till.device.printer.EscPos;
import till.device.printer.PrintProgress;
import till.device.printer.Printer;
import till.device.printer.PrinterProfile;
import till.device.printer.PrinterSettings;
import till.device.scanner.Scanner;
import till.device.scanner.ScannerSettings;
import till.device.scanner.label.ScanData;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.SimulatedDisplay;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScanner;
import till.simulator.ZvtSettings;

/// Every driver, on a real tty that goes and comes. Alone, because it counts the process's threads
/// and open files. `-Dtilld.long=true` makes the storms long.
@Isolated
final class DriverUnplugTest {

  private static final InstantSource CLOCK = InstantSource.system();
  private static final String PROFILE = "epson-tm-t88v";
  private static final String PASSWORD = "135790";
  private static final long WAIT_SECONDS_MAX = 60;

  @TempDir Path folder;

  private final BoardPorts ports = BoardPorts.open();
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<PrintProgress> progress = new LinkedBlockingQueue<>();

  /// What hangs at the far end by now.
  private @Nullable AutoCloseable device;

  private int round;

  private interface Device {
    AutoCloseable at(Port far) throws Exception;
  }

  @AfterEach
  void close() throws Exception {
    unplug();
    ports.close();
  }

  private void unplug() throws Exception {
    if (device != null) {
      device.close();
      device = null;
    }
  }

  @Test
  void aScannerThatComesAndGoesReadsOn() throws Exception {
    var scans = new LinkedBlockingQueue<ScanData>();
    try (PtyPair pair = PtyPair.open();
        Scanner _ =
            Scanner.start(
                ScannerSettings.of("counter", near(pair)), ports, scans::add, log, CLOCK)) {
      plug(pair, SimulatedScanner::new);

      storm(
          "scanner",
          pair,
          SimulatedScanner::new,
          () -> {
            String label = "label-" + ++round;
            plugged(SimulatedScanner.class).scan(label);
            assertEquals(label, next(scans).data());
            assertNull(scans.poll());
          });
    }
  }

  @Test
  void aPrinterThatComesAndGoesPrintsOn() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Printer printer = printer(pair)) {
      plug(pair, DriverUnplugTest::simulatedPrinter);

      storm("printer", pair, DriverUnplugTest::simulatedPrinter, () -> prints(printer));
    }
  }

  /// The drawer itself is unknown while its printer is away.
  @Test
  void aDrawersSensorIsSeenAgainWhenItsPrinterIsBack() throws Exception {
    var states = new LinkedBlockingQueue<DrawerState>();
    var drawerLog = new StatusLog();
    try (PtyPair pair = PtyPair.open();
        Printer printer = printer(pair);
        CashDrawer _ =
            CashDrawer.start(
                new DrawerSettings(
                    new DrawerSettings.Opener.PrinterPin(2),
                    20,
                    Optional.of(new DrawerSettings.Sensor.PrinterPin(true)),
                    Duration.ofSeconds(30)),
                Optional.of(printer),
                ports,
                states::add,
                drawerLog,
                CLOCK)) {
      plug(pair, DriverUnplugTest::simulatedPrinter);

      storm(
          "drawer",
          pair,
          DriverUnplugTest::simulatedPrinter,
          () -> {
            if (round++ > 0) {
              assertEquals(DrawerState.UNKNOWN, next(states));
            }
            assertEquals(DrawerState.SHUT, next(states));
            drawerLog.awaitLatest(DeviceStatus.State.GOOD);
            printer.pulse(2, 20);
            assertEquals(DrawerState.OPEN, next(states));
            plugged(SimulatedPrinter.class).shutDrawer();
            assertEquals(DrawerState.SHUT, next(states));
          });
    }
  }

  @Test
  void aLineDisplayThatComesAndGoesShowsOn() throws Exception {
    var shown = new LinkedBlockingQueue<List<String>>();
    Device glass = far -> SimulatedDisplay.start(far, 20, 2, shown::add);
    try (PtyPair pair = PtyPair.open();
        LineDisplay display =
            LineDisplay.start(
                new DisplaySettings(near(pair), 20, 2, DisplayCodePage.CP858, 4),
                ports,
                log,
                CLOCK)) {
      plug(pair, glass);

      storm(
          "display",
          pair,
          glass,
          () -> {
            display.show(List.of(new DisplayRow("round", Integer.toString(++round))));
            String upper = "";
            while (!upper.startsWith("round") || !upper.endsWith(" " + round)) {
              upper = next(shown).getFirst();
            }
          });
    }
  }

  @Test
  void aPaymentTerminalThatComesAndGoesTakesPaymentsOn() throws Exception {
    var answers = new LinkedBlockingQueue<PaymentAnswer>();
    try (PtyPair pair = PtyPair.open();
        SimulatedPaymentTerminal terminal =
            SimulatedPaymentTerminal.open(() -> far(pair), ZvtSettings.of(PASSWORD), CLOCK);
        ZvtTerminal driver =
            ZvtTerminal.start(
                new PaymentSettings("zvt", near(pair), Optional.of("zvt")),
                PASSWORD,
                ports,
                folder,
                answers::add,
                log,
                CLOCK)) {
      terminal.approveAutomatically(true);

      UnplugStorm.run(
          "payment",
          log,
          pair::unplug,
          pair::plug,
          () -> {
            var request = new PaymentRequest("attempt-" + ++round, 1_299, "EUR");
            driver.perform(request);
            PaymentAnswer approval = next(answers);
            assertInstanceOf(Outcome.Approved.class, approval.outcome());
            approval.acknowledge();
            PaymentAnswer answer = next(answers);
            assertInstanceOf(Outcome.Settled.class, answer.outcome());
            assertEquals(request.attemptId(), answer.attemptId());
            assertEquals(round, terminal.bookings().size());
          });
    }
  }

  private Port far(PtyPair pair) throws IOException {
    try {
      return ports.open(PortSettings.of(pair.far().toString()));
    } catch (PortException e) {
      throw new IOException("the terminal is not plugged in", e);
    }
  }

  private void storm(String name, PtyPair pair, Device kind, UnplugStorm.Step use)
      throws Exception {
    UnplugStorm.run(
        name,
        log,
        () -> {
          pair.unplug();
          unplug();
        },
        () -> {
          pair.plug();
          plug(pair, kind);
        },
        use);
  }

  private void plug(PtyPair pair, Device kind) throws Exception {
    device = kind.at(ports.open(PortSettings.of(pair.far().toString())));
  }

  private <T> T plugged(Class<T> kind) {
    return requireNonNull(kind.cast(device));
  }

  private static PortSettings near(PtyPair pair) {
    return PortSettings.of(pair.near().toString());
  }

  private Printer printer(PtyPair pair) {
    return Printer.start(
        new PrinterSettings(near(pair), PROFILE), ports, progress::add, log, CLOCK);
  }

  private static SimulatedPrinter simulatedPrinter(Port far) throws PortException {
    return SimulatedPrinter.start(far, new SimulatedPrinter.Settings(42, 100), _ -> {});
  }

  private void prints(Printer printer) throws InterruptedException {
    String id = "job-" + ++round;
    printer.print(
        id, new EscPos(PrinterProfile.find(PROFILE).orElseThrow()).line(id).cut().toBytes());
    assertEquals(new PrintProgress.Sent(id), next(progress));
    assertEquals(new PrintProgress.Confirmed(id), next(progress));
    assertEquals(1, plugged(SimulatedPrinter.class).receiptCount());
  }

  private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
    return Optional.ofNullable(queue.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS))
        .orElseThrow(() -> new AssertionError("nothing came"));
  }
}
