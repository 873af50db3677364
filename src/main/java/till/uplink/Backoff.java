package till.uplink;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// How long to wait before the next try: a random part of a span that doubles with every failure
/// ("full jitter"), so that a fleet that lost its broker does not come back all at once.
public final class Backoff {

  /// Beyond this the span has reached any sensible cap.
  private static final int DOUBLINGS_MAX = 20;

  private final Duration base;
  private final Duration cap;
  private final RandomGenerator chance;
  private int failures;

  public Backoff(Duration base, Duration cap, RandomGenerator chance) {
    this.base = base;
    this.cap = cap;
    this.chance = chance;
  }

  /// Notes a failure, and says how long to wait after it.
  public Duration next() {
    long span = Math.min(cap.toMillis(), base.toMillis() << Math.min(failures, DOUBLINGS_MAX));
    failures++;
    return Duration.ofMillis(chance.nextLong(span + 1));
  }

  /// It went well: the next failure is a first one again.
  public void reset() {
    failures = 0;
  }
}
