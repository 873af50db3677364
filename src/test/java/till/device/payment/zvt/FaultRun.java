package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import till.device.DeviceStatus;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.device.payment.RefundRequest;
import till.device.payment.ReversalRequest;
import till.device.payment.ServiceRequest;
import till.device.payment.zvt.FaultPlan.Asked;
import till.device.payment.zvt.FaultPlan.Customer;
import till.device.payment.zvt.FaultPlan.Mishap;
import till.device.payment.zvt.FaultPlan.Store;
import till.device.payment.zvt.FaultPlan.Wire;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.MessageTap;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Kind;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.ZvtSettings;

/// One attempt at a simulated terminal by the real driver, with what goes wrong meanwhile, followed
/// to its end as a lane does: an approval is stored and acknowledged, an unknown outcome is asked
/// for, and after a restart what is open is. Then the power of the terminal is cut, another payment
/// is made, and the terminal's books are compared with what the register was told.
final class FaultRun implements AutoCloseable {

  /// How a run ended.
  ///
  /// @param person why a person has to decide; empty when the register knows
  /// @param messages how many passed from the money command to the end
  record Result(String outcome, Optional<String> person, long messages) {}

  private static final String PASSWORD = "135790";
  private static final long HAND_MINOR = 111;
  private static final long BEFORE_MINOR = 700;
  private static final long ASKED_MINOR = 350;
  private static final long AFTER_MINOR = 4_200;

  /// A register that has asked so often and been told nothing else gets no wiser.
  private static final int QUESTIONS_MAX = 6;

  private static final long PATIENCE_NANOS = Duration.ofSeconds(60).toNanos();

  /// What the driver waits for an answer.
  private static final Duration LIMIT = Duration.ofMillis(600);

  private static final Duration BEYOND = LIMIT.multipliedBy(2);
  private static final Duration WITHIN = Duration.ofMillis(60);
  private static final Duration DARK = Duration.ofMillis(60);
  private static final Duration STORE = Duration.ofMillis(80);

  private static final PaymentTiming TIMING =
      new PaymentTiming(
          LIMIT,
          LIMIT,
          Duration.ofSeconds(30),
          LIMIT.multipliedBy(2),
          STORE,
          Duration.ofMinutes(5),
          Duration.ofMillis(50),
          Duration.ofMillis(50),
          Duration.ofMillis(10),
          Duration.ofMillis(80));

  private static final SerialTiming SERIAL =
      new SerialTiming(Duration.ofMillis(60), Duration.ofMillis(200));

  private static final ZvtSettings.Timing FAR_TIMING =
      ZvtSettings.Timing.STANDARD
          .withGap(SERIAL.gap())
          .withConfirmation(SERIAL.answer())
          .withAnswer(LIMIT)
          .withPatience(BEYOND.plus(LIMIT))
          .withAskAgain(Duration.ofMillis(20));

  /// @param life of the driver in which it was said
  private record Said(int life, Optional<PaymentAnswer> answer) {}

  private final FaultPlan plan;
  private final Path folder;
  private final SimulatedPorts board = new SimulatedPorts(BoardPorts.open());
  private final SimulatedPaymentTerminal terminal;
  private final BlockingQueue<Said> said = new LinkedBlockingQueue<>();
  private final List<String> story = Collections.synchronizedList(new ArrayList<>());
  private final List<CompletableFuture<Void>> errands = new ArrayList<>();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile long messages;

  // the run's own thread
  private int life;
  private MortalPorts ports;
  private ZvtTerminal driver;

  private FaultRun(FaultPlan plan, Path folder) throws IOException {
    this.plan = plan;
    this.folder = folder;
    var settings =
        ZvtSettings.of(PASSWORD)
            .withLedger(folder.resolve("ledger"))
            .withGeneration(plan.generation())
            .withNumberedMessages(plan.numbered())
            .withTiming(FAR_TIMING);
    this.terminal =
        switch (plan.wire()) {
          case TCP -> SimulatedPaymentTerminal.open(0, settings, InstantSource.system());
          case SERIAL -> open(() -> board.far("zvt"), settings);
          case LOOSE -> open(new LooseLine(board.far("zvt")), settings);
        };
    this.ports = new MortalPorts(board);
    this.driver = start();
  }

  private static SimulatedPaymentTerminal open(
      SimulatedPaymentTerminal.Line line, ZvtSettings settings) throws IOException {
    return SimulatedPaymentTerminal.open(line, settings, InstantSource.system());
  }

  /// @throws AssertionError telling the whole story when the books do not agree
  static Result make(FaultPlan plan, Path folder) throws Exception {
    try (var run = new FaultRun(plan, folder)) {
      try {
        return run.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError(
            e.getMessage() + "\n" + plan + "\n" + String.join("\n", run.story), e);
      }
    }
  }

