package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import till.device.lights.LaneLight;
import till.device.scale.Scale;
import till.device.scale.ScaleProtocol;
import till.device.scale.ScaleSettings;
import till.device.scale.Weighing;
import till.device.scale.WeightUnit;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.sale.Actor;
import till.sale.Input;
import till.sale.LineItem;
import till.sale.Problem;
import till.sale.Reason;
import till.sale.RetailTransaction;
import till.sale.Till;
import till.sale.Weight;
import till.simulator.SimulatedScale;
import till.simulator.SimulatedScale.Language;

/// What lies on the scale becomes a line once, when it has come to rest: a real driver, a simulated
/// scale, and a wire in memory.
final class LaneScaleTest {

  private static final long PATIENCE_SECONDS = 60;
  private static final long SEED = Long.getLong("tilld.seed", 20_261_124);
  private static final int GENERATOR = 0x1A2B3;

  private static final int SWINGS_MILLIS = 200;

  /// Longer than any test.
  private static final int NEVER_RESTS_MILLIS = 3_600_000;

  @TempDir private Path folder;

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final Object news = new Object();
  private SimulatedScale far;
  private Scale scale;
  private Counter counter;
  private int commands;

  @BeforeEach
  @SuppressWarnings("NullAway.Init") // by the methods it calls
  void open() {
    open(ScaleProtocol.MT_8217, SWINGS_MILLIS);
  }

  private void open(ScaleProtocol protocol, int motionMillis) {
    Language language =
        switch (protocol) {
          case MT_8217 -> Language.MT_8217;
          case NCI -> Language.NCI_SCP_02;
          case DIALOG_06 -> Language.DIALOG_06;
        };
    far =
        SimulatedScale.start(
            ports.far("scale"),
            new SimulatedScale.Settings(language, false, 0, motionMillis, GENERATOR),
            new Random(SEED));
    openLane(protocol);
  }

  private void openLane(ScaleProtocol protocol) {
    counter = new Counter(folder);
    scale =
        Scale.start(
            new ScaleSettings(
                protocol,
                PortSettings.of("sim:scale"),
                WeightUnit.KG,
                ScaleSettings.POLL_MILLIS_MIN,
                Optional.empty()),
            protocol == ScaleProtocol.DIALOG_06 ? Optional.of("1a2b3") : Optional.empty(),
            ports,
            weighing -> counter.lane.offer(new LaneEvent.Weighed(weighing)),
            status -> counter.lane.offer(new LaneEvent.DeviceChanged(status)),
            InstantSource.fixed(Till.NOON));
    counter.lane.listen(_ -> {
      synchronized (news) {
        news.notifyAll();
      }
    });
    counter.start(Peripherals.none().with(scale), List.of());
    await(view -> view.devices().stream().anyMatch(device -> device.state().equals("good")));
  }

  /// Another scale.
  private void reopen(ScaleProtocol protocol, int motionMillis) {
    scale.close();
    counter.close();
    far.close();
    open(protocol, motionMillis);
  }

  @AfterEach
  void close() {
    scale.close();
    counter.close();
    far.close();
    ports.close();
  }

