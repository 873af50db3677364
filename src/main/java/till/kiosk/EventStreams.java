package till.kiosk;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.lane.Lane;
import till.lane.LaneNews;
import tools.jackson.databind.node.ObjectNode;

/// Server-Sent Events: what happens at the lane, to every screen that listens.
///
/// The lane waits for nobody. A client that does not read is dropped, either overtaken by the ring
/// or stuck in a write for too long; it comes back with `Last-Event-ID` and goes on, or gets a
/// `reset` with a snapshot.
final class EventStreams implements AutoCloseable {

  static final String CONTENT_TYPE = "text/event-stream";

  /// Screens that may listen at once: a counter has three or four.
  static final int STREAMS_MAX = 32;

  /// Silence after which a comment is sent, so that whoever is between keeps the connection.
  static final long HEARTBEAT_MILLIS = 15_000;

  /// How long one write may take on this board's own wire.
  static final long STALL_MILLIS = 10_000;

  private static final byte[] HEARTBEAT = bytes(": heartbeat\n\n");

  /// Whoever loses the stream comes back after a second.
  private static final byte[] RETRY = bytes("retry: 1000\n\n");

  private static final Logger log = LoggerFactory.getLogger(EventStreams.class);

  private final Lane lane;
  private final LaneJson json;
  private final RecentEvents recent;
  private final long heartbeatMillis;
  private final long stallMillis;
  private final Set<Client> clients = ConcurrentHashMap.newKeySet();
  private final ScheduledExecutorService watch =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("kiosk-streams").factory());
  private Written written = new Written(0, new byte[0]);
  private volatile boolean closed;

  /// An event as it goes over the wire.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Written(long n, byte[] frame) {}

  /// @param recent closed with this
  EventStreams(
      Lane lane, LaneJson json, RecentEvents recent, long heartbeatMillis, long stallMillis) {
    this.lane = lane;
    this.json = json;
    this.recent = recent;
    this.heartbeatMillis = heartbeatMillis;
    this.stallMillis = stallMillis;
    var _ =
        watch.scheduleWithFixedDelay(
            this::dropStalled, stallMillis, stallMillis, TimeUnit.MILLISECONDS);
  }

  /// Answers `GET /v1/events`.
  Answer open(Call call) {
    if (clients.size() >= STREAMS_MAX) {
      throw Fault.TOO_MANY_STREAMS.because(STREAMS_MAX + " at once");
    }
    Optional<String> seen = call.header("Last-Event-ID");
    return new Answer.Streamed(CONTENT_TYPE, out -> follow(new Client(out), seen));
  }

  /// How many clients are listening.
  int listening() {
    return clients.size();
  }

  private void follow(Client client, Optional<String> seen) throws IOException {
    clients.add(client);
    try {
      Optional<RecentEvents.Event> known = seen.flatMap(recent::find);
      RecentEvents.Event last = known.orElseGet(recent::newest);
      client.send(RETRY);
      if (known.isEmpty()) {
        client.send(reset(last.id()));
      }
      long cursor = last.n();
      while (true) {
        Optional<List<RecentEvents.Event>> events = recent.after(cursor, heartbeatMillis);
        if (closed) {
          return;
        }
        if (events.isEmpty()) {
          log.info("a screen fell behind by {} events and was dropped", RecentEvents.EVENTS_MAX);
          return;
        }
        if (events.get().isEmpty()) {
          client.send(HEARTBEAT);
        }
        for (RecentEvents.Event event : events.get()) {
          client.send(written(event));
          cursor = event.n();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      clients.remove(client);
    }
  }

  /// Where a client begins that has seen nothing, or nothing we still know.
  private byte[] reset(String id) {
    var view = lane.view();
    ObjectNode data = Answer.object().put("kind", "reset").put("revision", view.revision());
    data.set("lane", json.of(view));
    return frame("reset", id, data);
  }

  /// All screens are told the same, mostly at the same time: the first of them writes it down.
  private synchronized byte[] written(RecentEvents.Event event) {
    if (written.n() != event.n()) {
      written = new Written(event.n(), frame(event));
    }
    return written.frame();
  }

  private byte[] frame(RecentEvents.Event event) {
    LaneNews news = event.news();
    String kind = news.kind().name().toLowerCase(Locale.ROOT);
    ObjectNode data = Answer.object().put("kind", kind).put("revision", news.view().revision());
    ObjectNode facts = data.putObject("facts");
    news.facts().forEach(facts::put);
    data.set("lane", json.of(news.view()));
    return frame(kind, event.id(), data);
  }

  private byte[] frame(String kind, String id, ObjectNode data) {
    // JSON has no line feed outside of its strings, and none in them that is not escaped
    return bytes("id: " + id + "\nevent: " + kind + "\ndata: " + data + "\n\n");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void dropStalled() {
    clients.stream()
        .filter(client -> client.hasStalled(stallMillis))
        .forEach(client -> {
          log.info("a screen that does not read was dropped");
          client.drop();
        });
  }

  @Override
  public void close() {
    closed = true;
    recent.close();
    watch.shutdownNow();
  }

  /// One listening screen. Its thread writes; the watch looks at the time that takes.
  private static final class Client {

    private final OutputStream out;
    private final Thread thread = Thread.currentThread();
    private volatile long writingSince;
    private volatile boolean writing;

    Client(OutputStream out) {
      this.out = out;
    }

    void send(byte[] bytes) throws IOException {
      writingSince = System.nanoTime();
      writing = true;
      out.write(bytes);
      out.flush();
      writing = false;
    }

    boolean hasStalled(long millis) {
      return writing && System.nanoTime() - writingSince > TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /// An interrupt closes the connection that the thread is writing to.
    void drop() {
      thread.interrupt();
    }
  }
}
