package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.device.StatusLog;
import till.device.scanner.LabelFraming;
import till.device.scanner.Scanner;
import till.device.scanner.ScannerProfile;
import till.device.scanner.ScannerSettings;
import till.device.scanner.Suffix;
import till.device.scanner.label.ScanDecoder;
import till.port.BoardPorts;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.sale.Input;
import till.sale.LineItem;
import till.sale.Till;
import till.simulator.ScannerLanguage;
import till.simulator.SimulatedScanner;
import till.simulator.SimulatedScanner.Heard;
import till.uplink.Eventually;

/// A lane with two equal scanners: the real drivers, simulated scanners.
final class LaneScannerTest {

  private final SimulatedPorts wires = new SimulatedPorts(BoardPorts.open());
  private final BlockingQueue<Heard> left = new LinkedBlockingQueue<>();
  private final BlockingQueue<Heard> right = new LinkedBlockingQueue<>();

  @TempDir private Path folder;

  private Counter counter;
  private SimulatedScanner leftHand;
  private SimulatedScanner rightHand;
  private List<Scanner> drivers = List.of();

  @BeforeEach
  void open() throws InterruptedException {
    leftHand = hand("left", left);
    rightHand = hand("right", right);
    counter = new Counter(folder);
    drivers = List.of(driver("left"), driver("right"));
  }

  private void start() {
    counter.start(Peripherals.none().with(drivers), List.of());
  }

  @AfterEach
  void close() {
    drivers.forEach(Scanner::close);
    counter.close();
    wires.close();
  }

  @Test
  void aScannerBeepsForWhatBecameOfItsOwnLabel() throws Exception {
    startReady();
    leftHand.scan("]E0", Counter.PEN);
    assertEquals(Heard.GOOD_BEEP, next(left));

    rightHand.scan("]E0", "4000000000006");
    assertEquals(Heard.BAD_BEEP, next(right));
    assertEquals(Heard.ENABLE, next(right));
    assertTrue(left.isEmpty());

    leftHand.scan("]E0", "4006381333932"); // a digit is wrong
    assertEquals(Heard.BAD_BEEP, next(left));
    assertEquals(Heard.ENABLE, next(left));
    assertEquals("bad-label", counter.look().problems().getFirst().code());
  }

  @Test
  void scannersAreEnabledWhileTheLaneTakesLabels() throws Exception {
    startReady();
    leftHand.scan("]E0", Counter.PEN);
    assertEquals(Heard.GOOD_BEEP, next(left));

    counter.does(new Input.TakeTotal());
    assertEquals(Heard.DISABLE, next(left));
    assertEquals(Heard.DISABLE, next(right));
    assertFalse(leftHand.scan("]E0", Counter.MILK));

    counter.does(new Input.ResumeEntry());
    assertEquals(Heard.ENABLE, next(left));
    leftHand.scan("]E0", Counter.MILK);
    assertEquals(Heard.GOOD_BEEP, next(left));

    counter.does(new Input.TakeTotal());
    assertEquals(Heard.DISABLE, next(left));
    counter.does(new Input.TenderCash(Optional.empty()));
    assertEquals(Heard.ENABLE, next(left));

    counter.does(new Input.PauseLane());
    assertEquals(Heard.DISABLE, next(left));
  }

  /// Complaint: pos-addons #49.
  @Test
  void quickScansOfOneItemAreItemsAndNeverAQuantity() throws Exception {
    startReady();
    for (int i = 0; i < 5; i++) {
      leftHand.scan("]E0", Counter.PEN);
      rightHand.scan("]E0", Counter.PEN);
    }
    awaitLines(10);

    List<LineItem> lines = counter.look().transaction().orElseThrow().lines();
    assertEquals(10, lines.size());
    assertTrue(lines.stream().allMatch(line -> line.quantity().compareTo(BigDecimal.ONE) == 0));
  }

  @Test
  void aFullMailboxMakesScannersWaitAndLosesNothing() throws Exception {
    var heard = new Semaphore(0);
    counter.lane.listen(news -> heard.release(news.kind() == LaneNews.Kind.SCAN ? 1 : 0));
    int each = 2 * Lane.MAILBOX_MAX;
    var fromLeft = CompletableFuture.runAsync(() -> scan(leftHand, Counter.PEN, each));
    var fromRight = CompletableFuture.runAsync(() -> scan(rightHand, Counter.MILK, each));
    Eventually.isSo(
        () -> leftHand.labels() + rightHand.labels() > Lane.MAILBOX_MAX,
        () -> leftHand.labels() + " and " + rightHand.labels());
    while (counter.lane.submit(Counter.command("full", Counter.keyed("none"))).isPresent()) {
      Thread.onSpinWait();
    }
    assertFalse(fromLeft.isDone() && fromRight.isDone(), "nobody hears them");

    start();

    CompletableFuture.allOf(fromLeft, fromRight).get(5, TimeUnit.MINUTES);
    int sent = (int) (leftHand.labels() + rightHand.labels());
    assertTrue(heard.tryAcquire(sent, 5, TimeUnit.MINUTES), heard + " of " + sent);
    counter.look();
    assertEquals(0, heard.availablePermits(), "and not one more");
  }

  private void awaitLines(int wanted) throws InterruptedException {
    var views = new LinkedBlockingQueue<LaneView>();
    counter.lane.listen(news -> views.add(news.view()));
    for (int seen = count(counter.lane.view()); seen < wanted; ) {
      LaneView next = views.poll(60, TimeUnit.SECONDS);
      assertTrue(next != null, "no more than " + seen + " lines");
      seen = count(next);
    }
  }

  private static int count(LaneView view) {
    return view.transaction().map(sale -> sale.lines().size()).orElse(0);
  }

  private static void scan(SimulatedScanner hand, String label, int times) {
    try {
      for (int i = 0; i < times; i++) {
        hand.scan("]E0", label);
      }
    } catch (PortException e) {
      throw new IllegalStateException(e);
    }
  }

  /// A lane that starts is closed for a moment.
  private void startReady() throws InterruptedException {
    start();
    for (BlockingQueue<Heard> each : List.of(left, right)) {
      Heard told = next(each);
      if (told == Heard.DISABLE) {
        told = next(each);
      }
      assertEquals(Heard.ENABLE, told);
    }
  }

  private static Heard next(BlockingQueue<Heard> heard) throws InterruptedException {
    Heard next = heard.poll(60, TimeUnit.SECONDS);
    if (next == null) {
      throw new AssertionError("the scanner heard nothing within a minute");
    }
    return next;
  }

  private SimulatedScanner hand(String name, BlockingQueue<Heard> heard) {
    return new SimulatedScanner(
        wires.far(name),
        new SimulatedScanner.Settings("", "\r\n", true, 0, ScannerLanguage.DATALOGIC, 0),
        heard::add);
  }

  /// Started, with its line open.
  private Scanner driver(String name) throws InterruptedException {
    PortSettings port = PortSettings.of("sim:" + name);
    var status = new StatusLog();
    Scanner scanner =
        Scanner.start(
            new ScannerSettings(
                name,
                port,
                new LabelFraming(Suffix.AUTO, "", LabelFraming.GAP_MILLIS_MAX),
                Optional.empty(),
                ScanDecoder.TOLERANT,
                0,
                ScannerProfile.find("datalogic").orElseThrow(),
                true,
                true),
            wires,
            scan -> counter.lane.offer(new LaneEvent.Scanned(scan)),
            status,
            InstantSource.fixed(Till.NOON));
    status.await(1);
    return scanner;
  }
}
