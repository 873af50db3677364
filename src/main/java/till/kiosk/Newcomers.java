package till.kiosk;

import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// Requests that nobody hurries for: the first of a connection, and the first after a refused one.
/// They are let in at a steady pace.
///
/// So a crowd that opens connections, or guesses, spends its time waiting rather than this board's
/// cores, while a screen that keeps its connection does not feel it. The wait needs no bound of its
/// own: the server has [ServerLimits] for connections, which makes it 1.3 s at most.
final class Newcomers {

  /// What a page and its parts, or a script that connects anew for each request, may ask at once.
  static final int AT_ONCE = 60;

  static final int PER_SECOND = 200;

  private static final long PACE_NANOS = TimeUnit.SECONDS.toNanos(1) / PER_SECOND;

  private final Set<InetSocketAddress> known =
      Collections.newSetFromMap(
          new LinkedHashMap<>(16, 0.75F, true) {
            @Override
            protected boolean removeEldestEntry(Map.Entry<InetSocketAddress, Boolean> eldest) {
              return size() > ServerLimits.CONNECTIONS_MAX;
            }
          });

  private long lastTurn;

  /// @param now of the clock for durations, in nanoseconds
  Newcomers(long now) {
    this.lastTurn = now - AT_ONCE * PACE_NANOS;
  }

  /// Waits until it is this connection's turn: not at all when it is known.
  ///
  /// @param connection the far end of it
  void awaitTurn(InetSocketAddress connection) throws InterruptedException {
    TimeUnit.NANOSECONDS.sleep(untilTurn(connection, System.nanoTime()));
  }

  /// Takes a turn.
  ///
  /// @return nanoseconds from now; not above 0 when it has come
  synchronized long untilTurn(InetSocketAddress connection, long now) {
    if (known.contains(connection)) {
      return 0;
    }
    lastTurn = Math.max(lastTurn, now - AT_ONCE * PACE_NANOS) + PACE_NANOS;
    return lastTurn - now;
  }

  /// Remembers how a connection has behaved.
  ///
  /// @param status of the answer to its last request
  synchronized void answered(InetSocketAddress connection, int status) {
    if (isWelcome(status)) {
      known.add(connection);
    } else {
      known.remove(connection);
    }
  }

  /// What the shop refuses is the shop's everyday, and what fails here is not the caller's doing.
  private static boolean isWelcome(int status) {
    return status < 400 || status == 409 || status >= 500;
  }
}
