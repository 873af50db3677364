package till.port;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/// Ends a write that a wire does not take: the operating system itself would wait for ever.
///
/// Used around one blocking write: `try (var limit = new WriteLimit(line::drop)) { ... }`.
final class WriteLimit implements AutoCloseable {

  /// How long a wire may take nothing.
  static final int STALL_MILLIS = 10_000;

  /// How often a patience that lasts longer is asked for again.
  private static final int PATIENCE_MILLIS = 500;

  private final CompletableFuture<Boolean> inTime = new CompletableFuture<>();
  private final Runnable drop;
  private final BooleanSupplier patient;

  /// @param drop closes the wire, so that the write that hangs fails
  /// @param patient whether it may wait for longer
  WriteLimit(Runnable drop, BooleanSupplier patient) {
    this.drop = drop;
    this.patient = patient;
    lookIn(STALL_MILLIS);
  }

  private void lookIn(int millis) {
    CompletableFuture.delayedExecutor(millis, TimeUnit.MILLISECONDS, Runnable::run)
        .execute(this::look);
  }

  private void look() {
    if (inTime.isDone()) {
      return;
    }
    if (patient.getAsBoolean()) {
      lookIn(PATIENCE_MILLIS);
    } else if (inTime.complete(false)) {
      drop.run();
    }
  }

  /// Whether the write was ended here.
  boolean isPassed() {
    return !inTime.getNow(true);
  }

  static PortException stalled(String address) {
    return new PortException(
        address + " took nothing for " + STALL_MILLIS / 1_000 + " seconds: is the device on?");
  }

  /// The write came back.
  @Override
  public void close() {
    inTime.complete(true);
  }
}
