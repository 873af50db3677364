package till.fleet;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.uplink.Ack;
import till.uplink.Backoff;
import till.uplink.Bell;
import till.uplink.Link;
import till.uplink.LinkException;
import till.uplink.LinkSettings;
import till.uplink.StateMessage;
import till.uplink.Topics;
import till.uplink.UplinkSettings;

/// A collector's ear at one broker. The order is: ledger, then the terminals' acks, then the
/// broker's; who dies in between makes somebody send twice, and nothing is lost.
final class Listener implements Runnable {

  /// Most messages in one transaction, and most that the broker may send unacknowledged. A commit
  /// costs the same whatever is in it; 500 of the largest documents are what the heap can hold.
  private static final int BATCH_MAX = 500;

  private static final Duration TICK = Duration.ofSeconds(1);

  /// A connection that stood this long was a good one.
  private static final Duration STEADY = Duration.ofSeconds(30);

  private static final Logger log = LoggerFactory.getLogger(Listener.class);

  private final CollectorSettings settings;
  private final UplinkSettings.Broker broker;
  private final Ledger ledger;
  private final DrainShares shares;
  private final InstantSource clock;
  private final Backoff backoff;
  private final Runnable committed;
  private final Bell bell = new Bell();
  private final String presence;
  private volatile boolean stopping;
  private volatile boolean listening;

  // its own thread only
  private final Gaps gaps = new Gaps();
  private final UnreadableStates unreadable = new UnreadableStates();
  private String failure = "";
  private String refusal = "";

  Listener(
      CollectorSettings settings,
      UplinkSettings.Broker broker,
      Ledger ledger,
      DrainShares shares,
      InstantSource clock,
      Backoff backoff,
      Runnable committed) {
    this.settings = settings;
    this.broker = broker;
    this.ledger = ledger;
    this.shares = shares;
    this.clock = clock;
    this.backoff = backoff;
    this.committed = committed;
    presence = Topics.collector(settings.org(), settings.id());
  }

  String broker() {
    return broker.id();
  }

  boolean isListening() {
    return listening;
  }

  /// Any thread.
  void stop() {
    stopping = true;
    bell.ring();
  }

  @Override
  public void run() {
    try {
      while (!stopping) {
        long beganNanos = System.nanoTime();
        listen();
        listening = false;
        if (System.nanoTime() - beganNanos > STEADY.toNanos()) {
          backoff.reset();
        }
        pause(backoff.next());
      }
    } catch (InterruptedException _) {
      log.warn("the collector at {} was stopped while it was busy", broker.id());
    } finally {
      listening = false;
    }
  }

  private void pause(Duration duration) throws InterruptedException {
    long endNanos = System.nanoTime() + duration.toNanos();
    for (long left = duration.toNanos();
        left > 0 && !stopping;
        left = endNanos - System.nanoTime()) {
      bell.await(Duration.ofNanos(left));
    }
  }

