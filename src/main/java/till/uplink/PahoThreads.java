package till.uplink;

import java.util.Arrays;
import java.util.Objects;

/// The threads of Paho's in this process, which it names after what they do and for whom.
///
/// It has ways to leave one behind that cannot be ended from outside. The ones that are known are
/// closed to it; the count tells of those that are not.
final class PahoThreads {

  private static final String PREFIX = "MQTT ";

  /// Threads that may begin while they are counted.
  private static final int SPARE = 64;

  private PahoThreads() {}

  /// Those of one client, dead connections' and the living one's.
  static int count(String clientId) {
    ThreadGroup all = Thread.currentThread().getThreadGroup();
    while (all.getParent() != null) {
      all = all.getParent();
    }
    var threads = new Thread[all.activeCount() + SPARE];
    all.enumerate(threads);
    return (int)
        Arrays.stream(threads)
            .filter(Objects::nonNull)
            .map(Thread::getName)
            .filter(name -> name.startsWith(PREFIX) && name.endsWith(": " + clientId))
            .count();
  }
}