  private ZvtTerminal start() {
    int mine = life;
    String address = plan.wire() == Wire.TCP ? terminal.address() : "sim:zvt";
    var settings =
        new PaymentSettings("zvt", PortSettings.of(address), Optional.of("zvt"))
            .with(TIMING)
            .with(plan.receipts());
    return ZvtTerminal.start(
        settings,
        SERIAL,
        PASSWORD,
        ports,
        folder,
        answer -> said.add(new Said(mine, Optional.of(answer))),
        this::see,
        InstantSource.system());
  }

  private void see(DeviceStatus status) {
    story.add("  terminal is " + status.state());
  }

  private Result run() throws Exception {
    terminal.bookByHand(HAND_MINOR, "EUR");
    terminal.approveAutomatically(true);
    Booking before = pay("before", BEFORE_MINOR);

    ServiceRequest request = request(before);
    terminal.listen(_ -> act());
    terminal.approveAutomatically(
        plan.customer() != Customer.DECLINED && plan.customer() != Customer.CANCELS);
    terminal.script(fault());
    terminal.tap(this::meddle);
    Outcome outcome = follow(request, plan.store());
    long passed = messages;
    terminal.tap(_ -> Meddling.PASS);
    await(errands);
    terminal.script(Fault.NONE);
    terminal.approveAutomatically(true);
    if (outcome instanceof Outcome.Unknown) {
      driver.resolved(request.attemptId());
    }
    compare("at once", request, outcome, before);
    pay("after", AFTER_MINOR);
    terminal.powerOff();
    terminal.powerOn();
    compare("in the end", request, outcome, before);
    assertTrue(said.isEmpty(), () -> "more was said after the last word: " + said);
    return new Result(
        outcome.getClass().getSimpleName(),
        outcome instanceof Outcome.Unknown(String reason)
            ? Optional.of(reason.replaceAll("[0-9]{4,}", "#"))
            : Optional.empty(),
        passed);
  }

  private ServiceRequest request(Booking before) {
    return switch (plan.asked()) {
      case PAYMENT -> new PaymentRequest("asked-1", ASKED_MINOR, "EUR");
      case REFUND -> new RefundRequest("asked-1", ASKED_MINOR, "EUR");
      case REVERSAL ->
          new ReversalRequest("asked-1", before.amountMinor(), "EUR", before.receiptNumber());
    };
  }

  private Fault fault() {
    if (plan.fault() != Fault.NONE) {
      return plan.fault();
    }
    return switch (plan.customer()) {
      case GOOD, DECLINED, CANCELS -> Fault.NONE;
      case SIGNS -> Fault.SIGNATURE;
      case PARTLY -> Fault.PARTIAL;
    };
  }

  /// The customer, at every change of the terminal's display.
  private void act() {
    if (terminal.view().state() == State.WAITING_FOR_CARD) {
      boolean done =
          switch (plan.customer()) {
            case GOOD, SIGNS, PARTLY -> false;
            case DECLINED -> terminal.decline();
            case CANCELS -> terminal.cancel();
          };
      if (done) {
        story.add("  the customer: " + plan.customer());
      }
    }
  }

  /// Pays with nothing wrong, again as long as the terminal has something else to do.
  private Booking pay(String name, long fromMinor) throws Exception {
    long end = System.nanoTime() + PATIENCE_NANOS;
    for (int i = 1; System.nanoTime() - end < 0; i++) {
      var request = new PaymentRequest(name + "-" + i, fromMinor + i, "EUR");
      Outcome outcome = follow(request, Store.AT_ONCE);
      List<Booking> standing = standing(Kind.PAYMENT, request.amountMinor());
      assertEquals(
          outcome instanceof Outcome.Settled ? 1 : 0, standing.size(), () -> books(outcome));
      if (outcome instanceof Outcome.Settled) {
        return standing.getFirst();
      }
      Said more = said.poll(100, TimeUnit.MILLISECONDS);
      assertNull(more, () -> "more was said after the last word: " + more);
    }
    throw new AssertionError("nothing can be paid at the terminal");
  }

  private Meddling meddle(MessageTap.Passing message) {
    messages = message.index() + 1;
    if (message.is(Direction.TO_TERMINAL, ZvtCommand.REPEAT_RECEIPT)) {
      questions.incrementAndGet();
    }
    Optional<Mishap> mishap =
        plan.mishaps().stream().filter(one -> one.index() == message.index()).findFirst();
    story.add(message + mishap.map(one -> " " + one).orElse(""));
    return mishap.map(one -> meddling(one)).orElse(Meddling.PASS);
  }

