package till.lane;

import java.time.Duration;

/// How long a sale may be left alone.
///
/// @param idle without an input, until the customer is warned; zero for ever
/// @param warning from then until the sale is given up
public record CustomerSettings(Duration idle, Duration warning) {

  /// Two minutes and half of one.
  public static final CustomerSettings STANDARD =
      new CustomerSettings(Duration.ofSeconds(120), Duration.ofSeconds(30));
}
