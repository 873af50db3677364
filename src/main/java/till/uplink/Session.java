package till.uplink;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import till.journal.Head;
import till.journal.Outbox;

/// What the uplink does while one connection lasts: takes letters in, sends documents and states
/// out. The uplink's thread.
final class Session {

  /// The tags of what is no document; positions of documents begin with 1.
  private static final long STATE_TAG = 0;

  private static final long REPORTED_TAG = -1;

  /// Letters that are read before the documents get their turn again.
  private static final int LETTERS_PER_ROUND_MAX = 32;

  /// How often other rooms are asked how they are, and how long a round waits at most.
  private static final Duration TICK = Duration.ofSeconds(1);

  /// What the session shares with the uplink.
  ///
  /// @param reported the newest report of the configuration, null before the first
  record Surroundings(
      Uplink.Origin origin,
      Topics topics,
      Outbox outbox,
      Consumer<Inbound> letters,
      Supplier<StateView> state,
      Supplier<byte @Nullable []> reported,
      InstantSource clock,
      Timing timing,
      AckReader acks,
      Contradictions contradictions,
      Problems problems,
      DrainBudget budget) {}

  private final Surroundings around;
  private final Link link;
  private final long conn;
  private final DocumentPump pump;
  private final StateReports reports;
  private final long beganNanos = System.nanoTime();
  private final long bookmarkAtBegin;
  private long askedNanos = beganNanos - TICK.toNanos();
  private byte @Nullable [] reportedSent;

  Session(
      Surroundings around, Link link, long conn, UplinkSettings.Acknowledgement acknowledgement) {
    this.around = around;
    this.link = link;
    this.conn = conn;
    pump =
        new DocumentPump(
            around.outbox(),
            link,
            around.topics(),
            around.budget(),
            acknowledgement,
            around.timing(),
            around.problems());
    reports = new StateReports(around.timing());
    bookmarkAtBegin = around.outbox().bookmark().position();
  }

  /// One round.
  ///
  /// @return how long nothing is to be done, unless the bell rings
  Duration work() {
    takeAnswers();
    boolean more = takeLetters();
    Head head = around.outbox().head();
    around.contradictions().look(head, System.nanoTime());
    tellState(head);
    tellReported();
    pump.work(System.nanoTime());
    if (more) {
      return Duration.ZERO;
    }
    long wait = pump.waitMillis(System.nanoTime(), head.position());
    return wait < TICK.toMillis() ? Duration.ofMillis(wait) : TICK;
  }

  /// Whether this connection is worth having: it has stood for a while, and what it is for
  /// happened.
  boolean isSteady() {
    if (System.nanoTime() - beganNanos < around.timing().steady().toNanos()) {
      return false;
    }
    long bookmark = around.outbox().bookmark().position();
    return bookmark > bookmarkAtBegin
        || around.outbox().head().position() <= bookmark
        || pump.passesOver();
  }

  /// Documents that may be on their way without an ack.
  int window() {
    return pump.unackedMax();
  }

  private void takeAnswers() {
    for (Optional<Link.Answered> next = link.answer(); next.isPresent(); next = link.answer()) {
      Link.Answered answer = next.get();
      if (answer.tag() > STATE_TAG) {
        pump.answered(answer.tag(), answer, System.nanoTime());
      } else if (answer.isRefused()) {
        around
            .problems()
            .begin(
                Problems.STATE_REFUSED,
                "the broker refuses what the terminal says of itself with " + answer.reason());
      } else {
        around.problems().end(Problems.STATE_REFUSED);
      }
    }
  }

  private boolean takeLetters() {
    for (int n = 0; n < LETTERS_PER_ROUND_MAX; n++) {
      Optional<Link.Arrived> arrived = link.arrival();
      if (arrived.isEmpty()) {
        return false;
      }
      take(arrived.get());
      link.acknowledge(arrived.get());
    }
    return true;
  }

  private void take(Link.Arrived letter) {
    if (letter.payload().length == 0) {
      return;
    }
    if (!letter.topic().equals(around.topics().ack())) {
      around.letters().accept(new Inbound(letter.topic(), letter.payload()));
      return;
    }
    around
        .acks()
        .take(letter.payload())
        .ifPresent(wishes -> {
          wishes.drainPerSecond().ifPresentOrElse(around.budget()::limit, around.budget()::unlimit);
          wishes
              .missing()
              .ifPresent(numbers -> pump.sendAgain(wishes.epoch(), numbers, System.nanoTime()));
        });
  }

  private void tellState(Head head) {
    long nowNanos = System.nanoTime();
    if (nowNanos - askedNanos < TICK.toNanos() || link.room() <= 0) {
      return;
    }
    askedNanos = nowNanos;
    StateView view = withOwnProblems(around.state().get());
    Outbox.Bookmark bookmark = around.outbox().bookmark();
    if (reports.isDue(view, head.position(), bookmark, nowNanos)) {
      var key =
          new StateMessage.Key(
              around.origin().keyId(),
              Base64.getEncoder().encodeToString(around.origin().publicKey()));
      var standing =
          new StateMessage.Standing(
              around.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString(),
              around.origin().version(),
              head.epoch(),
              around.outbox().firstNumber(),
              head.number(),
              head.hash(),
              Uplink.acked(around.outbox(), head),
              backlog(head, bookmark),
              view,
              Optional.of(key));
      link.publish(
          Link.Letter.retained(
              around.topics().state(), new StateMessage(true, conn, Optional.of(standing)).bytes()),
          STATE_TAG);
    }
  }

  private StateMessage.Backlog backlog(Head head, Outbox.Bookmark bookmark) {
    long documents = head.position() - bookmark.position();
    return new StateMessage.Backlog(
        documents,
        documents > 0 ? around.outbox().oldest().map(Instant::toString) : Optional.empty());
  }

  private StateView withOwnProblems(StateView view) {
    List<String> own = around.problems().codes();
    if (own.isEmpty()) {
      return view;
    }
    var all = new LinkedHashSet<>(view.problems()); // the lane shows some of them, too
    all.addAll(own);
    return new StateView(view.lane(), List.copyOf(all), view.revisions());
  }

  private void tellReported() {
    byte[] newest = around.reported().get();
    if (newest != null && !Arrays.equals(newest, reportedSent) && link.room() > 0) {
      publishReport(Link.Letter.retained(around.topics().reported(), newest));
      reportedSent = newest;
    }
  }

  /// A report that is too large would cost this connection, and each one after it.
  private void publishReport(Link.Letter report) {
    if (link.fits(report)) {
      link.publish(report, REPORTED_TAG);
      around.problems().end(Problems.REPORT_TOO_LARGE);
    } else {
      around
          .problems()
          .begin(
              Problems.REPORT_TOO_LARGE,
              "the report on the configuration of %d bytes is larger than the broker takes"
                  .formatted(report.payload().length));
    }
  }
}
