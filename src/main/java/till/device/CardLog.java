package till.device;

import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What a reader could not use: counted, and told at most once a minute. Noise comes in bursts of
/// thousands. One thread.
public final class CardLog {

  private static final long PAUSE_NANOS = Duration.ofMinutes(1).toNanos();

  private static final Logger log = LoggerFactory.getLogger(CardLog.class);

  private final String reader;
  private final String advice;
  private long count;
  private long notBefore = System.nanoTime();

  /// @param advice what to look at when it goes on
  public CardLog(String reader, String advice) {
    this.reader = reader;
    this.advice = advice;
  }

  /// Something could not be used.
  ///
  /// @param what in words, and never with anything of what was read
  public void dropped(String what) {
    count++;
    if (System.nanoTime() - notBefore >= 0) {
      notBefore = System.nanoTime() + PAUSE_NANOS;
      log.warn("{}: {}; {} dropped so far. If this goes on: {}", reader, what, count, advice);
    }
  }
}
