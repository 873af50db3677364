package till.uplink;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The end of one connection: whoever notices first says why, and that stays. Any thread.
final class Loss {

  private final Bell bell;
  private final AtomicReference<@Nullable Ending> first = new AtomicReference<>();

  /// @param bell rung whenever somebody notices
  Loss(Bell bell) {
    this.bell = bell;
  }

  void note(String reason) {
    note(Ending.of(reason));
  }

  void note(Ending ending) {
    first.compareAndSet(null, ending);
    bell.ring();
  }

  Optional<Ending> ending() {
    return Optional.ofNullable(first.get());
  }
}
