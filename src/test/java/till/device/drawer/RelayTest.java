package till.device.drawer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.port.OutputLine;
import till.port.PortException;

final class RelayTest {

  private static final long WAIT_SECONDS_MAX = 60;

  private final HangingLine line = new HangingLine();
  private final Relay relay = new Relay(line);

  @Test
  void aPulseLastsAsLongAsItIsToAndIsOver() throws Exception {
    long before = System.nanoTime();
    relay.pulse(50);

    assertTrue(System.nanoTime() - before >= TimeUnit.MILLISECONDS.toNanos(50));
    assertEquals("on off ", line.story());
    relay.close();
  }

  @Test
  void aPulseWhoseThreadHangsIsEndedByAnother() throws Exception {
    line.hang();
    var pulse = pulse(50);

    line.awaitLevel(true);
    line.awaitLevel(false);

    assertTrue(!pulse.isDone(), "the first thread still hangs");
    line.goOn();
    pulse.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    relay.close();
  }

  /// The first attempt to switch it off fails: the second thread tries until one does not, whatever
  /// way they fail.
  @Test
  void aRelayThatDoesNotSwitchOffIsSwitchedOffAgainAndAgain() throws Exception {
    line.failToSwitchOff(3);

    assertThrows(PortException.class, () -> relay.pulse(10));

    line.awaitLevel(false);
    relay.close();
  }

  @Test
  void aRelayThatIsClosedInTheMiddleOfAPulseIsOffAtOnce() throws Exception {
    var pulse = pulse(60_000);
    line.awaitLevel(true);

    relay.close();

    line.awaitLevel(false);
    try {
      pulse.get(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    } catch (ExecutionException _) {
      // the line was closed under it
    }
    assertEquals("on off ", line.story());
  }

  private CompletableFuture<Void> pulse(int millis) {
    return CompletableFuture.runAsync(() -> {
      try {
        relay.pulse(millis);
      } catch (PortException | InterruptedException e) {
        throw new CompletionException(e);
      }
    });
  }

  /// A line whose driver does not come back from switching on, or fails to switch off.
  private static final class HangingLine implements OutputLine {

    private final CountDownLatch goOn = new CountDownLatch(1);
    private final StringBuilder story = new StringBuilder();
    private boolean hangs;
    private boolean active;
    private boolean closed;
    private int failures;

    synchronized void hang() {
      hangs = true;
    }

    void goOn() {
      goOn.countDown();
    }

    synchronized void failToSwitchOff(int times) {
      failures = times;
    }

    synchronized String story() {
      return story.toString();
    }

    synchronized void awaitLevel(boolean wanted) throws InterruptedException {
      long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
      while (active != wanted) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        assertTrue(left > 0, "the relay is not " + (wanted ? "on" : "off"));
        wait(left);
      }
    }

    @Override
    public void set(boolean next) throws PortException {
      change(next);
      boolean waits;
      synchronized (this) {
        waits = hangs && next;
      }
      if (waits) {
        try {
          goOn.await();
        } catch (InterruptedException e) {
          throw new IllegalStateException(e);
        }
      }
    }

    private synchronized void change(boolean next) throws PortException {
      if (closed) {
        throw new PortException("closed");
      }
      if (!next && failures > 0) {
        failures--;
        if (failures == 1) {
          throw new IllegalStateException("a failure that nobody thought of");
        }
        throw new PortException("does not switch off");
      }
      show(next);
    }

    private void show(boolean next) {
      if (next != active) {
        active = next;
        story.append(next ? "on " : "off ");
        notifyAll();
      }
    }

    @Override
    public synchronized void close() {
      closed = true;
      show(false);
    }
  }
}
