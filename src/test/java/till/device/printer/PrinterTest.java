package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.device.printer.PrinterProfile.Confirmation;
import till.port.BoardPorts;
import till.port.PortSettings;
import till.port.SimulatedPorts;

final class PrinterTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final byte[] RECEIPT =
      "Frischmarkt\nMilch 1,5 %            1,19\n\n\n".getBytes(StandardCharsets.US_ASCII);

  /// More than the wire holds: the end stays here while the printer does not read.
  private static final byte[] LONG_RECEIPT = new byte[20_000];

  static {
    Arrays.fill(LONG_RECEIPT, (byte) 'x');
  }

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<PrintProgress> progress = new LinkedBlockingQueue<>();
  private final FarPrinter far = new FarPrinter(ports.far("printer"));
  private Printer printer = start("epson-tm-t88v");

  @BeforeEach
  void awaitPrinter() throws InterruptedException {
    log.await(1);
  }

  @AfterEach
  void close() throws InterruptedException {
    printer.close();
    far.close();
    ports.close();
  }

  @Test
  void aPrinterThatSaysSoIsGood() {
    DeviceStatus good = log.told().getFirst();

    assertEquals("printer", good.name());
    assertEquals("POSPrinter", good.category());
    assertEquals(State.GOOD, good.state());
  }

  @Test
  void aJobIsConfirmedWhenThePrinterSaysItIsOnPaper() throws Exception {
    printer.print("job-1", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Confirmed("job-1"), next());
    assertArrayEquals(RECEIPT, far.paper());
  }

  @Test
  void jobsFollowEachOther() throws Exception {
    for (int i = 0; i < 20; i++) {
      printer.print("job-" + i, RECEIPT);
      assertEquals(new PrintProgress.Sent("job-" + i), next());
      assertEquals(new PrintProgress.Confirmed("job-" + i), next());
    }
    assertEquals(20 * RECEIPT.length, far.paper().length);
  }

  @Test
  void aPrinterWithoutProcessIdsConfirmsByProcessing() throws Exception {
    restart("generic");

    printer.print("job-1", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Confirmed("job-1"), next());
  }

  @Test
  void withoutConfirmationAJobIsDoubtfulAndALateOneChangesNothing() throws Exception {
    restart("generic");
    far.confirm(false);

    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Doubtful("job-1", "the printer did not confirm it"), next());

    far.say(0);
    far.confirm(true);
    printer.print("job-2", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertEquals(new PrintProgress.Confirmed("job-2"), next());
  }

  @Test
  void theAnswerToAnEarlierJobIsNotTakenForThisOne() throws Exception {
    far.confirm(false);
    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-1"), next());

    far.say(0x37, 0x22, '0', '0', '0', '1', 0);
    far.say(0);

    assertNull(progress.poll(1, TimeUnit.SECONDS));
  }

  @Test
  void aSecondJobAtTheSameTimeIsNotStarted() throws Exception {
    far.confirm(false);
    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-1"), next());

    printer.print("job-2", RECEIPT);

    assertEquals(new PrintProgress.NotStarted("job-2", "another job is on its way"), next());
    assertArrayEquals(RECEIPT, far.awaitPaper(RECEIPT.length));
  }

  @Test
  void aJobOnWhichTheDriverFailsIsDoubtfulAndTheNextOneIsPrinted() throws Exception {
    var failing = new PrintProgress.Sent("job-1");
    restart(step -> {
      progress.add(step);
      if (step.equals(failing)) {
        throw new IllegalStateException("as this test wants it");
      }
    });
    far.confirm(false);
    printer.print("job-1", RECEIPT);
    assertEquals(failing, next());
    var doubtful = assertInstanceOf(PrintProgress.Doubtful.class, next());
    assertTrue(doubtful.reason().startsWith("the driver failed"), doubtful.reason());

    far.confirm(true);
    printer.print("job-2", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertEquals(new PrintProgress.Confirmed("job-2"), next());
  }

  @Test
  void anOpenCoverIsBadAndNothingIsStarted() throws Exception {
    far.openCover(true);
    DeviceStatus bad = log.await(2);
    assertEquals(State.BAD, bad.state());
    assertEquals("the cover is open: close it", bad.reason());

    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.NotStarted("job-1", "the cover is open: close it"), next());

    far.openCover(false);
    assertEquals(State.GOOD, log.await(3).state());
    assertEquals(0, far.paper().length);
  }

  @Test
  void aJobThatWasStoppedGoesOnWhereItStopped() throws Exception {
    far.read(false);
    printer.print("job-1", LONG_RECEIPT);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));

    far.openCover(true);
    assertEquals(State.BAD, log.await(2).state(), "heard while the writer waits");
    PrintProgress.Held held = assertInstanceOf(PrintProgress.Held.class, next());
    assertEquals("the cover is open: close it", held.reason());
    far.read(true);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));
    int stopped = far.paper().length;
    assertTrue(stopped < LONG_RECEIPT.length, "sent at once, not a byte more");
    far.openCover(false);

    assertEquals(new PrintProgress.GoesOn("job-1"), next());
    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Confirmed("job-1"), next());
    assertArrayEquals(LONG_RECEIPT, far.paper());
  }

  @Test
  void xoffStopsTheBytesAlsoWhereTheWireDoesNotHeedIt() throws Exception {
    far.read(false);
    printer.print("job-1", LONG_RECEIPT);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));
    far.say(0x13);
    PrintProgress.Held held = assertInstanceOf(PrintProgress.Held.class, next());
    assertEquals("the printer asks to wait", held.reason());
    far.read(true);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));
    assertTrue(far.paper().length < LONG_RECEIPT.length);

    far.say(0x11);

    assertEquals(new PrintProgress.GoesOn("job-1"), next());
    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Confirmed("job-1"), next());
    assertArrayEquals(LONG_RECEIPT, far.paper());
  }

  @Test
  void whereTheProfileSaysThatItDoesNotGoOnTheJobIsDoubtfulAtOnceAndClearedBeforeTheNext()
      throws Exception {
    restart(new PrintPolicy(Confirmation.PROCESS_ID, false, 150, Duration.ofSeconds(5)));
    int clears = far.clears();
    far.read(false);
    printer.print("job-1", LONG_RECEIPT);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));
    far.openCover(true);
    log.await(2);
    assertEquals(new PrintProgress.Doubtful("job-1", "the cover is open: close it"), next());
    far.read(true);
    far.openCover(false);
    log.await(3);

    printer.print("job-2", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertEquals(new PrintProgress.Confirmed("job-2"), next());
    assertEquals(clears + 1, far.clears());
    byte[] paper = far.paper();
    assertArrayEquals(
        RECEIPT, Arrays.copyOfRange(paper, paper.length - RECEIPT.length, paper.length));
    assertTrue(paper.length < LONG_RECEIPT.length);
  }

  @Test
  void whatTheProcessBeforeLeftInThePrinterIsClearedFirst() throws Exception {
    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(1, far.clears());
  }

  @Test
  void aPrinterThatDoesNotSayThatItIsClearGetsNoOtherReceipt() throws Exception {
    breakOff();

    printer.print("job-2", RECEIPT);
    assertEquals(
        new PrintProgress.NotStarted(
            "job-2", "the printer holds a part of another receipt: switch it off and on"),
        next());

    far.clear(true); // as after that
    printer.print("job-2", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertEquals(new PrintProgress.Confirmed("job-2"), next());
  }

  @Test
  void aPrinterThatWasOffNeedNotSayThatItIsClear() throws Exception {
    breakOff();
    far.switchOn(false);
    log.awaitLatest(State.UNKNOWN);
    far.switchOn(true);
    log.awaitLatest(State.GOOD);

    printer.print("job-2", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertEquals(new PrintProgress.Confirmed("job-2"), next());
  }

  /// A job that stopped in the middle, and a printer that does not say that it has cleared it.
  private void breakOff() throws Exception {
    restart(new PrintPolicy(Confirmation.PROCESS_ID, false, 150, Duration.ofSeconds(5)));
    far.clear(false);
    far.read(false);
    printer.print("job-1", LONG_RECEIPT);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));
    far.openCover(true);
    assertInstanceOf(PrintProgress.Doubtful.class, next());
    far.read(true);
    far.openCover(false);
    log.awaitLatest(State.GOOD);
  }

  @Test
  void aDrawerKickBehindHalfACommandLeavesNoStrayCharacters() throws Exception {
    breakOff();
    printer.print("job-2", RECEIPT);
    assertInstanceOf(PrintProgress.NotStarted.class, next());
    int before = far.paper().length;

    printer.pulse(2, 100);

    byte[] paper = far.awaitPaper(before + 5);
    assertArrayEquals(
        new byte[] {0x10, 0x14, 1, 0, 1}, Arrays.copyOfRange(paper, before, before + 5));
  }

  @Test
  void aDrawerKickThatWaitedTooLongIsNotGiven() throws Exception {
    far.read(false);
    printer.print("job-1", LONG_RECEIPT);
    printer.pulse(2, 100);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));
    far.say(0x13);
    assertInstanceOf(PrintProgress.Held.class, next());
    assertNull(progress.poll(2_500, TimeUnit.MILLISECONDS));
    far.read(true);
    far.say(0x11);
    while (!(next() instanceof PrintProgress.Confirmed)) {
      // sent, and so on
    }
    assertArrayEquals(LONG_RECEIPT, far.paper());
  }

  @Test
  void whatAPrinterCannotConfirmEndsUnconfirmed() throws Exception {
    restart(new PrintPolicy(Confirmation.NONE, true, 150, Duration.ofSeconds(5)));

    printer.print("job-1", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Unconfirmed("job-1"), next());
    assertArrayEquals(RECEIPT, far.paper());
  }

  @Test
  void aPlugPulledInTheMiddleMakesTheJobDoubtfulOnce() throws Exception {
    far.read(false);
    printer.print("job-1", LONG_RECEIPT);
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS));

    ports.unplug("printer");

    PrintProgress last = next();
    assertTrue(last instanceof PrintProgress.Doubtful, last.toString());
    assertEquals(State.BAD, log.await(2).state());
    far.read(true);
    ports.plug("printer");
    assertEquals(State.GOOD, log.await(3).state());
    assertNull(progress.poll(500, TimeUnit.MILLISECONDS), "it is never begun again");

    printer.print("job-2", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertEquals(new PrintProgress.Confirmed("job-2"), next());
  }

  @Test
  void aPlugPulledBeforeAJobMeansNotStarted() throws Exception {
    ports.unplug("printer");
    log.await(2);

    printer.print("job-1", RECEIPT);

    assertEquals(
        new PrintProgress.NotStarted("job-1", "sim:printer is not there: is it plugged in?"),
        next());
  }

  /// Complaint: python-escpos, to which no answer is no paper.
  @Test
  void noAnswerIsUnknownAndNeverNoPaper() throws Exception {
    restart("epson-tm-t88v", false);

    DeviceStatus unknown = log.await(1);
    assertEquals(State.UNKNOWN, unknown.state());
    assertTrue(unknown.reason().contains("does not answer"), unknown.reason());
    assertFalse(unknown.reason().contains("paper"), unknown.reason());
    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.NotStarted("job-1", unknown.reason()), next());
  }

  @Test
  void aPrinterThatWasOffIsToldAgainToSpeakByItself() throws Exception {
    far.switchOn(false);
    assertEquals(State.UNKNOWN, log.await(2).state());
    int greetings = far.greetings();

    far.switchOn(true);
    assertEquals(State.GOOD, log.await(3).state());

    far.openCover(true);
    assertEquals(State.BAD, log.await(4).state());
    assertEquals(greetings + 1, far.greetings());
  }

  @Test
  void aPrinterThatWasOffForAMomentIsToldSoOnceItHidesAChange() throws Exception {
    int greetings = far.greetings();
    far.switchOn(false);
    far.switchOn(true);

    far.openCover(true);

    assertEquals(State.BAD, log.await(2).state(), "it is asked, too");
    far.awaitGreetings(greetings + 1);
    far.openCover(false);
    assertEquals(State.GOOD, log.await(3).state());
  }

  @Test
  void anotherDeviceIsNotMistakenForAPrinter() throws Exception {
    far.babble();
    restart("epson-tm-t88v", false);

    DeviceStatus unknown = log.await(1);

    assertEquals(State.UNKNOWN, unknown.state());
    assertTrue(unknown.reason().contains("baud rate"), unknown.reason());
  }

  @Test
  void aPulseIsGivenOnce() throws Exception {
    printer.pulse(2, 100);
    printer.print("job-1", RECEIPT);

    assertEquals(new PrintProgress.Sent("job-1"), next());
    assertEquals(new PrintProgress.Confirmed("job-1"), next());
    byte[] paper = far.paper();
    assertArrayEquals(new byte[] {0x1B, 'p', 0, 50, (byte) 200}, Arrays.copyOf(paper, 5));
    assertEquals(5 + RECEIPT.length, paper.length);
  }

  @Test
  void aPulseOpensTheDrawerAlsoWhenThereIsNoPaper() throws Exception {
    far.openCover(true);
    log.await(2);

    printer.pulse(5, 120);

    assertArrayEquals(new byte[] {0x10, 0x14, 1, 1, 2}, far.awaitPaper(5));
  }

  @Test
  void aPulseWithoutPrinterIsNotGivenLater() throws Exception {
    ports.unplug("printer");
    log.await(2);

    printer.pulse(2, 100);
    printer.print("job-1", RECEIPT);
    assertEquals("job-1", next().jobId());
    ports.plug("printer");
    log.await(3);

    printer.print("job-2", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-2"), next());
    assertArrayEquals(RECEIPT, far.awaitPaper(RECEIPT.length));
  }

  @Test
  void closingTellsNothingOfAJobOnItsWay() throws Exception {
    far.confirm(false);
    printer.print("job-1", RECEIPT);
    assertEquals(new PrintProgress.Sent("job-1"), next());

    printer.close();

    assertEquals(List.of(), List.copyOf(progress));
    assertEquals(List.of(State.GOOD), log.states());
  }

  @Test
  void aProfileThatDoesNotExistIsRefusedWithTheOnesThatDo() {
    IllegalArgumentException refused =
        assertThrows(IllegalArgumentException.class, () -> start("laser"));

    assertEquals(
        "no printer profile laser; there are " + PrinterProfile.names(), refused.getMessage());
  }

  private void restart(String profile) throws InterruptedException {
    restart(profile, true);
    log.await(1);
  }

  private void restart(String profile, boolean on) throws InterruptedException {
    printer.close();
    far.switchOn(on);
    log.forget();
    printer = start(profile);
  }

  private void restart(PrintPolicy policy) throws InterruptedException {
    printer.close();
    log.forget();
    PrinterProfile profile = PrinterProfile.find("epson-tm-t88v").orElseThrow();
    printer =
        Printer.start(
            new PrinterSettings(PortSettings.of("sim:printer"), profile.name()),
            profile,
            policy,
            ports,
            progress::add,
            log,
            CLOCK);
    log.await(1);
  }

  private void restart(Consumer<PrintProgress> listener) throws InterruptedException {
    printer.close();
    log.forget();
    printer = start("epson-tm-t88v", listener);
    log.await(1);
  }

  private Printer start(String profile) {
    return start(profile, progress::add);
  }

  private Printer start(String profile, Consumer<PrintProgress> listener) {
    return Printer.start(
        new PrinterSettings(PortSettings.of("sim:printer"), profile), ports, listener, log, CLOCK);
  }

  private PrintProgress next() throws InterruptedException {
    PrintProgress step = progress.poll(60, TimeUnit.SECONDS);
    if (step == null) {
      throw new AssertionError("no progress within a minute");
    }
    return step;
  }
}
