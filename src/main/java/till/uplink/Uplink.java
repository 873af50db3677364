package till.uplink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.journal.Head;
import till.journal.Outbox;

/// The way out to the fleet, and the slot that its letters come in by.
///
/// Guarantees: every document is sent in order and again until the fleet has it; the bookmark moves
/// only over what the fleet proved to have. Does not guarantee that something is sent only once.
/// Away is a state, not an error: it tries for ever, with growing pauses. When the journal cannot
/// be read any more, its `JournalException` leaves the thread uncaught.
///
/// One thread owns the outbox, the connection and everything below; what other threads may call
/// says so.
public final class Uplink implements AutoCloseable {

  /// Messages the broker may send us without having them acknowledged.
  private static final int RECEIVE_MAX = 20;

  /// How long a broker keeps our session: short drops are bridged, and the will can be delayed.
  private static final long SESSION_SECONDS = 300;

  /// For the goodbye, and then for what hangs.
  private static final Duration CLOSE_PATIENCE = Duration.ofSeconds(1);

  /// How far a clock has to be set for the world to be another one: certificates may be valid now.
  private static final Duration CLOCK_STEP = Duration.ofDays(1);

  /// Between two looks at the clock while nothing is to be done.
  private static final Duration TICK = Duration.ofSeconds(1);

  private static final Logger log = LoggerFactory.getLogger(Uplink.class);

  /// Who is speaking.
  ///
  /// @param version of tilld
  /// @param keyId of the device key
  /// @param publicKey its public half, which is announced to the fleet
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Origin(
      String org, String terminal, String store, String version, String keyId, byte[] publicKey) {}

  /// What the uplink is handed of the rooms around it.
  ///
  /// @param outbox belongs to the uplink from the start on; the caller closes it after the uplink
  /// @param letters is called on the uplink's thread, one letter at a time; while it works nothing
  ///   is sent, so it should only take note. A letter is acknowledged to the broker when it
  ///   returns, and may come more than once; an exception from here ends the uplink
  /// @param contradictions hears, on the uplink's thread, when fleet and journal disagree and what
  ///   follows from it; it should only take note
  /// @param state is asked about once a second, on the uplink's thread
  /// @param clockSynchronised whether the clock can be believed right now
  /// @param chance spreads the terminals' tries over time
  public record House(
      Outbox outbox,
      Consumer<Inbound> letters,
      Consumer<Contradiction> contradictions,
      Supplier<StateView> state,
      InstantSource clock,
      BooleanSupplier clockSynchronised,
      RandomGenerator chance) {}

  private final UplinkSettings settings;
  private final Access access;
  private final Session.Surroundings around;
  private final BrokerFleet fleet;
  private final CertificateWatch certificates;
  private final Bell bell = new Bell();
  private final Thread thread;
  private final AtomicReference<byte @Nullable []> reported;
  private volatile boolean closing;
  private volatile UplinkStatus status;

  // the uplink's thread only
  private final Map<String, String> failures = new HashMap<>();
  private boolean isConnected;
  private int strayThreads;
  private int window;
  private Duration clockAhead = Duration.ZERO;
  private Instant since;
  private String reason = "starting";

  /// Starts it; the first connection is tried at once.
  ///
  /// @param password of the broker, when there is one
  public static Uplink start(
      UplinkSettings settings, Origin origin, Optional<String> password, House house) {
    return start(settings, origin, password, house, Timing.FIELD);
  }

