package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.device.printer.EscPos.Align;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;
import till.port.PtyPair;
import till.simulator.SimulatedPrinter;

/// The real driver on a real tty, against a printer that shares no code with it.
final class PrinterOnPaperTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final double FASTER_THAN_REAL = 10;

  private final StatusLog log = new StatusLog();
  private final BlockingQueue<PrintProgress> progress = new LinkedBlockingQueue<>();

  @Test
  void aReceiptIsConfirmedWhenItIsOnPaper() throws Exception {
    for (String profile : new String[] {"epson-tm-t88v", "generic"}) {
      log.forget();
      try (PtyPair pair = PtyPair.open();
          BoardPorts ports = BoardPorts.open();
          SimulatedPrinter paper = simulator(ports, pair);
          Printer printer = start(ports, pair, profile)) {
        assertEquals(State.GOOD, log.await(1).state());

        printer.print("job-1", receipt());

        assertEquals(new PrintProgress.Sent("job-1"), next());
        assertEquals(new PrintProgress.Confirmed("job-1"), next());
        assertEquals(1, paper.receiptCount());
        String text = paper.receipts().getFirst().paper().text();
        assertTrue(text.contains("Grüße, Größe, 1,19 €"), text);
        assertTrue(text.contains("Привет – č"), text);
      }
    }
  }

  @Test
  void aCoverThatIsOpenForAMomentDelaysTheReceiptOnly() throws Exception {
    try (PtyPair pair = PtyPair.open();
        BoardPorts ports = BoardPorts.open();
        SimulatedPrinter paper = simulator(ports, pair);
        Printer printer = start(ports, pair, "epson-tm-t88v")) {
      log.await(1);
      printer.print("job-1", receipt());
      assertEquals(new PrintProgress.Sent("job-1"), next());

      paper.openCover(true);
      assertInstanceOf(PrintProgress.Held.class, next());
      paper.openCover(false);

      PrintProgress end = next();
      if (end instanceof PrintProgress.GoesOn) { // else all of it came out before anybody looked
        end = next();
      }
      assertEquals(new PrintProgress.Confirmed("job-1"), end);
      assertEquals(1, paper.receiptCount());
    }
  }

  /// Complaint: qz #784.
  @Test
  void aPrinterWithoutPaperIsBadAndPrintsNothingUntilThereIsANewRoll() throws Exception {
    try (PtyPair pair = PtyPair.open();
        BoardPorts ports = BoardPorts.open();
        SimulatedPrinter paper = simulator(ports, pair);
        Printer printer = start(ports, pair, "epson-tm-t88v")) {
      log.await(1);

      paper.loadPaper(0);
      DeviceStatus out = log.await(2);
      assertEquals(State.BAD, out.state());
      assertTrue(out.reason().contains("new roll"), out.reason());
      printer.print("job-1", receipt());
      assertInstanceOf(PrintProgress.NotStarted.class, next());
      paper.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);

      log.awaitLatest(State.GOOD); // it may say "offline" once more in between
      printer.print("job-2", receipt());
      assertEquals(new PrintProgress.Sent("job-2"), next());
      assertEquals(new PrintProgress.Confirmed("job-2"), next());
      assertEquals(1, paper.receiptCount());
    }
  }

  private static SimulatedPrinter simulator(BoardPorts ports, PtyPair pair) throws Exception {
    return SimulatedPrinter.start(
        ports.open(settings(pair.far().toString())),
        new SimulatedPrinter.Settings(42, FASTER_THAN_REAL),
        _ -> {});
  }

  private Printer start(BoardPorts ports, PtyPair pair, String profile) {
    return Printer.start(
        new PrinterSettings(settings(pair.near().toString()), profile),
        ports,
        progress::add,
        log,
        CLOCK);
  }

  private static PortSettings settings(String path) {
    return new PortSettings(path, 115_200, Framing.EIGHT_NONE_ONE, FlowControl.RTS_CTS);
  }

  private static byte[] receipt() {
    var job = new EscPos(PrinterProfile.find("epson-tm-t88v").orElseThrow());
    job.align(Align.CENTRE).big(true).line("Frischmarkt").big(false).align(Align.LEFT);
    for (int i = 0; i < 60; i++) {
      job.line("Artikel " + i, "1,19");
    }
    return job.rule()
        .line("Grüße, Größe, 1,19 €")
        .line("Привет – č")
        .qr("V0;1041;2026-11-24")
        .feed(2)
        .cut()
        .toBytes();
  }

  private PrintProgress next() throws InterruptedException {
    PrintProgress step = progress.poll(60, TimeUnit.SECONDS);
    if (step == null) {
      throw new AssertionError("no progress within a minute");
    }
    return step;
  }
}
