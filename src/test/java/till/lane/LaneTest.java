package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.drawer.DrawerState;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentTerminal;
import till.device.payment.ServiceRequest;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.journal.Outbox;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.sale.Entry;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.Money;
import till.sale.PrintJob;
import till.sale.Reason;
import till.sale.SaleStatus;
import till.sale.Shop;
import till.sale.TaxTable;
import till.sale.Till;
import till.simulator.SimulatedPrinter;

/// The lane alone, on a real journal.
final class LaneTest {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path folder;

  @Test
  void nobodyHearsOfALineThatIsNotOnDisk() {
    try (var counter = new Counter(folder)) {
      List<Long> missing = new ArrayList<>();
      counter.lane.listen(news -> {
        long seen = news.view().transaction().map(sale -> sale.lines().size()).orElse(0);
        long kept = counter.onDisk().stream().filter(Entry.LineAdded.class::isInstance).count();
        missing.add(seen - kept);
      });
      counter.start();
      LaneView view = counter.scans(Counter.PEN, Counter.MILK, Counter.PEN);
      assertEquals(3, view.transaction().orElseThrow().lines().size());
      assertTrue(missing.stream().allMatch(lines -> lines <= 0), () -> "unwritten: " + missing);
    }
  }

  @Test
  void theAttemptIsOnDiskBeforeTheTerminalHearsOfItAndTheSaleBeforeItsAcknowledgement() {
    try (var counter = new Counter(folder)) {
      var terminal = new RecordingTerminal(counter);
      counter.start(terminal);
      counter.scans(Counter.PEN);
      counter.does(new Input.TakeTotal());
      assertInstanceOf(Reply.Accepted.class, counter.does(new Input.TenderCard(Optional.empty())));
      PaymentRequest request = terminal.awaitRequest();
      assertEquals(199, request.amountMinor());
      terminal.approve(request);
      LaneView view = counter.look();
      assertEquals(LaneState.READY, view.state());
      assertEquals(List.of("pay, on disk", "acknowledged, on disk"), List.copyOf(terminal.heard));
    }
  }

  @Test
  void aPaymentThatARestartCutOffIsAskedForAndBookedOnce() {
    String sale;
    try (var counter = new Counter(folder)) {
      var terminal = new RecordingTerminal(counter);
      counter.start(terminal);
      sale = counter.scans(Counter.PEN).transaction().orElseThrow().transactionId();
      counter.does(new Input.TakeTotal());
      counter.does(new Input.TenderCard(Optional.empty()));
      terminal.awaitRequest();
    }
    try (var counter = new Counter(folder)) {
      var terminal = new RecordingTerminal(counter);
      counter.start(terminal);
      PaymentRequest request = terminal.awaitRequest();
      LaneView asked = counter.look();
      assertEquals(SaleStatus.PAYMENT_UNKNOWN, asked.transaction().orElseThrow().status());
      assertEquals("payment-unknown", asked.problems().getFirst().code());
      terminal.approve(request);
      terminal.approve(request);
      assertEquals(LaneState.READY, counter.look().state());
      assertEquals(Optional.of(sale), counter.lastSaleOnDisk());
      assertEquals(List.of("query", "acknowledged, on disk"), List.copyOf(terminal.heard));
    }
  }

  @Test
  void aRepeatedCommandGetsItsFirstVerdictAndHappensOnce() {
    Command enter = Counter.command("a", Counter.keyed(Counter.PEN));
    Command unknown = Counter.command("b", Counter.keyed("no such item"));
    try (var counter = new Counter(folder).start()) {
      counter.asks(enter);
      Reply again = counter.asks(enter);
      assertInstanceOf(Reply.Accepted.class, again);
      assertEquals(1, again.view().transaction().orElseThrow().lines().size());
      assertEquals(Reason.UNKNOWN_ITEM, refusal(counter.asks(unknown)));
    }
    try (var counter = new Counter(folder).start()) {
      Reply afterARestart = counter.asks(enter);
      assertInstanceOf(Reply.Accepted.class, afterARestart);
      assertEquals(1, afterARestart.view().transaction().orElseThrow().lines().size());
      assertEquals(Reason.UNKNOWN_ITEM, refusal(counter.asks(unknown)));
    }
  }

  @Test
  void aCommandThatWaitsTwiceInOneTurnHappensOnce() {
    try (var counter = new Counter(folder)) {
      Command enter = Counter.command("a", Counter.keyed(Counter.PEN));
      CompletableFuture<Reply> first = counter.lane.submit(enter).orElseThrow();
      CompletableFuture<Reply> second = counter.lane.submit(enter).orElseThrow();
      counter.start();
      assertInstanceOf(Reply.Accepted.class, Counter.answer(first));
      assertInstanceOf(Reply.Accepted.class, Counter.answer(second));
      assertEquals(1, counter.look().transaction().orElseThrow().lines().size());
    }
  }

