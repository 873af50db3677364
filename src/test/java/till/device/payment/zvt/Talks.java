package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import till.device.DeviceStatus;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentTiming;
import till.device.payment.Reconciliation;
import till.device.payment.RefundRequest;
import till.device.payment.ReversalRequest;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.State;

/// All that the driver can say, each in a conversation with the simulated terminal.
///
/// @param says some of what has to be said in it: a conversation that takes another way shows
///   nothing
record Talks(String name, Set<Integer> says, Talk talk) {

  private static final PaymentRequest COFFEE = new PaymentRequest("sale1-1", 350, "EUR");
  private static final PaymentRequest CAKE = new PaymentRequest("sale2-1", 1_234_567, "EUR");
  private static final RefundRequest REFUND = new RefundRequest("sale3-1", 1_020, "EUR");

  private static final long PATIENCE_SECONDS = 60;

  @FunctionalInterface
  interface Talk {
    void hold(Counter counter) throws Exception;
  }

  @Override
  public String toString() {
    return name;
  }

  static Stream<Talks> all() {
    return Stream.of(
        new Talks(
            "registration", Set.of(0x0501, 0x0600, 0x060F, 0x8000), Counter::startAndRegister),
        new Talks("wrong password", Set.of(0x0600, 0x8483), Talks::wrongPassword),
        new Talks("initialised first", Set.of(0x0600, 0x0693), Talks::initialised),
        new Talks("diagnosed first", Set.of(0x0600, 0x0670), Talks::diagnosedFirst),
        new Talks("asked how it is", Set.of(0x0501), Talks::enquired),
        new Talks("approved", Set.of(0x0620, 0x0601, 0x04FF, 0x040F), Talks::approved),
        new Talks("declined", Set.of(0x0601, 0x040F, 0x061E), Talks::declined),
        new Talks("cancelled", Set.of(0x0601, 0x040F, 0x061E), Talks::cancelled),
        new Talks("partly approved", Set.of(0x0601, 0x040F, 0x060F), Talks::partly),
        new Talks("signed for", Set.of(0x0601, 0x040F, 0x060F), Talks::signed),
        new Talks("busy with the payment", Set.of(0x0601, 0x849C), Talks::busy),
        new Talks("busy with its service", Set.of(0x0620, 0x849C), Talks::served),
        new Talks("aborted before the card", Set.of(0x0601, 0x06B0, 0x061E), Talks::aborted),
        new Talks("aborted too late", Set.of(0x0601, 0x06B0, 0x8483, 0x040F), Talks::abortedLate),
        new Talks("aborted once approved", Set.of(0x0601, 0x040F), Talks::abortedApproved),
        new Talks("stored late", Set.of(0x0601, 0x040F, 0x849C), Talks::storedLate),
        new Talks("refund", Set.of(0x0631, 0x040F, 0x060F), Talks::refund),
        new Talks("reversal", Set.of(0x0630, 0x040F, 0x060F), Talks::reversal),
        new Talks("reversal of nothing", Set.of(0x0630, 0x040F, 0x061E), Talks::reversalOfNothing),
        new Talks("receipts as blocks", Set.of(0x06D3, 0x040F), Talks::blocks),
        new Talks("receipts line by line", Set.of(0x06D1, 0x040F), Talks::lines),
        new Talks("receipts unasked", Set.of(0x06D1, 0x06D3, 0x040F), Talks::unasked),
        new Talks("end of day", Set.of(0x0650, 0x040F, 0x060F), Talks::endOfDay),
        new Talks("end of day with report", Set.of(0x0650, 0x040F, 0x06D3), Talks::report),
        new Talks("diagnosis", Set.of(0x0501, 0x0670, 0x060F), Talks::diagnosis),
        new Talks("lost and found", Set.of(0x0620, 0x040F), Talks::lostAndFound),
        new Talks("log-off", Set.of(0x0602), Talks::logOff));
  }

  private static void wrongPassword(Counter counter) throws Exception {
    counter.start("246802", Counter.patient());
    counter.awaitStatus(DeviceStatus.State.BAD);
  }

  private static void initialised(Counter counter) throws Exception {
    counter.terminal.requireInitialisation();
    counter.start();
    counter.awaitStatus(DeviceStatus.State.GOOD);
  }

  private static void diagnosedFirst(Counter counter) throws Exception {
    counter.terminal.requireDiagnosis();
    counter.start();
    counter.awaitStatus(DeviceStatus.State.GOOD);
  }

  private static void enquired(Counter counter) throws Exception {
    CountDownLatch asked = heard(counter, ZvtCommand.STATUS_ENQUIRY, 2);
    counter.start(Counter.PASSWORD, timing(Counter.patient().store(), Duration.ofMillis(50)));
    await(asked);
  }

  /// Counts how often the terminal is told something.
  private static CountDownLatch heard(Counter counter, int control, int times) {
    var heard = new CountDownLatch(times);
    counter.terminal.tap(message -> {
      if (message.is(Direction.TO_TERMINAL, control)) {
        heard.countDown();
      }
      return Meddling.PASS;
    });
    return heard;
  }

  private static void await(CountDownLatch latch) throws InterruptedException {
    assertTrue(latch.await(PATIENCE_SECONDS, TimeUnit.SECONDS));
  }

  private static PaymentTiming timing(Duration store, Duration enquiry) {
    PaymentTiming patient = Counter.patient();
    return new PaymentTiming(
        patient.acknowledgement(),
        patient.silence(),
        patient.payment(),
        patient.command(),
        store,
        enquiry,
        patient.busy(),
        patient.refused(),
        patient.askAgainMin(),
        patient.askAgainMax());
  }

