package till.line;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// A power cut that comes once, on whichever thread finds its moment, or is called off.
final class PowerCut {

  private static final int PATIENCE_SECONDS = 60;

  private final AtomicBoolean pending = new AtomicBoolean(true);
  private final CompletableFuture<Void> over = new CompletableFuture<>();

  /// Kills the daemon, unless that is over.
  void strike(DaemonProcess daemon) {
    if (pending.compareAndSet(true, false)) {
      daemon.kill();
      over.complete(null);
    }
  }

  /// It is not to come any more.
  ///
  /// @return false when it has struck, or does so now
  boolean callOff() {
    return pending.compareAndSet(true, false);
  }

  /// Done once the daemon is dead.
  CompletableFuture<Void> over() {
    return over.copy();
  }

  void await() throws Exception {
    over.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }
}