  @Test
  void anIdThatWasUsedForSomethingElseIsRefused() {
    try (var counter = new Counter(folder).start()) {
      counter.asks(Counter.command("a", Counter.keyed(Counter.PEN)));
      Reply other = counter.asks(Counter.command("a", Counter.keyed(Counter.MILK)));
      assertInstanceOf(Reply.IdReused.class, other);
      assertEquals(1, other.view().transaction().orElseThrow().lines().size());
    }
  }

  @Test
  void whoSawAnotherSaleOrAnotherTotalIsToldSo() {
    try (var counter = new Counter(folder).start()) {
      String sale = counter.scans(Counter.PEN).transaction().orElseThrow().transactionId();
      counter.does(new Input.TakeTotal());
      Input cash = new Input.TenderCash(Optional.empty());
      Money total = new Money(199, Till.EUR);
      assertEquals(
          Reason.STALE, refusal(counter.asks(Counter.command("a", "another", total, cash))));
      assertEquals(
          Reason.STALE,
          refusal(counter.asks(Counter.command("b", sale, new Money(198, Till.EUR), cash))));
      assertInstanceOf(Reply.Accepted.class, counter.asks(Counter.command("c", sale, total, cash)));
      assertEquals(Reason.STALE, refusal(counter.asks(Counter.command("d", sale, total, cash))));
      assertEquals(Optional.of(sale), counter.lastSaleOnDisk());
    }
  }

  @Test
  void aRefusedScanIsANoticeAndGoesWithTheNextGoodOne() {
    try (var counter = new Counter(folder).start()) {
      LaneView refused = counter.scans("4000000000006");
      assertEquals(
          List.of("unknown-item"), refused.problems().stream().map(ProblemView::code).toList());
      assertTrue(refused.transaction().isEmpty());
      assertEquals(List.of(), counter.scans(Counter.PEN).problems());
    }
  }

  @Test
  void whatWasRefusedOfASaleGoesWithTheSale() {
    try (var counter = new Counter(folder).start()) {
      counter.scans(Counter.PEN);
      counter.does(new Input.TakeTotal());
      assertEquals(1, counter.scans(Counter.MILK).problems().size());
      counter.does(new Input.TenderCash(Optional.empty()));
      assertEquals(List.of(), counter.look().problems());
    }
  }

  @Test
  void aLaneThatIsRebuiltKeepsTheOpenSale() {
    LaneView before;
    try (var counter = new Counter(folder).start()) {
      counter.scans(Counter.PEN, Counter.MILK);
      before = counter.does(new Input.TakeTotal()).view();
    }
    try (var counter = new Counter(folder).start()) {
      LaneView after = counter.look();
      assertEquals(before.transaction(), after.transaction());
      assertEquals(before.totals(), after.totals());
      assertTrue(after.revision() > before.revision());
    }
  }

  @Test
  void aDisputedEpochEndsOnceAndTheOpenSaleGoesOnInTheNext() {
    String sale;
    try (var counter = new Counter(folder).start()) {
      String old = counter.epoch();
      sale = counter.scans(Counter.PEN).transaction().orElseThrow().transactionId();
      var disputed = new LaneEvent.EpochDisputed(old, "the fleet has another one");
      counter.lane.offer(disputed);
      counter.lane.offer(Counter.label(Counter.MILK));
      counter.lane.offer(disputed);
      counter.look();
      counter.lane.offer(disputed);
      assertEquals(2, counter.look().transaction().orElseThrow().lines().size());
      assertNotEquals(old, counter.epoch());
      assertEquals(1, counter.documentsOnDisk());
      assertEquals("epoch-begun", counter.control(1));
    }
    try (var counter = new Counter(folder).start()) {
      assertEquals(sale, counter.look().transaction().orElseThrow().transactionId());
      counter.does(new Input.TakeTotal());
      counter.does(new Input.TenderCash(Optional.empty()));
      assertEquals(Optional.of(sale), counter.lastSaleOnDisk());
    }
  }

  @Test
  void thatFleetAndJournalDisagreeIsShownAsLongAsItIsSo() {
    try (var counter = new Counter(folder).start()) {
      counter.lane.offer(new LaneEvent.JournalContradicted(true));
      assertEquals("journal-contradiction", counter.look().problems().getFirst().code());
      counter.lane.offer(new LaneEvent.JournalContradicted(false));
      assertEquals(List.of(), counter.look().problems());
    }
  }