  static Uplink start(
      UplinkSettings settings,
      Origin origin,
      Optional<String> password,
      House house,
      Timing timing) {
    var problems = new Problems();
    var reported = new AtomicReference<byte @Nullable []>();
    var around =
        new Session.Surroundings(
            origin,
            new Topics(origin.org(), origin.terminal()),
            house.outbox(),
            house.letters(),
            house.state(),
            reported::get,
            house.clock(),
            timing,
            new AckReader(house.outbox()),
            new Contradictions(house.outbox(), problems, house.contradictions(), house.clock()),
            problems,
            new DrainBudget(settings.drainPerSecond(), System.nanoTime()));
    var access =
        new Access(
            Optional.of(settings.username().orElse(origin.terminal())),
            password,
            settings.ca(),
            settings.certificate(),
            settings.key());
    var fleet =
        new BrokerFleet(
            settings.brokers(),
            origin.terminal(),
            timing.brokers(),
            house.chance(),
            System.nanoTime());
    var certificates =
        new CertificateWatch(
            settings.ca(),
            settings.certificate(),
            house.clock(),
            house.clockSynchronised(),
            problems,
            System.nanoTime());
    var uplink = new Uplink(settings, access, around, fleet, certificates, reported);
    uplink.thread.start();
    return uplink;
  }

  /// The status of a terminal that has no way out: it sells, and keeps everything.
  public static UplinkStatus notConfigured(InstantSource clock) {
    return new UplinkStatus(
        false,
        "",
        clock.instant(),
        "not configured",
        "",
        0,
        0,
        0,
        0,
        Optional.empty(),
        0,
        0,
        Map.of(),
        0,
        Optional.empty());
  }

  private Uplink(
      UplinkSettings settings,
      Access access,
      Session.Surroundings around,
      BrokerFleet fleet,
      CertificateWatch certificates,
      AtomicReference<byte @Nullable []> reported) {
    this.settings = settings;
    this.access = access;
    this.around = around;
    this.fleet = fleet;
    this.certificates = certificates;
    this.reported = reported;
    since = around.clock().instant();
    status = newStatus();
    thread = Thread.ofPlatform().name("uplink").daemon().unstarted(this::run);
  }

  /// The journal has a new document. Any thread, never waits.
  public void wake() {
    bell.ring();
  }

  /// Publishes, as soon as there is a connection and with each new one, what became of the letters.
  /// The latest wins. Any thread, never waits.
  public void report(byte[] reportedJson) {
    reported.set(reportedJson.clone());
    bell.ring();
  }

  /// How it is doing. Any thread, never waits.
  public UplinkStatus status() {
    return status;
  }

  /// Says goodbye where there is a connection, and ends. Any thread.
  @Override
  public void close() {
    closing = true;
    bell.ring();
    try {
      if (!thread.join(CLOSE_PATIENCE)) {
        thread.interrupt();
        thread.join(CLOSE_PATIENCE);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    try {
      around.contradictions().look(around.outbox().head(), System.nanoTime());
      while (!closing) {
        Optional<Ending> ending = connectTo(fleet.current());
        strayThreads = PahoThreads.count(clientId());
        status = newStatus();
        if (!closing && ending.isPresent()) {
          Duration pause = fleet.ended(ending.get(), System.nanoTime());
          around.problems().note(fleet.alarms());
          pause(pause);
        }
      }
    } catch (InterruptedException _) {
      log.warn("the uplink was stopped while it was busy");
    }
    isConnected = false;
    status = newStatus();
  }

  /// @return why it is over; nothing when we left it
  private Optional<Ending> connectTo(UplinkSettings.Broker broker) throws InterruptedException {
    clockAhead = clockAhead();
    long conn = around.outbox().nextConnection(around.clock().instant());
    var goodbye = Link.Letter.retained(around.topics().state(), StateMessage.offline(conn).bytes());
    try (Link link =
        Link.open(
            linkSettings(broker, goodbye),
            around.topics().letters(around.origin().store()),
            bell)) {
      connected(broker);
      certificates.connected(link.brokerExpiry());
      boolean isLeft = work(link, new Session(around, link, conn, settings.ack()));
      if (isLeft) {
        link.leave(goodbye);
        change(false, "left for the first choice of brokers");
        return Optional.empty();
      }
      Ending ending = link.ending().orElseThrow();
      lost(broker, ending.reason());
      return Optional.of(ending);
    } catch (LinkException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while connecting");
      }
      failed(broker, String.valueOf(e.getMessage()));
      return Optional.of(e.ending());
    }
  }

  /// Until it is lost, or to be left.
  ///
  /// @return whether to leave it
  private boolean work(Link link, Session session) throws InterruptedException {
    while (!closing && link.loss().isEmpty()) {
      Duration idle = session.work();
      boolean goesHome = session.isSteady() && fleet.stands(System.nanoTime());
      around.problems().note(fleet.alarms());
      certificates.look(System.nanoTime());
      window = session.window();
      status = newStatus();
      if (goesHome) {
        log.info("leaving broker {}, which is not the first choice", fleet.current().id());
        fleet.goHome();
        return true;
      }
      bell.await(idle);
    }
    return closing;
  }

  private LinkSettings linkSettings(UplinkSettings.Broker broker, Link.Letter will) {
    Timing timing = around.timing();
    return new LinkSettings(
        broker.id(),
        broker.url(),
        clientId(),
        access,
        false,
        SESSION_SECONDS,
        RECEIVE_MAX,
        Optional.of(will),
        timing.willDelay().toSeconds(),
        timing.connect(),
        timing.keepAlive(),
        timing.puback());
  }

  private String clientId() {
    return around.origin().org() + "." + around.origin().terminal();
  }

  /// Waits, and keeps the status true meanwhile: the backlog grows. Shorter when the clock is set:
  /// what failed because of it need not fail now.
  private void pause(Duration duration) throws InterruptedException {
    long endNanos = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos();
        left > 0 && !closing && !isClockSet();
        left = endNanos - System.nanoTime()) {
      bell.await(left < TICK.toNanos() ? Duration.ofNanos(left) : TICK);
      certificates.look(System.nanoTime());
      status = newStatus();
    }
  }

