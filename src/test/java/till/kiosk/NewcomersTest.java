package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class NewcomersTest {

  private static final long NOW = -3; // the clock begins anywhere
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private final Newcomers newcomers = new Newcomers(NOW);
  private int connections;

  @Test
  void aPageWithItsPartsDoesNotWait() {
    for (int i = 0; i < Newcomers.AT_ONCE; i++) {
      assertTrue(newcomers.untilTurn(another(), NOW) <= 0);
    }
    assertTrue(newcomers.untilTurn(another(), NOW) > 0);
  }

  @Test
  void aCrowdIsLetInAtASteadyPace() {
    beCrowded();
    assertEquals(SECOND, newcomers.untilTurn(another(), NOW));
    assertEquals(SECOND / Newcomers.PER_SECOND, newcomers.untilTurn(another(), NOW + SECOND));
  }

  @Test
  void whoHasBehavedPassesTheCrowd() {
    InetSocketAddress screen = another();
    newcomers.untilTurn(screen, NOW);
    newcomers.answered(screen, 200);
    beCrowded();
    assertEquals(0, newcomers.untilTurn(screen, NOW));
  }

  @ParameterizedTest
  @ValueSource(ints = {204, 304, 409, 500, 503, 504})
  void theShopsRefusalsAndOurOwnFailuresAreNoMisbehaviour(int status) {
    InetSocketAddress screen = another();
    newcomers.answered(screen, status);
    beCrowded();
    assertEquals(0, newcomers.untilTurn(screen, NOW));
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 401, 403, 404, 405, 413, 415, 422, 429})
  void whoIsRefusedAtTheDoorQueuesAgain(int status) {
    InetSocketAddress screen = another();
    newcomers.answered(screen, 200);
    newcomers.answered(screen, status);
    beCrowded();
    assertTrue(newcomers.untilTurn(screen, NOW) >= SECOND);
  }

  @Test
  void whoHasBeenGoneForLongIsForgotten() {
    InetSocketAddress screen = another();
    newcomers.answered(screen, 200);
    for (int i = 0; i < 1_000; i++) {
      newcomers.answered(another(), 200);
    }
    beCrowded();
    assertTrue(newcomers.untilTurn(screen, NOW) >= SECOND);
  }

  /// As many come as are let in within a second, less the one who is asked about next.
  private void beCrowded() {
    for (int i = 0; i < Newcomers.AT_ONCE + Newcomers.PER_SECOND - 1; i++) {
      newcomers.untilTurn(another(), NOW);
    }
  }

  private InetSocketAddress another() {
    return new InetSocketAddress(InetAddress.getLoopbackAddress(), 1 + connections++);
  }
}