  @Test
  void aDrawerThatNeedsSomebodyIsAProblemAsLongAsItDoes() {
    try (var counter = new Counter(folder).start()) {
      counter.lane.offer(new LaneEvent.DrawerMoved(DrawerState.OPEN));
      assertEquals(List.of(), counter.look().problems());
      counter.lane.offer(new LaneEvent.DrawerMoved(DrawerState.LEFT_OPEN));
      assertEquals("drawer-open", counter.look().problems().getFirst().code());
      counter.lane.offer(new LaneEvent.DrawerMoved(DrawerState.SHUT));
      assertEquals(List.of(), counter.look().problems());
      counter.lane.offer(new LaneEvent.DrawerMoved(DrawerState.DID_NOT_OPEN));
      assertEquals("drawer-did-not-open", counter.look().problems().getFirst().code());
      counter.lane.offer(new LaneEvent.DrawerMoved(DrawerState.UNKNOWN));
      assertEquals(List.of(), counter.look().problems());
    }
  }

  @Test
  void anOpenSaleGoesOnWithTheTaxesItBeganWith() {
    try (var counter = new Counter(folder).start()) {
      counter.scans(Counter.PEN);
    }
    var poorer =
        new Shop(
            Till.EUR,
            new TaxTable(
                Till.SHOP.taxes().rates().stream()
                    .filter(rate -> !rate.group().equals("A"))
                    .toList()),
            Till.SHOP.languages(),
            "self",
            true);
    try (var counter = new Counter(folder, poorer).start()) {
      assertEquals(
          "19", counter.look().totals().orElseThrow().taxes().getFirst().percent().toPlainString());
    }
  }

  @Test
  void whatCameWhileThereWasNoLaneIsHeardByTheNext() {
    List<LaneEvent> unheard;
    try (var counter = new Counter(folder)) {
      counter.lane.offer(Counter.label(Counter.PEN));
      counter.lane.offer(new LaneEvent.Remember("config-refused", Map.of("reasons", "torn")));
      counter.lane.offer(Counter.label(Counter.MILK));
      counter.lane.offer(new LaneEvent.ReconfigureRequested());
      unheard = counter.lane.unheard();
    }
    try (var counter = new Counter(folder)) {
      counter.start(Peripherals.none(), unheard);
      assertEquals(
          List.of(Counter.PEN, Counter.MILK),
          counter.look().transaction().orElseThrow().lines().stream()
              .map(line -> line.itemId())
              .toList());
      assertEquals("config-refused", counter.control(counter.documentsOnDisk()));
    }
  }

  @Test
  void aLabelThatWasReadWhileTheScannerIsBeingClosedIsNotLost() {
    try (var counter = new Counter(folder)) {
      LaneEvent label = Counter.label(Counter.PEN);
      Thread.currentThread().interrupt();
      counter.lane.offer(label);
      assertTrue(Thread.interrupted(), "the driver has to see that it is closed");
      assertEquals(List.of(label), counter.lane.unheard());
    }
  }

  @Test
  void aCommandTooManyIsTurnedAwayAtOnce() {
    try (var counter = new Counter(folder)) {
      List<CompletableFuture<Reply>> replies = fill(counter.lane, Counter.MILK);
      assertEquals(Lane.MAILBOX_MAX, replies.size());
      counter.start();
      replies.forEach(Counter::answer);
      assertEquals(Lane.MAILBOX_MAX, counter.look().transaction().orElseThrow().lines().size());
    }
  }

  @Test
  void theLanesOwnThreadMayAskItToLeaveWhileTheMailboxIsFull() {
    for (Lane.Exit how : List.of(Lane.Exit.STOPPED, Lane.Exit.RECONFIGURE)) {
      try (var counter = new Counter(folder)) {
        var peripherals = Peripherals.none();
        var beats = new AtomicInteger();
        Lane.Exit exit =
            assertTimeoutPreemptively(
                PATIENCE,
                () ->
                    counter.lane.run(
                        peripherals,
                        List.of(Counter.boot()),
                        List.of(),
                        () -> {
                          if (beats.getAndIncrement() == 0) {
                            fill(counter.lane, "no such item");
                            counter.lane.leave(how);
                          }
                        }));
        assertEquals(how, exit);
      }
    }
  }

