package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.device.DeviceStatus;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTerminal;
import till.device.payment.PaymentTiming;
import till.device.payment.zvt.ZvtTerminal;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.device.scanner.Scanner;
import till.device.scanner.ScannerSettings;
import till.evidence.Evidence;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.Ports;
import till.port.SimulatedPorts;
import till.sale.Authorization;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.PrintJob;
import till.sale.RetailTransaction;
import till.sale.SaleStatus;
import till.sale.Tender;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.SimulatedPrinter;
import till.uplink.Eventually;

/// What shops complain about in other systems, with the real lane on a real journal and the real
/// drivers: customers who are charged twice or for each other, and devices that say nothing.
///
/// A test of another room that guards such a complaint says so too: each has a line `Complaint:`.
@Timeout(value = 10, unit = TimeUnit.MINUTES)
final class ComplaintsTest {

  private static final String TERMINAL_PASSWORD = "246813";
  private static final int AUTHORISATION = 0x0601;

  /// Whoever is slower than that is asked again, which changes nothing.
  private static final Duration SOON = Duration.ofMillis(500);

  /// Longer than a test takes.
  private static final Duration LATE = Duration.ofMinutes(1);

  @TempDir private Path folder;

  /// A lane and its payment terminal's driver. Opened again it is the lane after a restart.
  private final class CardLane implements AutoCloseable {

    final Counter counter = new Counter(folder);
    private final PaymentTerminal driver;

    CardLane(Ports ports, String address) throws InterruptedException {
      driver = driver(ports, address, counter, SOON);
      counter.start(Peripherals.none().with(driver), List.of());
      await("a terminal that is good", ComplaintsTest::takesCards);
    }

    LaneView await(String what, Predicate<LaneView> wanted) throws InterruptedException {
      Eventually.isSo(
          () -> wanted.test(counter.lane.view()), () -> what + ": " + counter.lane.view());
      return counter.lane.view();
    }

    /// @return the sale, which waits to be paid
    String sells(String... labels) {
      counter.scans(labels);
      return counter.does(new Input.TakeTotal()).view().transaction().orElseThrow().transactionId();
    }

    @Override
    public void close() {
      driver.close();
      counter.close();
    }
  }

  /// @param silence how long the terminal may say nothing
  private PaymentTerminal driver(Ports ports, String address, Counter counter, Duration silence) {
    var timing =
        new PaymentTiming(
            silence,
            silence,
            Duration.ofMinutes(2),
            silence.multipliedBy(2),
            silence,
            Duration.ofMinutes(5),
            Duration.ofMillis(100),
            Duration.ofMillis(100),
            Duration.ofMillis(50),
            Duration.ofMillis(400));
    return ZvtTerminal.start(
        new PaymentSettings("zvt", PortSettings.of(address), Optional.of("zvt")).with(timing),
        TERMINAL_PASSWORD,
        ports,
        folder,
        answer -> counter.lane.offer(new LaneEvent.PaymentMoved(answer)),
        status -> tell(counter, status),
        InstantSource.system());
  }

  private static void tell(Counter counter, DeviceStatus status) {
    counter.lane.offer(new LaneEvent.DeviceChanged(status));
  }

  private static SimulatedPaymentTerminal terminal() throws Exception {
    Evidence.password(TERMINAL_PASSWORD);
    return SimulatedPaymentTerminal.open(0, TERMINAL_PASSWORD, InstantSource.system());
  }

  private static boolean takesCards(LaneView lane) {
    return isGood(lane, "PaymentTerminal");
  }

  private static boolean isGood(LaneView lane, String category) {
    return lane.devices().stream()
        .anyMatch(each -> each.category().equals(category) && each.state().equals("good"));
  }

  private static boolean isPaid(LaneView lane, String sale) {
    return lane.state() == LaneState.READY
        && lane.lastReceipt().filter(last -> last.transactionId().equals(sale)).isPresent();
  }

  private static Optional<SaleStatus> status(LaneView lane) {
    return lane.transaction().map(RetailTransaction::status);
  }

  private static Command card(String id) {
    return Counter.command(id, new Request.Direct(new Input.TenderCard(Optional.empty())));
  }