  private void listen() throws InterruptedException {
    LinkSettings link =
        LinkSettings.visitor(
                broker,
                settings.org() + ".collector-" + settings.id(),
                settings.access(),
                BATCH_MAX)
            .withWill(present(false));
    List<String> filters =
        List.of(Topics.states(settings.org()), Topics.sharedJournals(settings.org()));
    try {
      ledger.check(); // who cannot store leaves the documents to others
    } catch (LedgerException _) {
      return; // the ledger says so in the log
    }
    try (Link open = Link.open(link, filters, bell)) {
      open.publish(present(true), 0);
      listening = true;
      failure = "";
      log.info("collecting from {} at broker {} ({})", settings.org(), broker.id(), broker.url());
      while (!stopping && open.loss().isEmpty()) {
        store(open, batch(open));
        remind(open);
      }
      if (stopping) {
        open.leave(present(false));
      } else {
        failed("lost broker " + broker.id() + ": " + open.loss().orElse(""));
      }
    } catch (LedgerException _) {
      // it says so in the log; nothing of the batch was acknowledged: it comes again
    } catch (LinkException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while connecting");
      }
      failed(String.valueOf(e.getMessage()));
    }
  }

  /// Takes what has come; nothing when for a while nothing comes. What comes while a batch is
  /// stored is the next one: the busier, the larger.
  private List<Link.Arrived> batch(Link link) throws InterruptedException {
    List<Link.Arrived> batch = arrived(link);
    long endNanos = System.nanoTime() + TICK.toNanos();
    for (long left = TICK.toNanos();
        left > 0 && batch.isEmpty() && !stopping && link.loss().isEmpty();
        left = endNanos - System.nanoTime()) {
      bell.await(Duration.ofNanos(left));
      takeAnswers(link);
      batch = arrived(link);
    }
    return batch;
  }

  private static List<Link.Arrived> arrived(Link link) {
    var batch = new ArrayList<Link.Arrived>();
    for (Optional<Link.Arrived> next = link.arrival();
        next.isPresent();
        next = batch.size() < BATCH_MAX ? link.arrival() : Optional.empty()) {
      batch.add(next.get());
    }
    return batch;
  }

  private void store(Link link, List<Link.Arrived> batch) throws InterruptedException {
    var deliveries = new ArrayList<Delivery>();
    batch.forEach(message -> delivery(message).ifPresent(deliveries::add));
    if (!deliveries.isEmpty()) {
      Ledger.Taken taken = ledger.take(deliveries, clock.instant());
      committed.run();
      taken.newest().forEach(state -> shares.saw(state.from(), state.message()));
      tell(link, taken.owed(), true);
    }
    batch.forEach(link::acknowledge);
  }

  /// Asks for what is missing where nothing comes that could be answered with it.
  private void remind(Link link) throws InterruptedException {
    List<Chapter> due = gaps.due(System.nanoTime());
    if (!due.isEmpty()) {
      tell(link, ledger.remind(due, clock.instant()), false);
    }
  }

  /// @param always whether also those are told who are not asked for anything
  private void tell(Link link, List<Intake.Owed> owed, boolean always) throws InterruptedException {
    for (Intake.Owed one : owed) {
      Ack ack = one.ack();
      Optional<Ack.Range> missing =
          gaps.note(new Chapter(one.terminal(), ack.epoch()), one.gap(), System.nanoTime());
      awaitRoom(link);
      if (link.loss().isEmpty() && (always || missing.isPresent())) {
        Ack whole =
            new Ack(
                ack.epoch(),
                ack.through(),
                ack.hash(),
                ack.rejected(),
                missing,
                shares.share(one.terminal(), ack.epoch(), ack.through()));
        link.publish(Link.Letter.retained(one.terminal().ack(), whole.bytes()), 0);
      }
    }
  }

  private Optional<Delivery> delivery(Link.Arrived message) {
    Optional<Topics> from = Topics.of(settings.org(), message.topic());
    if (from.isEmpty() || message.payload().length == 0) {
      return Optional.empty();
    }
    if (message.topic().equals(from.get().journal())) {
      return Optional.of(Delivery.Document.of(from.get(), message));
    }
    if (!message.topic().equals(from.get().state())) {
      return Optional.empty();
    }
    try {
      StateMessage state = StateMessage.read(message.payload());
      unreadable.end(from.get());
      return Optional.of(
          new Delivery.State(
              from.get(), state, new String(message.payload(), StandardCharsets.UTF_8)));
    } catch (IllegalArgumentException e) {
      String reason = String.valueOf(e.getMessage());
      if (unreadable.isNews(from.get(), reason)) {
        log.warn("states of {} that cannot be read are ignored: {}", from.get().terminal(), reason);
      }
      return Optional.empty();
    }
  }

  private void awaitRoom(Link link) throws InterruptedException {
    takeAnswers(link);
    while (link.room() <= 0 && link.loss().isEmpty()) {
      bell.await(TICK);
      takeAnswers(link);
    }
  }

  private void takeAnswers(Link link) {
    for (Optional<Link.Answered> next = link.answer(); next.isPresent(); next = link.answer()) {
      if (next.get().isRefused() && !next.get().reason().equals(refusal)) {
        refusal = next.get().reason();
        log.error(
            "broker {} refuses the collector's messages with {}: terminals keep what they have",
            broker.id(),
            refusal);
      }
    }
  }

  private Link.Letter present(boolean isHere) {
    return Link.Letter.retained(
        presence, ("{\"online\":" + isHere + "}").getBytes(StandardCharsets.UTF_8));
  }

  private void failed(String why) {
    if (!why.equals(failure)) {
      log.warn("{}; tried again with growing pauses", why);
    }
    failure = why;
  }
}