  @Test
  void aReconfigurationWaitsForTheCustomer() throws Exception {
    try (var counter = new Counter(folder)) {
      var exits = new LinkedBlockingQueue<Lane.Exit>();
      Thread thread =
          Thread.ofPlatform()
              .start(() ->
                  exits.add(
                      counter.lane.run(
                          Peripherals.none(), List.of(Counter.boot()), List.of(), () -> {})));
      counter.scans(Counter.PEN);
      counter.lane.leave(Lane.Exit.RECONFIGURE);
      counter.scans(Counter.MILK);
      counter.does(new Input.TakeTotal());
      counter.does(new Input.TenderCash(Optional.empty()));
      assertEquals(Lane.Exit.RECONFIGURE, exits.poll(60, TimeUnit.SECONDS));
      assertTrue(thread.join(PATIENCE));
    }
  }

  @Test
  void withoutAPrinterNoReceiptWaitsForOne() {
    try (var counter = new Counter(folder).start()) {
      sellForCash(counter);
      sellForCash(counter);
      counter.look();
    }
    try (var counter = new Counter(folder)) {
      assertEquals(0, counter.printJobsOnDisk());
    }
  }

  @Test
  void aReceiptThatWasCutOffIsNeverPrintedByItself() throws Exception {
    Till till = Till.open().sells(Counter.PEN, 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    String job = till.workstation().state().printJobs().getFirst().jobId();
    till.does(new Input.MovePrintJob(job, PrintJob.State.SENDING));
    Counter.leave(folder, till);
    try (var counter = new Counter(folder);
        var wires = new SimulatedPorts(BoardPorts.open());
        SimulatedPrinter paper =
            SimulatedPrinter.start(
                wires.far("printer"), new SimulatedPrinter.Settings(42, 100), _ -> {})) {
      BlockingQueue<String> confirmed = confirmations(counter.lane);
      try (Printer printer = printer(wires, counter)) {
        counter.start(printer);
        LaneView view = counter.look();
        assertEquals(
            List.of("print-doubtful"), view.problems().stream().map(ProblemView::code).toList());
        sellForCash(counter);
        assertTrue(String.valueOf(confirmed.poll(60, TimeUnit.SECONDS)).endsWith("-receipt"));
        assertEquals(1, paper.receiptCount());
        assertEquals(1, counter.look().problems().size());
      }
    }
  }

  @Test
  void aLaneThatIsAskedToStopBeginsNoReceipt() {
    Till till = Till.open().sells(Counter.PEN, 199).does(new Input.TakeTotal());
    till.does(new Input.TenderCash(Optional.empty()));
    Counter.leave(folder, till);
    try (var counter = new Counter(folder);
        var wires = new SimulatedPorts(BoardPorts.open());
        Printer printer = printer(wires, counter)) {
      counter.device("printer", "POSPrinter");
      counter.lane.leave(Lane.Exit.STOPPED);

      counter.lane.run(
          Peripherals.none().with(printer), List.of(Counter.boot()), List.of(), () -> {});

      assertEquals(Map.of(PrintJob.State.QUEUED, 1L), counter.lane.figures().printJobs());
    }
  }

  private static Printer printer(SimulatedPorts wires, Counter counter) {
    return Printer.start(
        new PrinterSettings(PortSettings.of("sim:printer"), "epson-tm-t88v"),
        wires,
        progress -> counter.lane.offer(new LaneEvent.PrintMoved(progress)),
        status -> counter.lane.offer(new LaneEvent.DeviceChanged(status)),
        InstantSource.system());
  }

  /// The jobs that the printer has confirmed.
  private static BlockingQueue<String> confirmations(Lane lane) {
    var jobs = new LinkedBlockingQueue<String>();
    lane.listen(news -> {
      if (news.kind() == LaneNews.Kind.PRINT && "confirmed".equals(news.facts().get("state"))) {
        jobs.add(String.valueOf(news.facts().get("jobId")));
      }
    });
    return jobs;
  }

  private static void sellForCash(Counter counter) {
    counter.scans(Counter.PEN);
    counter.does(new Input.TakeTotal());
    counter.does(new Input.TenderCash(Optional.empty()));
  }

  private static Reason refusal(Reply reply) {
    return assertInstanceOf(Reply.Refused.class, reply).reason();
  }

  /// Gives it commands until it takes no more.
  private static List<CompletableFuture<Reply>> fill(Lane lane, String itemId) {
    var replies = new ArrayList<CompletableFuture<Reply>>();
    while (true) {
      Optional<CompletableFuture<Reply>> reply =
          lane.submit(Counter.command("fill-" + replies.size(), Counter.keyed(itemId)));
      if (reply.isEmpty()) {
        return replies;
      }
      replies.add(reply.get());
    }
  }

  /// A terminal that answers when the test says so, and looks at the disk whenever it hears
  /// something.
  private static final class RecordingTerminal implements PaymentTerminal {

    final List<String> heard = new CopyOnWriteArrayList<>();
    private final Counter counter;
    private final BlockingQueue<PaymentRequest> requests = new LinkedBlockingQueue<>();

    RecordingTerminal(Counter counter) {
      this.counter = counter;
    }

    @Override
    public void perform(ServiceRequest request) {
      boolean written =
          counter.onDisk().stream()
              .anyMatch(entry ->
                  entry instanceof Entry.PaymentStarted started
                      && started.attempt().attemptId().equals(request.attemptId()));
      heard.add(written ? "pay, on disk" : "pay");
      requests.add((PaymentRequest) request);
    }

    @Override
    public void query(ServiceRequest request) {
      heard.add("query");
      requests.add((PaymentRequest) request);
    }

    PaymentRequest awaitRequest() {
      try {
        return Objects.requireNonNull(requests.poll(60, TimeUnit.SECONDS));
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    void approve(PaymentRequest request) {
      counter.lane.offer(new LaneEvent.PaymentMoved(new Settlement(request.attemptId())));
    }

    @Override
    public void abort(String attemptId) {}

    @Override
    public void resolved(String attemptId) {}

    @Override
    public void reconcile(String serviceId) {}

    @Override
    public void diagnose() {}

    @Override
    public void close() {}

    private final class Settlement implements PaymentAnswer {

      private final String attemptId;

      Settlement(String attemptId) {
        this.attemptId = attemptId;
      }

      @Override
      public String attemptId() {
        return attemptId;
      }

      @Override
      public Outcome outcome() {
        return new Outcome.Settled(
            new Approval(
                199,
                "52500041",
                "000042",
                "0007",
                "############1234",
                "girocard",
                "pin",
                Optional.empty(),
                Optional.empty()));
      }

      @Override
      public void acknowledge() {
        boolean written = counter.lastSaleOnDisk().filter(attemptId::startsWith).isPresent();
        heard.add(written ? "acknowledged, on disk" : "acknowledged");
      }
    }
  }

  @Test
  void documentsThatHaveOutlivedTheRetentionLeaveWhileNobodyIsServed() {
    Till till = Till.open();
    for (int i = 0; i < 1_030; i++) {
      till.does(new Input.RecordControl("no-sale", Map.of()));
    }
    Counter.leave(folder, till);
    try (Outbox outbox = Outbox.open(folder);
        var counter = new Counter(folder)) {
      outbox.acknowledge(30);
      counter.now = Till.NOON.plus(Duration.ofDays(91));
      var beats = new AtomicInteger();
      counter.runUntil(() -> {
        if (beats.incrementAndGet() == 3) {
          assertEquals(1, outbox.firstNumber(), "not as soon as it starts");
          counter.nanosAhead = TimeUnit.MINUTES.toNanos(6);
        }
        return outbox.firstNumber() == 31;
      });
    }
  }

  @Test
  void aClockThatIsSetIsADocumentBeforeWhatIsWrittenByIt() {
    try (var counter = new Counter(folder).start()) {
      counter.look();
      long before = counter.documentsOnDisk();
      counter.now = Till.NOON.plus(Duration.ofDays(1));
      counter.does(new Input.PauseLane());
      assertEquals("clock-stepped", counter.control(before + 1));
      assertEquals("lane-pause", counter.control(before + 2));
      Map<String, String> facts = counter.facts(before + 1);
      assertTrue(Math.abs(86_400 - Long.parseLong(facts.get("seconds"))) <= 30, facts::toString);
      assertEquals("true", facts.get("synchronised"));
      counter.now = Till.NOON;
      counter.does(new Input.OpenLane());
      assertEquals("lane-open", counter.control(before + 3), "once a minute");
      counter.nanosAhead = TimeUnit.MINUTES.toNanos(1);
      counter.does(new Input.PauseLane());
      assertEquals("clock-stepped", counter.control(before + 4));
    }
  }

  @Test
  void aStartThatIsBehindTheJournalSaysSoFirst() {
    new Counter(folder).start().close();
    try (var counter = new Counter(folder)) {
      long before = counter.documentsOnDisk();
      counter.now = Instant.EPOCH;
      counter.runUntil(() -> counter.documentsOnDisk() >= before + 2);
      assertEquals("clock-stepped", counter.control(before + 1));
      assertEquals("boot", counter.control(before + 2));
      assertTrue(Long.parseLong(counter.facts(before + 1).get("seconds")) < -1_000_000_000);
    }
  }
}
