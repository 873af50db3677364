package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.port.BoardPorts;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;
import till.port.PtyPair;
import till.port.SimulatedPorts;
import till.sale.Input;
import till.sale.PrintJob;
import till.sale.Reason;
import till.sale.Till;
import till.simulator.PrintedReceipt;
import till.simulator.SimulatedPrinter;

/// What shops complain about in other systems, with the real lane, the real driver and a printer:
/// receipts that come twice, late, or not at all.
final class PrintJobsTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final SimulatedPrinter.Settings FAST = new SimulatedPrinter.Settings(42, 100);

  @TempDir Path folder;

  /// A lane with a printer on a wire in memory, and what the lane tells of its print jobs.
  private static final class Rig implements AutoCloseable {

    final Counter counter;
    final SimulatedPorts wires = new SimulatedPorts(BoardPorts.open());
    final SimulatedPrinter paper;
    final Events events;
    private final Printer driver;

    Rig(Path folder) {
      counter = new Counter(folder);
      paper = SimulatedPrinter.start(wires.far("printer"), FAST, _ -> {});
      events = new Events(counter.lane);
      driver = printer("sim:printer", wires, counter);
    }

    void start() {
      counter.start(driver);
    }

    @Override
    public void close() {
      driver.close();
      counter.close();
      paper.close();
      wires.close();
    }
  }

  private static final class Events {

    private final BlockingQueue<Map<String, String>> facts = new LinkedBlockingQueue<>();

    Events(Lane lane) {
      lane.listen(news -> {
        if (news.kind() == LaneNews.Kind.PRINT) {
          facts.add(news.facts());
        }
      });
    }

    /// Waits for a job to come to this state.
    Map<String, String> await(String state) throws InterruptedException {
      return await(event -> state.equals(event.get("state")), state);
    }

    Map<String, String> await(Predicate<Map<String, String>> wanted, String what)
        throws InterruptedException {
      while (true) {
        Map<String, String> next = facts.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
        assertNotNull(next, "no job became " + what);
        if (wanted.test(next)) {
          return next;
        }
      }
    }
  }

  @Test
  void aReceiptThatCannotBePrintedIsHeldWithTheReasonAndComesOutOnceItCan() throws Exception {
    try (var rig = new Rig(folder)) {
      rig.paper.openCover(true);
      rig.start();
      sell(rig.counter);
      sell(rig.counter);
      rig.events.await("held");
      assertEquals(0, rig.paper.receiptCount());

      rig.paper.openCover(false);

      rig.events.await("confirmed");
      rig.events.await("confirmed");
      assertEquals(2, rig.paper.receiptCount());
    }
    try (var counter = new Counter(folder)) {
      assertEquals(0, counter.printJobsOnDisk());
    }
  }

  @Test
  void theReportOfADayComesOutOnceItIsClosedAndACopySaysThatItIsOne() throws Exception {
    try (var rig = new Rig(folder)) {
      rig.start();
      sell(rig.counter);
      rig.events.await("confirmed");
      LaneView closed = rig.counter.does(new Input.CloseBusinessDay()).view();
      rig.events.await("confirmed");
      assertEquals(2, rig.paper.receiptCount());
      String report = text(rig.paper.receipts().getLast());
      assertTrue(report.contains("Z REPORT 1\n"), report);
      assertFalse(report.contains("COPY"), report);
      LaneView.LastReceipt last = closed.lastReceipt().orElseThrow();
      long z =
          rig.counter.lane.receipts().z(1).orElseThrow().figures().z().orElseThrow().document();
      assertTrue(z > last.number(), "the report is no receipt");

      rig.counter.asks(Counter.command("copy", new Request.CopyReceipt(z)));

      rig.events.await("confirmed");
      report = text(rig.paper.receipts().getLast());
      assertTrue(report.contains("Z REPORT 1\nCOPY\n"), report);
    }
  }

  /// Whoever waits in vain for an answer asks again with the same id: at once, later, and after a
  /// restart.
  ///
  /// Complaint: odoo #240253.
  @Test
  void aSlowReplyAndARetryPrintOneReceipt() throws Exception {
    Command pay =
        Counter.command("pay", new Request.Direct(new Input.TenderCash(Optional.empty())));
    Command copy;
    try (var rig = new Rig(folder)) {
      rig.start();
      rig.counter.scans(Counter.PEN);
      rig.counter.does(new Input.TakeTotal());
      var _ = rig.counter.lane.submit(pay).orElseThrow(); // nobody waits for this answer
      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(pay));
      rig.events.await("confirmed");
      Reply again = assertInstanceOf(Reply.Accepted.class, rig.counter.asks(pay));
      assertEquals(1, rig.paper.receiptCount());

      long sold = again.view().lastReceipt().orElseThrow().number();
      copy = Counter.command("copy", new Request.CopyReceipt(sold));
      var _ = rig.counter.lane.submit(copy).orElseThrow();
      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(copy));
      rig.events.await("confirmed");
      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(copy));
      assertEquals(Map.of(), rig.counter.lane.figures().printJobs());
      assertEquals(2, rig.paper.receiptCount());
    }
    try (var rig = new Rig(folder)) {
      rig.start();
      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(pay));
      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(copy));
      assertEquals(Map.of(), rig.counter.lane.figures().printJobs());
      assertEquals(0, rig.paper.receiptCount());
    }
  }

  /// Complaint: react-native-print #180.
  @Test
  void staleReceiptsDoNotFlushOntoANewRoll() throws Exception {
    try (var rig = new Rig(folder)) {
      rig.paper.loadPaper(0);
      rig.start();
      sell(rig.counter);
      sell(rig.counter);
      rig.events.await("held");
      rig.counter.look(); // both are known to wait
      rig.counter.nanosAhead = PrintQueue.WAITS_MAX.plusSeconds(1).toNanos();
      rig.events.await("expired");
      rig.events.await("expired");

      rig.paper.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
      sell(rig.counter);

      rig.events.await("confirmed");
      assertEquals(1, rig.paper.receiptCount());
    }
  }

  @Test
  void aReceiptOfYesterdayIsNotTheFirstThingOfTheNextMorning() throws Exception {
    Till till = Till.open().sells(Counter.PEN, 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    Counter.leave(folder, till);
    try (var rig = new Rig(folder)) {
      rig.counter.now = Till.NOON.plus(Duration.ofHours(20));
      rig.start();
      rig.events.await("expired");
      sell(rig.counter);
      rig.events.await("confirmed");
      assertEquals(1, rig.paper.receiptCount());
    }
  }

  /// Complaint: cups #817.
  @Test
  void aReceiptThatIsNeverConfirmedDoesNotEatTheRoll() throws Exception {
    try (var rig = new Rig(folder)) {
      rig.paper.loseNextAnswer();
      rig.start();
      sell(rig.counter);
      Map<String, String> doubtful = rig.events.await("doubtful");
      assertEquals("the printer did not confirm it", doubtful.get("reason"));

      sell(rig.counter);
      rig.events.await("confirmed");

      assertEquals(2, rig.paper.receiptCount());
      ProblemView problem = rig.counter.look().problems().getFirst();
      assertEquals("print-doubtful", problem.code());
      assertEquals(doubtful.get("jobId"), problem.id());
      assertTrue(problem.text().endsWith("the printer did not confirm it"), problem.text());
    }
  }

  @Test
  void aDoubtfulReceiptComesAgainOnlyAsACopyThatAPersonAskedFor() throws Exception {
    String job = leaveInTheMiddleOfPrinting();
    try (var rig = new Rig(folder)) {
      rig.start();
      rig.events.await("doubtful");
      Command copy =
          Counter.command(
              "a", new Request.Direct(new Input.ResolvePrintJob(job, PrintJob.Decision.COPY)));

      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(copy));
      rig.events.await("reprinted-as-copy");
      rig.events.await("confirmed");
      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(copy), "a retry after a slow reply");

      assertEquals(List.of(), rig.counter.look().problems());
      assertEquals(1, rig.paper.receiptCount());
      assertTrue(text(rig.paper.receipts().getFirst()).lines().anyMatch("COPY"::equals));
      long last = rig.counter.documentsOnDisk();
      assertEquals("receipt-copy", rig.counter.control(last));
      assertEquals(job, rig.counter.facts(last).get("insteadOf"));
      assertEquals(
          Reason.NO_SUCH_PRINT_JOB,
          refusal(rig.counter.does(new Input.ResolvePrintJob(job, PrintJob.Decision.PRINTED))));
    }
  }

  @Test
  void whatAPersonHasSeenOnPaperIsRememberedAndNotPrinted() throws Exception {
    assertEquals("CONFIRMED", stateAfter(PrintJob.Decision.PRINTED));
  }

  @Test
  void whatAPersonLeavesIsRememberedAndNotPrinted() throws Exception {
    assertEquals("ABANDONED", stateAfter(PrintJob.Decision.ABANDON));
  }

  private String stateAfter(PrintJob.Decision decision) throws InterruptedException {
    String job = leaveInTheMiddleOfPrinting();
    try (var rig = new Rig(folder)) {
      rig.start();
      rig.events.await("doubtful");
      var resolve = new Input.ResolvePrintJob(job, decision);
      assertInstanceOf(Reply.Accepted.class, rig.counter.does(resolve));
      assertEquals(List.of(), rig.counter.look().problems());
      assertEquals(0, rig.paper.receiptCount());
      long last = rig.counter.documentsOnDisk();
      assertEquals("print-job-resolved", rig.counter.control(last));
      return String.valueOf(rig.counter.facts(last).get("state"));
    }
  }

  @Test
  void aCopyOfAnyReceiptSaysThatItIsOneAndIsRemembered() throws Exception {
    try (var rig = new Rig(folder)) {
      rig.start();
      sell(rig.counter);
      rig.events.await("confirmed");
      LaneView.LastReceipt sold = rig.counter.look().lastReceipt().orElseThrow();
      Command copy = Counter.command("a", new Request.CopyReceipt(sold.number()));

      assertInstanceOf(Reply.Accepted.class, rig.counter.asks(copy));

      rig.events.await("confirmed");
      List<PrintedReceipt> receipts = rig.paper.receipts();
      List<String> original = text(receipts.getFirst()).lines().toList();
      var again = new ArrayList<>(text(receipts.getLast()).lines().toList());
      assertFalse(original.contains("COPY"));
      int mark = again.indexOf("COPY");
      again.subList(mark, mark + 2).clear(); // and a blank line
      assertEquals(original, again);
      assertEquals(
          Long.toString(sold.number()),
          rig.counter.facts(rig.counter.documentsOnDisk()).get("number"));
      assertEquals(
          Optional.of(sold), rig.counter.look().lastReceipt(), "a copy is nobody's last receipt");
      assertEquals(
          Reason.NO_SUCH_RECEIPT,
          refusal(rig.counter.asks(Counter.command("b", new Request.CopyReceipt(1)))));
    }
  }

  /// Complaint: python-escpos #437.
  @Test
  void aPrinterBehindAnAdapterComesBackAfterAPowerCycleWithoutARestart() throws Exception {
    try (PtyPair pair = PtyPair.open();
        BoardPorts ports = BoardPorts.open();
        var counter = new Counter(folder)) {
      var events = new Events(counter.lane);
      SimulatedPrinter paper = plugged(ports, pair);
      try (Printer printer = printer(pair.near().toString(), ports, counter)) {
        counter.start(printer);
        sell(counter);
        events.await("confirmed");

        pair.unplug();
        paper.close();
        sell(counter);
        events.await("held");
        pair.plug();
        try (SimulatedPrinter again = plugged(ports, pair)) {
          events.await("confirmed");
          assertEquals(1, again.receiptCount());
        }
        assertEquals(1, paper.receiptCount());
      }
    }
  }

  private static SimulatedPrinter plugged(Ports ports, PtyPair pair) throws PortException {
    return SimulatedPrinter.start(
        ports.open(PortSettings.of(pair.far().toString())), FAST, _ -> {});
  }

  private static Printer printer(String port, Ports wires, Counter counter) {
    return Printer.start(
        new PrinterSettings(PortSettings.of(port), "epson-tm-t88v"),
        wires,
        progress -> counter.lane.offer(new LaneEvent.PrintMoved(progress)),
        status -> counter.lane.offer(new LaneEvent.DeviceChanged(status)),
        InstantSource.system());
  }

  /// @return the job
  private String leaveInTheMiddleOfPrinting() {
    Till till = Till.open().sells(Counter.PEN, 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    String job = till.workstation().state().printJobs().getFirst().jobId();
    till.does(new Input.MovePrintJob(job, PrintJob.State.SENDING));
    Counter.leave(folder, till);
    return job;
  }

  private static void sell(Counter counter) {
    counter.scans(Counter.PEN);
    counter.does(new Input.TakeTotal());
    counter.does(new Input.TenderCash(Optional.empty()));
  }

  /// Without the spaces that only place it.
  private static String text(PrintedReceipt receipt) {
    return receipt.paper().text().lines().map(String::strip).collect(Collectors.joining("\n"));
  }

  private static Reason refusal(Reply reply) {
    return assertInstanceOf(Reply.Refused.class, reply).reason();
  }
}