  private static void approved(Counter counter) throws Exception {
    counter.terminal.approveAutomatically(true);
    ZvtTerminal driver = counter.startAndRegister();
    for (PaymentRequest request : List.of(COFFEE, CAKE)) {
      driver.perform(request);
      counter.settled(request.attemptId());
    }
  }

  private static ZvtTerminal begun(Counter counter) throws Exception {
    ZvtTerminal driver = counter.startAndRegister();
    driver.perform(COFFEE);
    counter.awaitTerminal(State.WAITING_FOR_CARD);
    return driver;
  }

  private static void declined(Counter counter) throws Exception {
    begun(counter);
    counter.terminal.decline();
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void cancelled(Counter counter) throws Exception {
    begun(counter);
    counter.terminal.cancel();
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void partly(Counter counter) throws Exception {
    begun(counter);
    counter.terminal.tapPartly(120);
    assertEquals(120, counter.settled(COFFEE.attemptId()).amountMinor());
  }

  private static void signed(Counter counter) throws Exception {
    begun(counter);
    counter.terminal.tapSigning();
    assertTrue(counter.settled(COFFEE.attemptId()).signatureDemanded());
  }

  private static void busy(Counter counter) throws Exception {
    counter.terminal.script(Fault.BUSY);
    counter.startAndRegister().perform(COFFEE);
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void served(Counter counter) throws Exception {
    ZvtTerminal driver = counter.startAndRegister();
    counter.terminal.serveFor(Duration.ofMinutes(5));
    driver.perform(COFFEE);
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  private static void aborted(Counter counter) throws Exception {
    begun(counter).abort(COFFEE.attemptId());
    counter.outcome(Outcome.Declined.class, COFFEE.attemptId());
  }

  /// The bank takes much longer than the driver to say what it wants.
  private static void abortedLate(Counter counter) throws Exception {
    counter.terminal.processFor(Duration.ofSeconds(3));
    ZvtTerminal driver = begun(counter);
    counter.terminal.tap();
    counter.awaitTerminal(State.PROCESSING);
    driver.abort(COFFEE.attemptId());
    counter.settled(COFFEE.attemptId());
  }

  private static void abortedApproved(Counter counter) throws Exception {
    ZvtTerminal driver = begun(counter);
    counter.terminal.tap();
    PaymentAnswer answer = counter.answer();
    assertInstanceOf(Outcome.Approved.class, answer.outcome());
    driver.abort(COFFEE.attemptId());
    answer.acknowledge();
    counter.settled(COFFEE.attemptId());
  }

  private static void storedLate(Counter counter) throws Exception {
    CountDownLatch wantsTime = heard(counter, ZvtCommand.NOT_YET, 1);
    counter.terminal.approveAutomatically(true);
    ZvtTerminal driver =
        counter.start(Counter.PASSWORD, timing(Duration.ofSeconds(1), Counter.patient().enquiry()));
    driver.perform(COFFEE);
    PaymentAnswer answer = counter.answer();
    await(wantsTime);
    answer.acknowledge();
    counter.settled(COFFEE.attemptId());
  }

  private static void refund(Counter counter) throws Exception {
    counter.terminal.approveAutomatically(true);
    counter.startAndRegister().perform(REFUND);
    assertEquals(1_020, counter.settled(REFUND.attemptId()).amountMinor());
  }

  private static void reversal(Counter counter) throws Exception {
    counter.terminal.approveAutomatically(true);
    ZvtTerminal driver = counter.startAndRegister();
    driver.perform(CAKE);
    String receipt = counter.settled(CAKE.attemptId()).receiptNumber();
    driver.perform(new ReversalRequest("sale4-1", CAKE.amountMinor(), "EUR", receipt));
    counter.settled("sale4-1");
  }

  private static void reversalOfNothing(Counter counter) throws Exception {
    counter.startAndRegister().perform(new ReversalRequest("sale4-1", 350, "EUR", "0815"));
    counter.outcome(Outcome.Declined.class, "sale4-1");
  }

  private static void blocks(Counter counter) throws Exception {
    counter.wantReceipts();
    approved(counter);
  }

  private static void lines(Counter counter) throws Exception {
    counter.terminal.printByLine(true);
    blocks(counter);
  }

  private static void unasked(Counter counter) throws Exception {
    counter.terminal.sendTextsUnasked(true);
    approved(counter);
  }

  private static void endOfDay(Counter counter) throws Exception {
    counter.terminal.approveAutomatically(true);
    ZvtTerminal driver = counter.startAndRegister();
    driver.perform(CAKE);
    counter.settled(CAKE.attemptId());
    driver.reconcile("z-1");
    assertInstanceOf(Reconciliation.Done.class, counter.told.reconciliation());
  }

  private static void report(Counter counter) throws Exception {
    counter.wantReceipts();
    endOfDay(counter);
  }

  private static void diagnosis(Counter counter) throws Exception {
    counter.startAndRegister().diagnose();
    assertTrue(counter.told.diagnosis().ready());
  }

  private static void lostAndFound(Counter counter) throws Exception {
    counter.terminal.approveAutomatically(true);
    counter.terminal.script(Fault.DROP_AFTER_BOOKING);
    ZvtTerminal driver = counter.startAndRegister();
    driver.perform(COFFEE);
    counter.outcome(Outcome.Unknown.class, COFFEE.attemptId());
    driver.query(COFFEE);
    counter.settled(COFFEE.attemptId());
  }

  /// The driver takes leave of a terminal that rests.
  private static void logOff(Counter counter) throws Exception {
    diagnosis(counter);
    assertTrue(counter.ports.awaitRead());
    counter.stop();
  }
}