  private boolean isClockSet() {
    return clockAhead().minus(clockAhead).abs().compareTo(CLOCK_STEP) > 0;
  }

  /// Of the time that only ever goes on.
  private Duration clockAhead() {
    return Duration.between(Instant.EPOCH, around.clock().instant()).minusNanos(System.nanoTime());
  }

  private void connected(UplinkSettings.Broker broker) {
    failures.clear();
    fleet.connected(System.nanoTime());
    change(true, "");
    log.info("connected to broker {} ({})", broker.id(), broker.url());
  }

  private void lost(UplinkSettings.Broker broker, String why) {
    change(false, why);
    log.warn("lost broker {}: {}", broker.id(), why);
  }

  /// Tells a failure when it is a new one: the next hundred for the same reason are no news.
  private void failed(UplinkSettings.Broker broker, String why) {
    if (!why.equals(failures.put(broker.id(), why))) {
      log.warn("{}; tried again with growing pauses", why);
    }
    change(false, why);
  }

  private void change(boolean connected, String why) {
    if (isConnected != connected) {
      since = around.clock().instant();
    }
    isConnected = connected;
    reason = why;
    status = newStatus();
  }

  private UplinkStatus newStatus() {
    Head head = around.outbox().head();
    Outbox.Bookmark bookmark = around.outbox().bookmark();
    return new UplinkStatus(
        isConnected,
        fleet.current().id(),
        since,
        reason,
        head.epoch(),
        head.number(),
        head.position(),
        acked(around.outbox(), head),
        head.position() - bookmark.position(),
        head.position() > bookmark.position() ? around.outbox().oldest() : Optional.empty(),
        isConnected ? window : 0,
        around.acks().rejected(),
        around.problems().texts(),
        strayThreads,
        certificates.expiry());
  }

  /// The number in the newest epoch up to which everything is acknowledged. Of a disputed one
  /// nothing is any more.
  static long acked(Outbox outbox, Head head) {
    Outbox.Bookmark bookmark = outbox.bookmark();
    if (!bookmark.epoch().equals(head.epoch())) {
      return 0;
    }
    long shift = head.position() - head.number();
    return outbox
        .disputeOf(head)
        .map(dispute -> Math.clamp(dispute.proven() - shift, 0, bookmark.number()))
        .orElse(bookmark.number());
  }
}