  /// The connection is gone and the terminal goes on with the last customer alone: the next one has
  /// to wait until it is known what became of that.
  ///
  /// Complaint: odoo #77585.
  @Test
  void theNextPaymentWaitsUntilTheLastHasLeftTheTerminal() throws Exception {
    try (BoardPorts ports = BoardPorts.open();
        SimulatedPaymentTerminal terminal = terminal();
        var lane = new CardLane(ports, terminal.address())) {
      var begun = new AtomicInteger();
      terminal.tap(message -> {
        if (message.is(Direction.TO_TERMINAL, AUTHORISATION)) {
          begun.incrementAndGet();
        }
        return Meddling.PASS;
      });
      terminal.script(Fault.LEAVE_ALONE);
      String last = lane.sells(Counter.PEN);
      lane.counter.asks(card("last"));
      assertNobodyElseIsServed(lane.counter, last);
      lane.await("doubt", view -> status(view).equals(Optional.of(SaleStatus.PAYMENT_UNKNOWN)));
      assertNobodyElseIsServed(lane.counter, last);
      assertEquals(State.WAITING_FOR_CARD, terminal.view().state());
      assertEquals(1, begun.get());

      assertTrue(terminal.tap());

      lane.await("the last customer to have paid", view -> isPaid(view, last));
      terminal.approveAutomatically(true);
      lane.await("a terminal that is good", ComplaintsTest::takesCards);
      String next = lane.sells(Counter.MILK);
      lane.counter.asks(card("next"));
      lane.await("the next customer to have paid", view -> isPaid(view, next));
      assertEquals(2, begun.get());
      assertEquals(List.of("199 0001", "149 0002"), charged(lane.counter, List.of(last, next)));
      assertEquals(List.of("199 0001", "149 0002"), standing(terminal));
    }
  }

  private static void assertNobodyElseIsServed(Counter counter, String sale) {
    for (Input input :
        List.of(
            new Input.TenderCard(Optional.empty()),
            new Input.TenderCash(Optional.empty()),
            new Input.CancelTransaction(),
            new Input.SuspendTransaction(),
            new Input.ResumeEntry())) {
      assertInstanceOf(Reply.Refused.class, counter.does("17", input), input::toString);
    }
    RetailTransaction served = counter.scans(Counter.MILK).transaction().orElseThrow();
    assertEquals(sale, served.transactionId());
    assertEquals(1, served.lines().size());
  }

  /// Each order has another mishap on the line, and is asked for twice, and once more after a
  /// restart.
  ///
  /// Complaint: stripe-terminal-android #747.
  @Test
  void eightOrdersOverALineThatFailsAreEightCharges() throws Exception {
    List<Fault> mishaps =
        Arrays.stream(Fault.values())
            .filter(fault -> fault.name().matches("SILENT.*|DROP.*|LOST.*|LEAVE.*"))
            .toList();
    assertEquals(8, mishaps.size());
    var orders = new ArrayList<String>();
    try (BoardPorts ports = BoardPorts.open();
        SimulatedPaymentTerminal terminal = terminal()) {
      terminal.approveAutomatically(true);
      for (Fault mishap : mishaps) {
        Command pay = card("pay-" + mishap);
        try (var lane = new CardLane(ports, terminal.address())) {
          terminal.script(mishap);
          orders.add(lane.sells(pens(orders.size() + 1)));
          var _ = lane.counter.lane.submit(pay).orElseThrow();
          assertInstanceOf(Reply.Accepted.class, lane.counter.asks(pay));
          lane.await("an end, or doubt", view -> isOver(status(view)));
        }
        try (var lane = new CardLane(ports, terminal.address())) {
          assertInstanceOf(Reply.Accepted.class, lane.counter.asks(pay));
          awaitPaid(lane, orders.getLast(), mishap);
        }
      }
      try (var counter = new Counter(folder)) {
        assertEquals(standing(terminal), charged(counter, orders));
      }
      assertEquals(8, standing(terminal).size());
    }
  }

  /// Another sum for each order.
  private static String[] pens(int count) {
    var labels = new String[count];
    Arrays.fill(labels, Counter.PEN);
    return labels;
  }