  private Meddling meddling(Mishap mishap) {
    return switch (mishap.what()) {
      case CUT -> Meddling.CUT;
      case DROP -> Meddling.DROP;
      case DELAY -> Meddling.delay(WITHIN);
      case DELAY_LONG -> Meddling.delay(BEYOND);
      case DUPLICATE -> Meddling.DUPLICATE;
      case CORRUPT -> Meddling.CORRUPT;
      case POWER_OFF -> {
        terminal.powerOff();
        later(DARK, terminal::powerOn);
        yield Meddling.PASS;
      }
      case KILL -> {
        ports.die();
        said.add(new Said(life, Optional.empty()));
        yield Meddling.PASS;
      }
    };
  }

  private void later(Duration time, Runnable what) {
    synchronized (errands) {
      errands.add(
          CompletableFuture.runAsync(
              what, CompletableFuture.delayedExecutor(time.toMillis(), TimeUnit.MILLISECONDS)));
    }
  }

  private static void await(List<CompletableFuture<Void>> errands) {
    synchronized (errands) {
      errands.forEach(CompletableFuture::join);
    }
  }

  /// What a lane does with an attempt, from its first byte on.
  ///
  /// @return the last word: settled, declined, or unknown for a person
  private Outcome follow(ServiceRequest request, Store store) throws Exception {
    story.add(request.attemptId());
    driver.perform(request);
    long end = System.nanoTime() + PATIENCE_NANOS;
    Optional<Outcome> unknown = Optional.empty();
    while (System.nanoTime() - end < 0) {
      Said next = said.poll(20, TimeUnit.MILLISECONDS);
      if (next == null) {
        if (unknown.isPresent() && questions.get() >= QUESTIONS_MAX) {
          return unknown.get();
        }
        continue;
      }
      if (next.life() != life) {
        continue;
      }
      if (next.answer().isEmpty()) {
        restart();
        driver.query(request);
        unknown = Optional.empty();
        continue;
      }
      PaymentAnswer answer = next.answer().get();
      story.add("  told " + answer.attemptId() + " " + answer.outcome());
      assertEquals(request.attemptId(), answer.attemptId());
      switch (answer.outcome()) {
        case Outcome.Approved _ -> store(answer, store);
        case Outcome.Unknown _ -> {
          unknown = Optional.of(answer.outcome());
          questions.set(0);
          driver.query(request);
        }
        case Outcome.Settled _, Outcome.Declined _ -> {
          return answer.outcome();
        }
      }
    }
    throw new AssertionError(request.attemptId() + " has no end");
  }

  private void store(PaymentAnswer answer, Store store) {
    switch (store) {
      case AT_ONCE -> answer.acknowledge();
      case LATE -> later(STORE.multipliedBy(2), answer::acknowledge);
      case TWICE -> {
        answer.acknowledge();
        answer.acknowledge();
      }
      case NEVER -> story.add("  it does not come to disk");
    }
  }

  /// As a new process does.
  private void restart() {
    story.add("  restart");
    driver.close();
    life++;
    ports = new MortalPorts(board);
    driver = start();
  }

  private void compare(String when, ServiceRequest request, Outcome outcome, Booking before) {
    Kind kind = Kind.valueOf(plan.asked().name());
    List<Booking> standing = standing(kind, request.amountMinor());
    List<Booking> original = standing(Kind.PAYMENT, before.amountMinor());
    boolean reversed = plan.asked() == Asked.REVERSAL && original.isEmpty();
    assertEquals(
        plan.asked() == Asked.REVERSAL ? standing.size() : 0,
        reversed ? 1 : 0,
        () -> when + ": the payment before: " + books(outcome));
    switch (outcome) {
      case Outcome.Settled(var approval) -> {
        assertEquals(1, standing.size(), () -> when + ": " + books(outcome));
        Booking booking = standing.getFirst();
        assertEquals(booking.approvedMinor(), approval.amountMinor(), () -> books(outcome));
        assertEquals(booking.receiptNumber(), approval.receiptNumber(), () -> books(outcome));
        assertEquals(Standing.ACKNOWLEDGED, booking.standing(), () -> books(outcome));
      }
      case Outcome.Declined _ ->
          assertEquals(0, standing.size(), () -> when + ": " + books(outcome));
      case Outcome.Unknown _ ->
          assertTrue(standing.size() <= 1, () -> when + ": " + books(outcome));
      case Outcome.Approved _ -> throw new AssertionError("an approval is not the last word");
    }
  }

  private List<Booking> standing(Kind kind, long askedMinor) {
    return terminal.bookings().stream()
        .filter(made -> made.kind() == kind && made.amountMinor() == askedMinor)
        .filter(made -> made.standing() != Standing.REVERSED)
        .toList();
  }

  private String books(Outcome outcome) {
    var text = new StringBuilder("told " + outcome + ", booked:");
    terminal.bookings().forEach(made -> text.append("\n  ").append(made));
    return text.toString();
  }

  @Override
  public void close() {
    driver.close();
    terminal.close();
    board.close();
  }

  /// Files of one run.
  static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
    Files.delete(folder);
  }
}
