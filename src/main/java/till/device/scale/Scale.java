package till.device.scale;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A scale on a line of its own, asked several times a second.
///
/// What it says is news when it differs; how old it is, it tells by itself. Whoever takes the news
/// may wait: then the scale is not asked, and what was known grows stale.
public final class Scale implements AutoCloseable {

  /// After this time without an answer nobody knows what is on it.
  public static final Duration STALE = Duration.ofSeconds(2);

  /// Between a weight and the same once more.
  private static final int AGAIN_MILLIS = 50;

  /// Questions without an answer in a row after which nobody knows how the scale is.
  private static final int UNANSWERED_MAX = 3;

  /// Commands that wait; a person who presses more often means no more by it.
  private static final int ORDERS_MAX = 4;

  private static final String NOTHING = "nothing is known of it yet";
  private static final String STALE_REASON = "the scale has said nothing for two seconds";

  private final ScaleSettings settings;
  private final Dialogue dialogue;
  private final Consumer<Weighing> weighings;
  private final Health health;
  private final InstantSource clock;
  private final Supervisor supervisor;

  // the scale's thread only
  private final Settling settling = new Settling();
  private int unanswered;
  private Optional<Article> weighed = Optional.empty();

  // guarded by this
  private final Queue<ScaleOrder> orders = new ArrayDeque<>();
  private Optional<Article> article = Optional.empty();
  private Weighing newest;
  private @Nullable Long heardNanos;

  private Scale(
      ScaleSettings settings,
      Dialogue dialogue,
      Ports ports,
      Consumer<Weighing> weighings,
      Health health,
      InstantSource clock) {
    this.settings = settings;
    this.dialogue = dialogue;
    this.weighings = weighings;
    this.health = health;
    this.clock = clock;
    this.newest = new Weighing.Unknown(NOTHING, clock.instant());
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the scale's thread. The scale may come later, go, and come back. Reports as device
  /// `scale`.
  ///
  /// @param polynomial in hexadecimal, for Dialog 06 only
  /// @param weighings told what is on it whenever that is something else, on the scale's thread
  /// @throws IllegalArgumentException when the polynomial is missing or none; it does not repeat it
  public static Scale start(
      ScaleSettings settings,
      Optional<String> polynomial,
      Ports ports,
      Consumer<Weighing> weighings,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return new Scale(
        settings,
        settings.protocol().dialogue(polynomial.map(Polynomial::of)),
        ports,
        weighings,
        new Health("scale", "Scale", status, clock),
        clock);
  }

  /// What is on it, as far as it is known at this moment. Never waits.
  public synchronized Weighing newest() {
    return isStale() ? stale() : newest;
  }

  /// Says what is weighed, to a scale that computes and shows prices: it weighs nothing else.
  /// Others do not hear of it. Returns at once; goods that were weighed already have to be lifted.
  ///
  /// @param next absent when nothing is to be weighed
  public synchronized void show(Optional<Article> next) {
    article = next;
  }

  /// Lets it take what is on it for nothing, where the protocol has a command for that. Returns at
  /// once; what became of it the next weighing tells.
  ///
  /// @return false where there is no such command, or too many are waiting
  public boolean zero() {
    return order(ScaleOrder.ZERO);
  }

  /// Lets it take what is on it for packaging. As `zero`.
  public boolean tare() {
    return order(ScaleOrder.TARE);
  }

  /// Lets it forget the packaging. As `zero`.
  public boolean clearTare() {
    return order(ScaleOrder.CLEAR_TARE);
  }

  private synchronized boolean order(ScaleOrder order) {
    return dialogue.knows(order) && orders.size() < ORDERS_MAX && orders.add(order);
  }

  // the scale's thread

  private void session(Port port) throws PortException {
    var wire = new ScaleWire(port, settings.protocol().framer(settings.unit()));
    settling.forget();
    unanswered = 0;
    try {
      while (true) {
        long begun = System.nanoTime();
        obey(wire);
        took(weigh(wire));
        long tookMillis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);
        wire.rest(
            settling.isWaiting()
                ? AGAIN_MILLIS
                : (int) Math.max(AGAIN_MILLIS, settings.pollMillis() - tookMillis));
      }
    } finally {
      tell(new Weighing.Unknown("the scale's wire is lost", clock.instant()));
    }
  }

  /// A weight was told for one article and one tare.
  private Reading weigh(ScaleWire wire) throws PortException {
    Optional<Article> now = article();
    if (!now.equals(weighed)) {
      settling.forget();
      weighed = now;
    }
    return dialogue.weigh(wire, now);
  }

  private synchronized Optional<Article> article() {
    return article;
  }

  private void obey(ScaleWire wire) throws PortException {
    for (ScaleOrder order = next(); order != null; order = next()) {
      dialogue.give(order, wire);
      settling.forget();
    }
  }

  private synchronized @Nullable ScaleOrder next() {
    return orders.poll();
  }

  private void took(Reading reading) {
    judge(reading);
    Optional<Weighing> known = settling.judge(reading, clock.instant());
    if (known.isPresent()) {
      tell(known.get());
    } else if (isTooOld()) {
      tell(stale());
    }
  }

  private void judge(Reading reading) {
    boolean isAnswer = !(reading instanceof Reading.Silent || reading instanceof Reading.Garbled);
    unanswered = isAnswer ? 0 : unanswered + 1;
    if (reading instanceof Reading.Fault fault) {
      health.bad(fault.reason());
    } else if (isAnswer) {
      health.good();
    } else if (unanswered >= UNANSWERED_MAX) {
      health.unknown(
          reading instanceof Reading.Garbled
              ? "what answers is not a scale that speaks "
                  + settings.protocol().word()
                  + ", or its baud rate, framing or unit are not what is configured"
              : "the scale does not answer: is it on, and is its cable in?");
    }
  }

  private void tell(Weighing weighing) {
    boolean isNews;
    synchronized (this) {
      isNews = !weighing.isLike(newest);
      newest = weighing;
      heardNanos = System.nanoTime();
    }
    if (isNews) {
      weighings.accept(weighing);
    }
  }

  private synchronized boolean isTooOld() {
    return isStale();
  }

  private boolean isStale() {
    return heardNanos != null && System.nanoTime() - heardNanos > STALE.toNanos();
  }

  private Weighing stale() {
    return new Weighing.Unknown(STALE_REASON, clock.instant());
  }

  @Override
  public void close() {
    supervisor.close();
  }
}
