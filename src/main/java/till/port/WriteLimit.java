package till.port;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// Ends a write that a wire does not take: the operating system itself would wait for ever.
///
/// Used around one blocking write: `try (var limit = new WriteLimit(line::drop)) { ... }`.
final class WriteLimit implements AutoCloseable {

  /// How long a wire may take nothing.
  static final int STALL_MILLIS = 10_000;

  private final CompletableFuture<Boolean> inTime = new CompletableFuture<>();

  /// @param drop closes the wire, so that the write that hangs fails
  WriteLimit(Runnable drop) {
    var _ =
        inTime
            .completeOnTimeout(false, STALL_MILLIS, TimeUnit.MILLISECONDS)
            .thenAccept(met -> {
              if (!met) {
                drop.run();
              }
            });
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
