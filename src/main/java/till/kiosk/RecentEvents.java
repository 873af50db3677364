package till.kiosk;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import till.lane.Lane;
import till.lane.LaneNews;
import till.lane.LaneView;

/// The last things that happened, for screens that follow and for screens that come back.
///
/// The lane only puts its news down here and goes on. Readers have a cursor each; one that falls
/// behind by the whole ring has been overtaken. An id names the start of the kiosk that it happened
/// in and the event: `a1b2c3d4-17`. What happened before this start comes with the lane as this
/// start found it.
final class RecentEvents implements AutoCloseable {

  /// How far a screen may fall behind: at a scan a second, two minutes.
  static final int EVENTS_MAX = 256;

  private final Lane lane;
  private final EventLog kept;
  private final String start;
  private final Consumer<LaneNews> listener = this::add;
  private final Event[] ring = new Event[EVENTS_MAX];
  private long newest;

  private RecentEvents(Lane lane, EventLog kept, LaneView now, RandomGenerator chance) {
    this.lane = lane;
    this.kept = kept;
    this.start = HexFormat.of().toHexDigits(chance.nextInt());
    for (EventLog.Line event : kept.resume(now.revision())) {
      put(new Event(newest + 1, event.id(), new LaneNews(event.kind(), event.facts(), now)));
    }
  }

  /// Goes on with what earlier starts have left, and listens to the lane from now on.
  static RecentEvents open(Lane lane, Path stateDirectory, RandomGenerator chance) {
    var recent = new RecentEvents(lane, EventLog.of(stateDirectory), lane.view(), chance);
    recent.begin();
    return recent;
  }

  /// What happened to the lane before it was listened to is in the first event's view, and what
  /// happens after it comes behind that event.
  private synchronized void begin() {
    lane.listen(listener);
    LaneView view = lane.view();
    add(new LaneNews(LaneNews.Kind.LANE, Map.of("state", view.state().name()), view));
  }

  /// @param n counts up from 1
  /// @param id the same after a restart
  record Event(long n, String id, LaneNews news) {}

  /// By the lane's thread.
  private synchronized void add(LaneNews news) {
    var event = new Event(newest + 1, start + "-" + (newest + 1), news);
    kept.add(new EventLog.Line(event.id(), news.kind(), news.veiled(), news.view().revision()));
    put(event);
    notifyAll();
  }

  private void put(Event event) {
    newest = event.n();
    ring[slot(newest)] = event;
  }

  /// There is one from the start on.
  synchronized Event newest() {
    return ring[slot(newest)];
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
      events.add(ring[slot(n)]);
    }
    return Optional.of(events);
  }

  private static int slot(long n) {
    return (int) (n % EVENTS_MAX);
  }

  /// The event a screen heard last, if what came after it is still here.
  synchronized Optional<Event> find(String id) {
    for (long n = Math.max(1, newest - EVENTS_MAX + 1); n <= newest; n++) {
      Event event = ring[slot(n)];
      if (event.id().equals(id)) {
        return Optional.of(event);
      }
    }
    return Optional.empty();
  }

  /// Hears nothing any more. Every waiting reader looks again.
  @Override
  public void close() {
    lane.ignore(listener);
    synchronized (this) {
      kept.close();
      notifyAll();
    }
  }
}
