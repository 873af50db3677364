package till.uplink;

/// How many documents may leave per second, so that a fleet with full outboxes does not drown the
/// collector.
final class DrainBudget {

  /// What may leave at once, as a part of a second.
  private static final int BURSTS_PER_SECOND = 10;

  private final int perSecondMax;
  private int perSecond;
  private double saved;
  private long asOfNanos;

  DrainBudget(int perSecondMax, long nowNanos) {
    this.perSecondMax = perSecondMax;
    this.perSecond = perSecondMax;
    this.saved = burst();
    this.asOfNanos = nowNanos;
  }

  /// The fleet asks for less (or for what is configured again, when it asks for more).
  void limit(int asked) {
    perSecond = Math.clamp(asked, 1, perSecondMax);
  }

  /// The fleet asks for nothing any more.
  void unlimit() {
    perSecond = perSecondMax;
  }

  /// How many may leave now.
  int available(long nowNanos) {
    saved = Math.min(burst(), saved + (nowNanos - asOfNanos) * 1e-9 * perSecond);
    asOfNanos = nowNanos;
    return (int) saved;
  }

  void spend() {
    saved--;
  }

  /// How long until the next one may leave.
  long waitMillis() {
    return saved >= 1 ? 0 : (long) Math.ceil((1 - saved) * 1_000 / perSecond);
  }

  private double burst() {
    return Math.max(1, (double) perSecond / BURSTS_PER_SECOND);
  }
}