  private static boolean isOver(Optional<SaleStatus> status) {
    return !status.equals(Optional.of(SaleStatus.PAYMENT_PENDING));
  }

  /// What is surely not paid is asked for again, with another command.
  private static void awaitPaid(CardLane lane, String sale, Fault mishap)
      throws InterruptedException {
    for (int i = 0; !isPaid(lane.counter.lane.view(), sale); i++) {
      LaneView view =
          lane.await(
              "an end",
              seen ->
                  isPaid(seen, sale)
                      || (status(seen).equals(Optional.of(SaleStatus.TENDERING))
                          && takesCards(seen)));
      if (!isPaid(view, sale)) {
        lane.counter.asks(card("pay-" + mishap + "-again-" + i));
      }
    }
  }

  /// Amounts and receipt numbers, as the journal has them.
  private static List<String> charged(Counter counter, List<String> sales) {
    return sales.stream()
        .flatMap(sale -> counter.sale(sale).tenders().stream())
        .map(ComplaintsTest::line)
        .toList();
  }

  private static String line(Tender tender) {
    return tender.amount().minor()
        + " "
        + tender.authorization().map(Authorization::receiptNumber).orElse("");
  }

  /// Amounts and receipt numbers, as the terminal has them.
  private static List<String> standing(SimulatedPaymentTerminal terminal) {
    return terminal.bookings().stream()
        .filter(made -> made.standing() != Standing.REVERSED)
        .map(made -> made.amountMinor() + " " + made.receiptNumber())
        .toList();
  }

  /// A scanner that says nothing, a printer that does not say what became of a receipt, and a
  /// payment terminal that falls silent in the middle of a payment.
  ///
  /// Complaint: qz-print #170.
  @Test
  void aReadThatNeverEndsHoldsNobodyUp() throws Exception {
    try (var wires = new SimulatedPorts(BoardPorts.open());
        SimulatedPaymentTerminal terminal = terminal();
        SimulatedPrinter paper =
            SimulatedPrinter.start(
                wires.far("printer"), new SimulatedPrinter.Settings(42, 100), _ -> {});
        var counter = new Counter(folder)) {
      wires.far("counter");
      try (Scanner scanner =
              Scanner.start(
                  ScannerSettings.of("counter", PortSettings.of("sim:counter")),
                  wires,
                  scan -> counter.lane.offer(new LaneEvent.Scanned(scan)),
                  status -> tell(counter, status),
                  InstantSource.system());
          Printer printer =
              Printer.start(
                  new PrinterSettings(PortSettings.of("sim:printer"), "epson-tm-t88v"),
                  wires,
                  progress -> counter.lane.offer(new LaneEvent.PrintMoved(progress)),
                  status -> tell(counter, status),
                  InstantSource.system());
          PaymentTerminal payment = driver(wires, terminal.address(), counter, LATE)) {
        counter.start(
            Peripherals.none().with(List.of(scanner)).with(printer).with(payment), List.of());
        for (String category : List.of("Scanner", "POSPrinter", "PaymentTerminal")) {
          Eventually.isSo(
              () -> isGood(counter.lane.view(), category), () -> counter.lane.view().devices());
        }
        paper.loseNextAnswer();
        terminal.script(Fault.SILENT);

        counter.scans(Counter.PEN);
        counter.does(new Input.TakeTotal());
        assertInstanceOf(
            Reply.Accepted.class, counter.does(new Input.TenderCash(Optional.empty())));
        assertEquals(
            2, counter.scans(Counter.PEN, Counter.MILK).transaction().orElseThrow().lines().size());
        counter.does(new Input.TakeTotal());
        assertInstanceOf(Reply.Accepted.class, counter.asks(card("silent")));

        LaneView view = counter.scans(Counter.PEN);

        assertEquals("lines-locked", view.problems().getFirst().code());
        assertEquals(Optional.of(SaleStatus.PAYMENT_PENDING), status(view));
        Map<PrintJob.State, Long> receipts = counter.lane.figures().printJobs();
        assertEquals(1, receipts.size(), receipts::toString);
        assertTrue(
            receipts.keySet().stream().allMatch(PrintJob.State::isOnItsWay), receipts::toString);
      }
    }
  }
}
