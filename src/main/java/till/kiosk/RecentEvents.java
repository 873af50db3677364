package till.kiosk;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import till.lane.LaneNews;

/// The last things that happened, for screens that follow and for screens that come back.
///
/// The lane only puts its news down here and goes on. Readers have a cursor each; one that falls
/// behind by the whole ring has been overtaken. An id names this boot and the event: `a1b2c3d4-17`.
final class RecentEvents {

  /// How far a screen may fall behind: at a scan a second, two minutes.
  static final int EVENTS_MAX = 256;

  private final String boot;
  private final LaneNews[] ring = new LaneNews[EVENTS_MAX];
  private long newest;

  RecentEvents(RandomGenerator chance) {
    this.boot = HexFormat.of().toHexDigits(chance.nextInt());
  }

  /// @param n counts up from 1
  record Event(long n, LaneNews news) {}

  /// Called by the lane.
  synchronized void add(LaneNews news) {
    newest++;
    ring[slot(newest)] = news;
    notifyAll();
  }

  /// The number of the newest event; 0 when nothing has happened yet.
  synchronized long newest() {
    return newest;
  }

  /// What has happened after an event, waiting for something to happen.
  ///
  /// @return nothing new when the wait was in vain; empty when the reader has been overtaken
  synchronized Optional<List<Event>> after(long cursor, long waitMillis)
      throws InterruptedException {
    if (cursor == newest) {
      TimeUnit.MILLISECONDS.timedWait(this, waitMillis);
    }
    if (cursor < newest - EVENTS_MAX) {
      return Optional.empty();
    }
    var events = new ArrayList<Event>();
    for (long n = cursor + 1; n <= newest; n++) {
      events.add(new Event(n, ring[slot(n)]));
    }
    return Optional.of(events);
  }

  private static int slot(long n) {
    return (int) (n % EVENTS_MAX);
  }

  String id(long n) {
    return boot + "-" + n;
  }

  /// The event a client saw last, if it was of this boot and what came after it is still here.
  synchronized OptionalLong cursor(String id) {
    int dash = id.indexOf('-');
    if (dash < 0 || !id.substring(0, dash).equals(boot)) {
      return OptionalLong.empty();
    }
    try {
      long n = Long.parseLong(id.substring(dash + 1));
      return n >= 0 && n <= newest && n >= newest - EVENTS_MAX
          ? OptionalLong.of(n)
          : OptionalLong.empty();
    } catch (NumberFormatException e) {
      return OptionalLong.empty();
    }
  }

  /// Lets every waiting reader look again.
  synchronized void wake() {
    notifyAll();
  }
}