  private LaneView await(Predicate<LaneView> condition) {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    synchronized (news) {
      while (!condition.test(counter.lane.view())) {
        try {
          TimeUnit.NANOSECONDS.timedWait(news, 200_000_000L);
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
        assertTrue(
            System.nanoTime() - deadline < 0, () -> "waited in vain: " + counter.lane.view());
      }
      return counter.lane.view();
    }
  }

  private LaneView awaitLines(int count) {
    return await(view -> lines(view).size() == count);
  }

  private LaneView awaitNotice(String code) {
    return await(view -> codes(view).contains(code));
  }

  private static List<LineItem> lines(LaneView view) {
    return view.transaction().map(RetailTransaction::lines).orElse(List.of());
  }

  private static List<String> codes(LaneView view) {
    return view.problems().stream().map(ProblemView::code).toList();
  }

  private Reply enters(String item) {
    return counter.asks(Counter.command("c" + commands++, Counter.keyed(item)));
  }

  private void put(String kilograms) {
    far.put(new BigDecimal(kilograms));
  }

  @ParameterizedTest
  @EnumSource(names = {"NCI", "DIALOG_06"})
  void everyScaleSellsWhatLiesOnIt(ScaleProtocol protocol) {
    reopen(protocol, SWINGS_MILLIS);
    sellsApples();
  }

  @Test
  void applesAreALineOnceTheScaleHasComeToRest() {
    sellsApples();
  }

  private void sellsApples() {
    LaneView waiting = enters("4133").view();
    assertEquals("weigh", waiting.prompt());
    assertEquals(List.of(), lines(waiting));
    put("0.250");
    LaneView sold = awaitLines(1);
    LineItem line = lines(sold).getFirst();
    assertEquals(new BigDecimal("0.240"), line.quantity());
    assertEquals(72, line.extendedAmount().minor());
    assertEquals("scan", sold.prompt());
    assertEquals(List.of(), codes(sold));
  }

  @Test
  void whatTheScaleSaysIsShownWhileItIsAskedFor() {
    put("0.500");
    await(_ -> scale.newest() instanceof Weighing.Stable);
    assertEquals(Optional.empty(), counter.look().scale(), "nothing waits for it");
    far.take();
    await(_ -> scale.newest() instanceof Weighing.Zero);
    enters("4133");
    awaitScale(ScaleView.State.EMPTY);
    put("15.500");
    awaitScale(ScaleView.State.OVER);
    put("0.250");
    assertEquals(Optional.empty(), awaitLines(1).scale(), "it is sold");
    enters("4133");
    ScaleView lying = awaitScale(ScaleView.State.STABLE);
    assertEquals(Optional.of(new ScaleView.Weight(new BigDecimal("0.250"), "kg")), lying.weight());
    far.take();
    awaitScale(ScaleView.State.EMPTY);
    counter.does(new Input.CallAssistance());
    assertEquals(Optional.empty(), counter.look().scale(), "nobody may weigh now");
  }

  @Test
  void aScaleInMotionSaysNoWeight() {
    reopen(ScaleProtocol.MT_8217, NEVER_RESTS_MILLIS);
    enters("4133");
    put("0.250");
    assertEquals(Optional.empty(), awaitScale(ScaleView.State.IN_MOTION).weight());
  }

  @Test
  void aScaleThatIsNeverStillTellsScreensOnlyWhatIsNew() {
    reopen(ScaleProtocol.MT_8217, NEVER_RESTS_MILLIS);
    enters("4133");
    put("0.250");
    awaitScale(ScaleView.State.IN_MOTION);
    var told = new AtomicInteger();
    counter.lane.listen(_ -> told.incrementAndGet());
    long answers = far.answers();
    await(_ -> far.answers() > answers + 5);
    assertEquals(0, told.get());
  }

  private ScaleView awaitScale(ScaleView.State state) {
    return await(view -> view.scale().filter(said -> said.state() == state).isPresent())
        .scale()
        .orElseThrow();
  }

  @Test
  void whatLiesThereBeforeItIsNamedIsSoldAtOnce() {
    put("0.250");
    enters("4133");
    assertEquals(72, lines(awaitLines(1)).getFirst().extendedAmount().minor());
  }

  @Test
  void theSameAppleIsNotSoldTwiceByAskingTwice() {
    put("0.250");
    enters("4133");
    awaitLines(1);
    enters("4133");
    awaitNotice("weight-sold");
    far.take();
    await(view -> codes(view).isEmpty());
    assertEquals(1, lines(counter.lane.view()).size());
    put("0.250");
    assertEquals(List.of(), codes(awaitLines(2)), "another one of the same weight");
    enters("4133");
    awaitNotice("weight-sold");
    put("0.300");
    assertEquals(
        new BigDecimal("0.290"), lines(awaitLines(3)).getLast().quantity(), "one more in the bag");
  }

  @Test
  void theSameAppleIsNotSoldTwiceByARestart() {
    put("0.250");
    enters("4133");
    awaitLines(1);
    scale.close();
    counter.close();
    openLane(ScaleProtocol.MT_8217);
    enters("4133");
    awaitNotice("weight-sold");
    assertEquals(1, lines(counter.lane.view()).size());
  }

  @Test
  void weightsUnderOverOrStaleNeverBecomeALine() {
    enters("4133");
    put("15.500");
    awaitNotice("weight-over");
    far.take();
    await(view -> codes(view).isEmpty());
    far.drift(-5);
    awaitNotice("weight-under");
    far.drift(5);
    await(view -> codes(view).isEmpty());
    ports.unplug("scale");
    awaitNotice("weight-unknown");
    far.line(_ -> new byte[0]); // it is there, and mute
    put("0.250");
    ports.plug("scale");
    assertEquals(List.of(), lines(counter.look()));
    assertEquals("weigh", counter.lane.view().prompt());
    far.line(bytes -> bytes);
    assertEquals(new BigDecimal("0.240"), lines(awaitLines(1)).getFirst().quantity());
  }

  @Test
  void whatNeverComesToRestNeverBecomesALine() {
    reopen(ScaleProtocol.MT_8217, NEVER_RESTS_MILLIS);
    enters("4133");
    for (int i = 1; i <= 5; i++) {
      put("0.25" + i);
      LaneView view = awaitNotice("weight-unstable");
      assertEquals(List.of(), lines(view));
      assertEquals("weigh", view.prompt());
      assertEquals(LaneLight.Signal.READY, Peripherals.signal(view), "nobody has to come");
    }
    long answers = far.answers();
    await(_ -> far.answers() > answers + 3);
    assertEquals(List.of(), lines(counter.look()));
  }

  @Test
  void aBagAsHeavyAsAllOfItIsSaidAndWaitsForMore() {
    enters("4133");
    put("0.005");
    awaitNotice("tare-too-heavy");
    put("0.110");
    assertEquals(new BigDecimal("0.100"), lines(awaitLines(1)).getFirst().quantity());
  }

  @Test
  void nothingIsWeighedWhileSomebodyHasToLookAtSomething() {
    enters("4133");
    counter.does(new Input.CallAssistance());
    put("0.250");
    LaneView view = await(shown -> shown.prompt().equals("wait-attendant"));
    assertEquals(List.of(), lines(view));
    counter.does("17", new Input.ClearProblem("p1", Problem.Decision.APPROVED, ""));
    awaitLines(1);
  }

  @Test
  void aTareThatIsNamedAndAWeightThatIsKeyed() {
    var bag = new Request.Heft(Optional.of(new BigDecimal("0.050")), Optional.empty());
    counter.asks(Counter.command("tare", new Request.EnterItem("apples", BigDecimal.ONE, bag)));
    put("0.250");
    assertEquals(
        Optional.of(new Weight(new BigDecimal("0.250"), new BigDecimal("0.050"))),
        lines(awaitLines(1)).getFirst().weight());
    var keyed = new Request.Heft(Optional.empty(), Optional.of(new BigDecimal("1.010")));
    Command command =
        Counter.command("key", new Request.EnterItem("apples", BigDecimal.ONE, keyed));
    assertEquals(
        Reason.ATTENDANT_NEEDED,
        assertInstanceOf(Reply.Refused.class, counter.asks(command)).reason());
    LaneView view =
        counter
            .asks(
                new Command(
                    "key-17",
                    command.digest(),
                    Optional.of(new Actor("17", "pin")),
                    command.transactionId(),
                    command.expectedTotal(),
                    command.request()))
            .view();
    assertEquals(299, lines(view).getLast().extendedAmount().minor());
  }

  @Test
  void whatWeighsNothingByItselfDoesNotWait() {
    enters("4133");
    assertEquals(1, lines(counter.scans(Counter.PEN)).size());
    assertEquals("scan", counter.lane.view().prompt());
    assertInstanceOf(Reply.Accepted.class, enters("4133"));
    counter.does(new Input.ResumeEntry());
    assertEquals("scan", counter.lane.view().prompt());
  }

  @Test
  void withoutAScaleNothingWaitsForOne() throws IOException {
    scale.close();
    counter.close();
    counter = new Counter(Files.createDirectory(folder.resolve("plain"))).start();
    assertEquals(Reason.NO_SCALE, assertInstanceOf(Reply.Refused.class, enters("4133")).reason());
    assertTrue(counter.lane.view().transaction().isEmpty());
  }
}
