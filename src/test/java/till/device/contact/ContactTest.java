package till.device.contact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.port.LineSettings;
import till.port.MockBoard;

/// Button and switch through Pi4J, on its mock.
final class ContactTest {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final int BUTTON = 24;
  private static final int SWITCH = 25;

  private final MockBoard board = new MockBoard();
  private final StatusLog log = new StatusLog();
  private final BlockingQueue<Boolean> told = new LinkedBlockingQueue<>();

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void aButtonToGroundIsPressedAndReleasedHoweverItBounces() throws Exception {
    board.drive(BUTTON, true);
    try (var _ = button("gpio:24")) {
      assertEquals(false, next());
      DeviceStatus good = log.await(1);
      assertEquals("help_button", good.name());
      assertEquals("HelpButton", good.category());
      assertEquals(State.GOOD, good.state());

      bounce(BUTTON, false);
      assertEquals(true, next());
      bounce(BUTTON, true);
      assertEquals(false, next());
    }
    board.drive(BUTTON, false);
    assertEquals(List.of(), List.copyOf(told));
    assertEquals(List.of(State.GOOD), log.states());
  }

  private void bounce(int line, boolean high) {
    for (int i = 0; i < 20; i++) {
      board.drive(line, !high);
      board.drive(line, high);
    }
  }

  @Test
  void aCaseThatIsOpenWhenTheDaemonStartsIsToldAtOnce() throws Exception {
    board.drive(SWITCH, true); // nothing pulls it down
    try (var _ = tamper()) {
      assertEquals(true, next());
      assertEquals("tamper_switch", log.await(1).name());

      board.drive(SWITCH, false);
      assertEquals(false, next());
    }
  }

  @Test
  void aLineThatIsLostIsABadDeviceAndWhatHasChangedMeanwhileIsTold() throws Exception {
    try (var _ = tamper()) {
      assertEquals(false, next());
      board.lose(SWITCH, true);
      log.awaitLatest(State.BAD); // it tells nothing, so it has to be asked
      assertTrue(log.told().getLast().reason().contains("gpio:25"), log.told().toString());
      board.drive(SWITCH, true);
      board.lose(SWITCH, false);

      log.awaitLatest(State.GOOD);
      assertEquals(true, next());
      assertEquals(2, log.told().stream().filter(each -> each.state() == State.GOOD).count());
    }
  }

  @Test
  void aWrongChipIsABadDeviceThatSaysWhichThereAre() throws Exception {
    try (var _ = button("gpio:pinctrl-bcm2711/24")) {
      String reason = log.await(1).reason();
      assertTrue(
          reason.contains("no chip is labelled pinctrl-bcm2711; there is pinctrl-rp1"), reason);
    }
    assertTrue(told.isEmpty());
  }

  @Test
  void aLibraryThatDoesNotOpenIsABadDevice() throws Exception {
    board.breakDown();
    try (var _ = button("gpio:24")) {
      assertTrue(log.await(1).reason().contains("the board's GPIO does not open"));
    }
  }

  @Test
  void whoIsToldMayBeSlowAndTheContactStillCloses() throws Exception {
    var reached = new CountDownLatch(1);
    Contact slow =
        Contact.start(
            settings(ContactSettings.Kind.HELP_BUTTON, "gpio:24", true),
            board,
            _ -> {
              reached.countDown();
              awaitForever();
            },
            log,
            CLOCK);
    assertTrue(reached.await(60, TimeUnit.SECONDS));

    slow.close();

    try (var _ = button("gpio:24")) { // the line is free
      assertEquals(true, next());
    }
    assertFalse(log.states().contains(State.BAD), log.told().toString());
  }

  private static void awaitForever() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Contact button(String address) {
    return start(settings(ContactSettings.Kind.HELP_BUTTON, address, true));
  }

  private Contact tamper() {
    return start(settings(ContactSettings.Kind.TAMPER_SWITCH, "gpio:25", false));
  }

  private Contact start(ContactSettings settings) {
    return Contact.start(settings, board, told::add, log, CLOCK, Duration.ofMillis(50));
  }

  private static ContactSettings settings(
      ContactSettings.Kind kind, String address, boolean activeLow) {
    return new ContactSettings(
        kind, new LineSettings(address, activeLow, LineSettings.Pull.UP, 0, false), 20);
  }

  private Boolean next() throws InterruptedException {
    Boolean next = told.poll(60, TimeUnit.SECONDS);
    assertTrue(next != null, () -> "nothing was told; " + log.told());
    return next;
  }
}
