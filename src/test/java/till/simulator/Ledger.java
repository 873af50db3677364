package till.simulator;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// Waits for what a simulated terminal writes into its books.
final class Ledger {

  private static final long PATIENCE_SECONDS = 60;

  private Ledger() {}

  /// Until the oldest booking is so.
  static void await(SimulatedPaymentTerminal terminal, Standing standing)
      throws InterruptedException {
    var changed = new Semaphore(0);
    terminal.listen(_ -> changed.release());
    while (terminal.bookings().getFirst().standing() != standing) {
      assertTrue(changed.tryAcquire(PATIENCE_SECONDS, TimeUnit.SECONDS), "never " + standing);
    }
  }
}
