package till.lane;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import till.sale.ReceiptPolicy;

/// Who stands at the lane, as far as it knows.
///
/// @param languages what they read, best first
/// @param idle present while the sale is about to be given up because nobody touches it
/// @param restored a restart has brought the sale back, and nobody has touched it since: ask
///   whether to go on
/// @param receipts whether their sale ends with a receipt on paper, and whether they are asked
public record CustomerView(
    List<String> languages, Optional<Idle> idle, boolean restored, ReceiptPolicy receipts) {

  public CustomerView {
    languages = List.copyOf(languages);
  }

  /// A warning. Any input takes it back.
  ///
  /// @param expiresAt when the sale is given up, by the board's clock
  /// @param secondsLeft until then, when this view was made
  public record Idle(Instant expiresAt, long secondsLeft) {}

  /// Nobody in particular.
  static CustomerView of(List<String> languages) {
    return new CustomerView(languages, Optional.empty(), false, ReceiptPolicy.ALWAYS);
  }
}
