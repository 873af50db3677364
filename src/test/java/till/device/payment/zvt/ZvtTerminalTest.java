package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import till.device.DeviceStatus;
import till.device.payment.Approval;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.device.payment.RefundRequest;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPaymentTerminal.State;

/// The real driver against the simulated terminal, over TCP.
final class ZvtTerminalTest {

  private static final PaymentRequest COFFEE = new PaymentRequest("sale1-1", 350, "EUR");
  private static final PaymentRequest CAKE = new PaymentRequest("sale2-1", 420, "EUR");
  private static final PaymentRequest COFFEE_AGAIN = new PaymentRequest("sale3-1", 350, "EUR");

  @TempDir private Path directory;

  @Test
  void aCardThatIsGoodIsApproved() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.awaitTerminal(State.WAITING_FOR_CARD);
      assertEquals(350, counter.terminal.view().amountMinor());
      assertTrue(counter.terminal.tap());

      Approval approved = counter.settled("sale1-1");

      assertEquals(SimulatedPaymentTerminal.TERMINAL_ID, approved.terminalId());
      assertEquals("000001", approved.traceNumber());
      assertEquals("0001", approved.receiptNumber());
      assertEquals("############1234", approved.maskedAccount());
      assertEquals("VISA", approved.cardName());
      assertEquals("pin", approved.verification());
      assertEquals(Optional.empty(), approved.customerReceipt());
      assertEquals(Optional.empty(), approved.merchantReceipt());
      counter.awaitStanding(Standing.ACKNOWLEDGED);
      // nothing is known of an earlier receipt (1F 1F), and this is the third message (1F 73)
      assertTrue(
          counter.ports.sent().contains("06011504000000000350490978" + "06091f1f001f7303000003"),
          counter.ports.sent());
    }
  }

  @Test
  void theTerminalHearsOfAnApprovalOnlyOnceItIsOnDisk() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      PaymentAnswer answer = counter.answer();
      assertEquals(Standing.BOOKED, counter.terminal.bookings().getFirst().standing());
      assertThrows(IllegalStateException.class, () -> driver.perform(CAKE));

      answer.acknowledge();
      answer.acknowledge();

      counter.awaitStanding(Standing.ACKNOWLEDGED);
    }
  }

  @Test
  void aSecondPaymentMayFollowAtOnceAndWaitsForTheFirstToEnd() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.settled("sale1-1");
      driver.perform(CAKE);
      assertEquals("0002", counter.settled("sale2-1").receiptNumber());
    }
  }

  @Test
  void aDeclineAndACancelledPaymentSaySo() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.awaitTerminal(State.WAITING_FOR_CARD);
      counter.terminal.decline();
      assertEquals(
          "declined by the bank (05)", counter.outcome(Outcome.Declined.class, "sale1-1").reason());

      driver.perform(CAKE);
      counter.awaitTerminal(State.WAITING_FOR_CARD);
      counter.terminal.cancel();
      assertEquals(
          "cancelled at the terminal, or nobody came (6C)",
          counter.outcome(Outcome.Declined.class, "sale2-1").reason());
      assertEquals(List.of(), counter.terminal.bookings());
    }
  }

  @Test
  void aBusyTerminalDeclines() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.script(Fault.BUSY);
      counter.startAndRegister().perform(COFFEE);
      assertEquals(
          "the terminal is busy (9C)", counter.outcome(Outcome.Declined.class, "sale1-1").reason());
    }
  }

  @Test
  void aSilentTerminalIsUnknownUntilItSaysThatItBookedNothing() throws Exception {
    try (var counter = new Counter(directory, Counter.impatient())) {
      counter.terminal.script(Fault.SILENT);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Unknown.class, "sale1-1");

      driver.query(COFFEE);

      assertEquals(
          "the terminal has booked nothing",
          counter.outcome(Outcome.Declined.class, "sale1-1").reason());
    }
  }

  @Test
  void anEqualOlderPaymentIsNotMistakenForTheLostOne() throws Exception {
    try (var counter = new Counter(directory, Counter.impatient())) {
      counter.terminal.approveAutomatically(true);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.settled("sale1-1");
      counter.terminal.script(Fault.SILENT);
      driver.perform(COFFEE_AGAIN);
      counter.outcome(Outcome.Unknown.class, "sale3-1");

      driver.query(COFFEE_AGAIN);

      assertEquals(
          "the terminal has not booked this payment",
          counter.outcome(Outcome.Declined.class, "sale3-1").reason());
    }
  }

  @Test
  void aTerminalThatFallsSilentAfterTheBookingIsUnknownThenApproved() throws Exception {
    try (var counter = new Counter(directory, Counter.impatient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.script(Fault.SILENT_AFTER_BOOKING);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Unknown.class, "sale1-1");

      driver.query(COFFEE);

      Approval approved = counter.settled("sale1-1");
      assertEquals("0001", approved.receiptNumber());
      assertEquals("############1234", approved.maskedAccount());
      assertEquals(1, counter.terminal.bookings().size());
    }
  }

  @Test
  void aConnectionLostAfterTheBookingIsUnknownThenApproved() throws Exception {
    for (Fault fault : List.of(Fault.DROP_AFTER_BOOKING, Fault.DROP_BEFORE_BOOKING)) {
      Path own = Files.createDirectory(directory.resolve(fault.name()));
      try (var counter = new Counter(own, Counter.patient())) {
        counter.terminal.approveAutomatically(true);
        counter.terminal.script(fault);
        ZvtTerminal driver = counter.startAndRegister();
        driver.perform(COFFEE);
        counter.outcome(Outcome.Unknown.class, "sale1-1");
        driver.query(COFFEE);
        if (fault == Fault.DROP_AFTER_BOOKING) {
          counter.settled("sale1-1");
        } else {
          counter.outcome(Outcome.Declined.class, "sale1-1");
        }
      }
    }
  }

  @Test
  void aBookingThatTheTerminalReversedIsNotFound() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.reverseUnacknowledged(true);
      counter.terminal.script(Fault.DROP_AFTER_BOOKING);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Unknown.class, "sale1-1");
      driver.query(COFFEE);
      counter.outcome(Outcome.Declined.class, "sale1-1");
      assertEquals(Standing.REVERSED, counter.terminal.bookings().getFirst().standing());
    }
  }

  @Test
  void aTerminalThatStillWorksOnThePaymentIsNotAskedForItsResult() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.script(Fault.LEAVE_ALONE);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Unknown.class, "sale1-1");
      driver.query(COFFEE);
      DeviceStatus status = counter.awaitStatus(DeviceStatus.State.BAD);
      while (!status.reason().equals("the terminal is busy (9C)")) {
        status = counter.awaitStatus(DeviceStatus.State.BAD);
      }
      assertFalse(counter.hasAnswer());

      assertTrue(counter.terminal.tap());

      counter.settled("sale1-1");
    }
  }

  @Test
  void afterARestartTheSameQuestionFindsTheBooking() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.bookByHand(350, "EUR");
      ZvtTerminal first = counter.startAndRegister();
      counter.terminal.script(Fault.SILENT_AFTER_BOOKING);
      first.perform(COFFEE);
      counter.awaitTerminal(State.WAITING_FOR_CARD);
      assertTrue(counter.terminal.tap());
      counter.awaitStanding(Standing.BOOKED);
      counter.stop();
      assertFalse(counter.hasAnswer());

      counter.start().query(COFFEE);

      assertEquals("0002", counter.settled("sale1-1").receiptNumber());
    }
  }

  @Test
  void afterARestartTheSameQuestionFindsNothing() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.bookByHand(350, "EUR");
      ZvtTerminal first = counter.startAndRegister();
      first.perform(COFFEE);
      counter.awaitTerminal(State.WAITING_FOR_CARD);
      counter.stop();

      counter.start().query(COFFEE);

      counter.outcome(Outcome.Declined.class, "sale1-1");
      assertEquals(1, counter.terminal.bookings().size());
    }
  }

  @Test
  void anAttemptThatNeverReachedTheDriverIsDeclinedOnceTheTerminalIsAsked() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      sellCoffee(counter);

      counter.start().query(CAKE);

      assertEquals(
          "not sent: the daemon ended before it could be",
          counter.outcome(Outcome.Declined.class, "sale2-1").reason());
      assertEquals(1, counter.terminal.bookings().size());
    }
  }

  /// And the till is switched off.
  private static void sellCoffee(Counter counter) throws Exception {
    counter.terminal.approveAutomatically(true);
    counter.startAndRegister().perform(COFFEE);
    counter.settled("sale1-1");
    counter.stop();
  }

  @Test
  void aBookingThatNoNoteTellsOfIsNeverTakenForNone() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      sellCoffee(counter);
      counter.terminal.bookByHand(CAKE.amountMinor(), "EUR");

      counter.start().query(CAKE);

      Outcome.Unknown unknown = counter.outcome(Outcome.Unknown.class, "sale2-1");
      assertTrue(unknown.reason().contains("may be it"), unknown.reason());
    }
  }

  @Test
  void whatDoesNotAddUpStaysUnknownAndIsAskedAgain() throws Exception {
    try (var counter = new Counter(directory, Counter.impatient())) {
      counter.terminal.script(Fault.SILENT);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Unknown.class, "sale1-1");
      counter.terminal.bookByHand(9_900, "EUR");
      driver.query(COFFEE);
      Outcome.Unknown unknown = counter.outcome(Outcome.Unknown.class, "sale1-1");
      assertTrue(unknown.reason().contains("cannot be matched"), unknown.reason());

      counter.terminal.bookByHand(350, "EUR");

      counter.settled("sale1-1");
    }
  }

  @Test
  void withoutTheNoteOfTheAttemptNothingIsConcluded() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.bookByHand(350, "EUR");
      counter.startAndRegister().query(COFFEE);
      Outcome.Unknown unknown = counter.outcome(Outcome.Unknown.class, "sale1-1");
      assertTrue(unknown.reason().contains("which bookings"), unknown.reason());
    }
  }

  @Test
  void whenNobodyListensTheTerminalIsBadAndNothingWasSent() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      int port = closedPort();
      counter.lookElsewhere("tcp://127.0.0.1:" + port);
      ZvtTerminal driver = counter.start();
      DeviceStatus status = counter.awaitStatus(DeviceStatus.State.BAD);
      assertEquals("payment", status.name());
      assertEquals("PaymentTerminal", status.category());
      assertTrue(status.reason().contains(String.valueOf(port)), status.reason());

      driver.perform(COFFEE);

      String reason = counter.outcome(Outcome.Declined.class, "sale1-1").reason();
      assertTrue(reason.startsWith("not sent: "), reason);
      assertEquals("", counter.ports.sent());
    }
  }

  @Test
  void aWrongPasswordIsSaidAndNeverShown() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      ZvtTerminal driver = counter.start("999999", Counter.patient());
      DeviceStatus status = counter.awaitStatus(DeviceStatus.State.BAD);
      assertTrue(status.reason().contains("password"), status.reason());
      assertFalse(status.reason().contains("999999"));
      driver.perform(COFFEE);
      String reason = counter.outcome(Outcome.Declined.class, "sale1-1").reason();
      assertTrue(reason.startsWith("not sent: "), reason);
    }
    var refused = assertThrows(IllegalArgumentException.class, () -> ZvtCommand.password("98765"));
    assertFalse(String.valueOf(refused.getMessage()).contains("98765"));
  }

  /// Complaint: OCA/pos #701.
  @Test
  void aTerminalThatHungUpAtNightIsBackBeforeTheFirstPayment() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      ZvtTerminal driver = counter.startAndRegister();
      counter.terminal.drop();
      counter.awaitStatus(DeviceStatus.State.BAD);
      counter.awaitStatus(DeviceStatus.State.GOOD);
      driver.perform(COFFEE);
      counter.settled("sale1-1");
    }
  }

  @Test
  void aConnectionThatDiedUnnoticedCostsTheFirstPaymentOnlyTime() throws Exception {
    try (var counter = new Counter(directory, Counter.impatient())) {
      counter.terminal.approveAutomatically(true);
      ZvtTerminal driver = counter.startAndRegister();
      counter.ports.die();
      driver.perform(COFFEE);
      counter.settled("sale1-1");
      assertEquals(2, counter.ports.opened());
      assertEquals(1, counter.terminal.bookings().size());
    }
  }

  @Test
  void anIdleTerminalIsAskedHowItIs() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      PaymentTiming calm = Counter.impatient();
      var restless =
          new PaymentTiming(
              calm.acknowledgement(),
              calm.silence(),
              calm.payment(),
              calm.command(),
              calm.store(),
              Duration.ofMillis(50),
              calm.busy(),
              calm.refused(),
              calm.askAgainMin(),
              calm.askAgainMax());
      counter.start(Counter.PASSWORD, restless);
      counter.awaitStatus(DeviceStatus.State.GOOD);
      counter.ports.die();
      counter.awaitStatus(DeviceStatus.State.BAD);
      counter.awaitStatus(DeviceStatus.State.GOOD);
    }
  }

  @Test
  void messagesMayArriveByteByByte() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.sendTextsUnasked(true);
      counter.ports.cutIntoSingleBytes();
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.settled("sale1-1");
      counter.awaitStanding(Standing.ACKNOWLEDGED);
    }
  }

  @Test
  void receiptTextsThatComeUnaskedAreKept() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.sendTextsUnasked(true);
      counter.startAndRegister().perform(COFFEE);
      Approval settled = counter.settled("sale1-1");
      assertEquals(Optional.of("Customer copy\nReceipt 0001\nEUR 3.50"), settled.customerReceipt());
      assertEquals(Optional.of("Merchant copy\nReceipt 0001\nEUR 3.50"), settled.merchantReceipt());
      assertTrue(counter.terminal.bookings().getFirst().printed());
    }
  }

  @Test
  void theTerminalsOwnReceiptStandsInTheSettledPayment() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.wantReceipts();
      counter.startAndRegister().perform(COFFEE);
      assertEquals(
          Optional.of("Merchant copy\nReceipt 0001\nEUR 3.50"),
          counter.settled("sale1-1").merchantReceipt());
    }
  }

  @Test
  void theTerminalsReceiptIsAskedForAgainWhenItWasLost() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.script(Fault.DROP_AFTER_BOOKING);
      counter.wantReceipts();
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Unknown.class, "sale1-1");
      driver.query(COFFEE);
      assertEquals(
          Optional.of("Customer copy\nReceipt 0001\nEUR 3.50"),
          counter.settled("sale1-1").customerReceipt());
    }
  }

  @Test
  void anApprovalThatTheTerminalTookBackIsDeclined() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.reverseUnacknowledged(true);
      counter.terminal.script(Fault.DROP_AFTER_APPROVAL);
      ZvtTerminal driver = counter.startAndRegister();
      driver.perform(COFFEE);
      counter.outcome(Outcome.Approved.class, "sale1-1");
      assertEquals(
          "the terminal has reversed this payment",
          counter.outcome(Outcome.Declined.class, "sale1-1").reason());
      counter.awaitStanding(Standing.REVERSED);
      driver.perform(CAKE);
      counter.settled("sale2-1");
    }
  }

  @Test
  void anApprovalWhoseAcknowledgementWasLostMayStand() throws Exception {
    try (var counter = new Counter(directory, Counter.patient())) {
      counter.terminal.approveAutomatically(true);
      counter.terminal.script(Fault.DROP_AFTER_APPROVAL);
      counter.startAndRegister().perform(COFFEE);
      counter.outcome(Outcome.Approved.class, "sale1-1");
      assertEquals("0001", counter.settled("sale1-1").receiptNumber());
    }
  }

  @Test
  void neitherCardNumberNorPasswordIsEverShown() throws Exception {
    try (var log = new Log()) {
      var shown = new StringBuilder();
      try (var counter = new Counter(directory, Counter.impatient())) {
        counter.terminal.approveAutomatically(true);
        ZvtTerminal driver = counter.startAndRegister();
        driver.perform(COFFEE);
        shown.append(counter.settled("sale1-1"));
        counter.terminal.script(Fault.SILENT_AFTER_BOOKING);
        driver.perform(CAKE);
        shown.append(counter.outcome(Outcome.Unknown.class, "sale2-1"));
        driver.query(CAKE);
        shown.append(counter.settled("sale2-1"));
        driver.perform(new RefundRequest("sale3-1", 350, "EUR"));
        shown.append(counter.answer());
        driver.reconcile("day-1");
        shown.append(counter.told.reconciliation());
        driver.diagnose();
        shown.append(counter.told.diagnosis());
        shown.append(Files.readString(directory.resolve("payment.mark")));
      }
      shown.append(log.lines());
      String all = shown.toString();
      assertTrue(all.contains("sale2-1"));
      assertFalse(all.contains("476173"), all);
      assertFalse(all.contains("0000001234"), all);
      assertFalse(all.contains(Counter.PASSWORD), all);
    }
  }

  @Test
  void aCommandThatWaitsInTheNetworkIsTakenBack() throws Exception {
    try (var server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var ports = BoardPorts.open()) {
      Port port = ports.open(PortSettings.of("tcp://127.0.0.1:" + server.getLocalPort()));
      try (Socket terminal = server.accept()) {
        byte[] command = ZvtCommand.moving(COFFEE, new byte[3]).toApdu().encode();
        port.write(command, 0, command.length);
        ZvtSessionTest.session(new TcpLink(port)).abandon();
        assertThrows(SocketException.class, () -> terminal.getInputStream().readAllBytes());
      }
    }
  }

  @Test
  void whatIsNotSentInMessagesIsNotShown() {
    byte[] password = ZvtCommand.password(Counter.PASSWORD);
    var apdu = ZvtCommand.plainRegistration(password, PaymentSettings.Receipts.OWN).toApdu();
    assertEquals("06 00 (4 bytes)", apdu.toString());
    Booking booking =
        new Booking("0001", "000001", 1, "EUR", Standing.BOOKED, false, java.time.Instant.EPOCH);
    assertFalse(booking.toString().contains("476173"));
  }

  private static int closedPort() throws IOException {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return taken.getLocalPort();
    }
  }

  /// Everything that is logged, by anybody, at any level.
  private static final class Log implements AutoCloseable {

    private final Logger root = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    private final Logger till = (Logger) LoggerFactory.getLogger("till");
    private final Level before = till.getLevel();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();

    Log() {
      events.list = new java.util.concurrent.CopyOnWriteArrayList<>();
      till.setLevel(Level.TRACE);
      root.addAppender(events);
      events.start();
    }

    List<String> lines() {
      return events.list.stream()
          .map(event -> event.getLevel() + " " + event.getFormattedMessage())
          .toList();
    }

    @Override
    public void close() {
      root.detachAppender(events);
      till.setLevel(before);
    }
  }
}
