package till.uplink;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import till.journal.Head;
import till.journal.Outbox;
import till.journal.Outbox.Outgoing;

/// Sends the documents behind the bookmark over one connection, in order.
///
/// Two windows hold it back: the connection's (messages without a PUBACK) and its own (documents
/// without an ack). Its own begins small with each connection and doubles with each ack, so that a
/// fleet that comes back with full outboxes does not fall on the collector all at once. What is not
/// acknowledged in time is sent again from the bookmark on, with a small window again, so that a
/// slow collector is not buried under repetitions; number and epoch make them harmless. Of a
/// disputed epoch a broker's word is taken instead, because no ack can be.
///
/// What the broker does not take is passed over after a while. Behind it no ack can tell what has
/// arrived: only the connection's window and the budget hold those back. The uplink's thread; as
/// old as the connection.
final class DocumentPump {

  /// Most documents on their way without an ack: enough that the collector stores some while others
  /// are on their way to it.
  static final int UNACKED_MAX = 1_000;

  private static final String CONTENT_TYPE = "application/vnd.till.journal+json";

  private final Outbox outbox;
  private final Link link;
  private final String topic;
  private final DrainBudget budget;
  private final UplinkSettings.Acknowledgement mode;
  private final Timing timing;
  private final Problems problems;
  private final PassedOver passedOver;
  private final TreeSet<Long> taken = new TreeSet<>();

  // positions; `probed` is the document that is tried alone until it is taken, 0 when none is;
  // `through` is how far the broker has taken all but those passed over
  private long sent;
  private long through;
  private int unackedMax;
  private Optional<Again> again = Optional.empty();
  private long againNanos;
  private long probed;
  private int tries;
  private long quietUntilNanos;
  private Duration resendAfter;
  private long movedNanos;
  private long seenBookmark;
  private int seenDisputes;

  /// Documents that are asked for again, by position.
  private record Again(long from, long to) {}

  DocumentPump(
      Outbox outbox,
      Link link,
      Topics topics,
      DrainBudget budget,
      UplinkSettings.Acknowledgement mode,
      Timing timing,
      Problems problems) {
    this.outbox = outbox;
    this.link = link;
    this.topic = topics.journal();
    this.budget = budget;
    this.mode = mode;
    this.timing = timing;
    this.problems = problems;
    passedOver = new PassedOver(timing.probe(), problems);
    long nowNanos = System.nanoTime();
    sent = outbox.bookmark().position();
    seenBookmark = sent;
    seenDisputes = outbox.disputes().size();
    through = sent;
    unackedMax = timing.firstWindow();
    quietUntilNanos = nowNanos;
    againNanos = nowNanos - timing.resend().toNanos();
    movedNanos = nowNanos;
    resendAfter = timing.resend();
  }

  /// Sends what may be sent now.
  void work(long nowNanos) {
    noteBookmark(nowNanos);
    noteDispute();
    resendWhenDue(nowNanos);
    int most = most(nowNanos);
    if (most <= 0) {
      return;
    }
    if (again.isPresent()) {
      sendAgain(again.get(), most);
      return;
    }
    OptionalLong due = probed > 0 ? OptionalLong.empty() : passedOver.nextDue(nowNanos);
    if (due.isPresent()) {
      outbox.after(due.getAsLong() - 1, 1).forEach(this::publish);
      return;
    }
    if (passedOver.isFull()) {
      return;
    }
    if (sent == seenBookmark) {
      movedNanos = nowNanos;
    }
    for (Outgoing document : outbox.after(sent, most)) {
      if (!passedOver.contains(document.position())) {
        if (probed > 0) {
          probe(document.position());
        }
        publish(document);
      }
      sent = document.position();
    }
  }

  /// Documents that may be on their way without an ack.
  int unackedMax() {
    return unackedMax;
  }

  /// Whether documents leave although some cannot.
  boolean passesOver() {
    return !passedOver.isEmpty() && passedOver.first().orElseThrow() < sent;
  }

  /// How long the loop may sleep at most, as far as documents are concerned.
  ///
  /// @param head position of the newest document
  long waitMillis(long nowNanos, long head) {
    boolean hasNothing = (sent >= head || passedOver.isFull()) && again.isEmpty();
    long quietNanos = quietUntilNanos - nowNanos;
    if (!hasNothing && quietNanos > 0) {
      return Duration.ofNanos(quietNanos).toMillis() + 1;
    }
    // a full window opens with a ring
    return hasNothing || window() <= 0 ? Long.MAX_VALUE : Math.max(1, budget.waitMillis());
  }

  /// The broker's answer to the document at a position.
  void answered(long position, Link.Answered answer, long nowNanos) {
    if (answer.isRefused()) {
      refused(position, answer, nowNanos);
    } else if (answer.code() == ReasonCode.NO_MATCHING_SUBSCRIBERS) {
      if (!passedOver.contains(position)) {
        pauseBefore(position, nowNanos);
      }
    } else {
      taken(position, nowNanos);
    }
  }

  private void refused(long position, Link.Answered answer, long nowNanos) {
    if (position <= seenBookmark) {
      return;
    }
    problems.begin(
        Problems.REFUSED,
        "the broker refuses document %d with %s; it is kept"
            .formatted(outbox.after(position - 1, 1).getFirst().number(), answer.reason()));
    if (passedOver.contains(position)) {
      return;
    }
    pauseBefore(position, nowNanos);
    if (position == probed) {
      tries++;
      if (tries >= PassedOver.TRIES) {
        passOver(position, nowNanos);
      }
    }
  }

  /// The one behind it is tried at once, and alone too: it may be the broker and not the document.
  /// Where none is there yet, nothing is under trial, and those passed over get their turns.
  private void passOver(long position, long nowNanos) {
    OptionalLong back = passedOver.refuse(position, nowNanos);
    if (back.isPresent()) {
      sent = back.getAsLong() - 1;
      through = Math.min(through, sent);
    } else {
      sent = position;
      quietUntilNanos = nowNanos;
    }
    probe(sent < outbox.head().position() ? sent + 1 : 0);
  }

  private void taken(long position, long nowNanos) {
    if (passedOver.take(position)) {
      movedNanos = nowNanos; // an ack may cover all that went past it
    }
    if (position == probed) {
      goOn(nowNanos);
    } else {
      endRefused();
    }
    if (mode == UplinkSettings.Acknowledgement.BROKER || outbox.isDisputed(position)) {
      taken.add(position);
      acknowledgeTaken();
    }
  }

  /// The collector asks for these numbers again. Served once in a while: a collector that asks with
  /// every ack must not make a storm.
  void sendAgain(String epoch, Ack.Range numbers, long nowNanos) {
    Head head = outbox.head();
    long shift = head.position() - head.number();
    long from = Math.max(1, numbers.from()) + shift;
    long to = Math.min(numbers.to() + shift, sent);
    boolean isTime = nowNanos - againNanos >= timing.resend().toNanos();
    if (epoch.equals(head.epoch()) && from <= to && isTime) {
      again = Optional.of(new Again(from, to));
      againNanos = nowNanos;
    }
  }

  private void sendAgain(Again wanted, int most) {
    long next = wanted.from();
    for (Outgoing document : outbox.after(wanted.from() - 1, most)) {
      if (document.position() <= wanted.to() && !passedOver.contains(document.position())) {
        publish(document);
      }
      next = document.position() + 1;
    }
    again =
        next > wanted.from() && next <= wanted.to()
            ? Optional.of(new Again(next, wanted.to()))
            : Optional.empty();
  }

  private void noteBookmark(long nowNanos) {
    long bookmark = outbox.bookmark().position();
    if (bookmark > seenBookmark) {
      seenBookmark = bookmark;
      unackedMax = Math.min(UNACKED_MAX, 2 * unackedMax);
      sent = Math.max(sent, bookmark);
      movedNanos = nowNanos;
      resendAfter = timing.resend();
      through = Math.max(through, bookmark);
      passedOver.forgetThrough(bookmark);
      if (bookmark >= probed) {
        goOn(nowNanos);
      }
    }
  }

  /// What was on its way when its epoch became disputed goes once more: now a broker's word counts.
  private void noteDispute() {
    if (outbox.disputes().size() > seenDisputes) {
      seenDisputes = outbox.disputes().size();
      sent = seenBookmark;
    }
  }

  private void resendWhenDue(long nowNanos) {
    if (sent > seenBookmark && nowNanos - movedNanos >= resendAfter.toNanos()) {
      resend();
      movedNanos = nowNanos;
      unackedMax = timing.firstWindow();
      Duration twice = resendAfter.multipliedBy(2);
      resendAfter = twice.compareTo(timing.resendCap()) < 0 ? twice : timing.resendCap();
    }
  }

  /// Of what went past others the next connection sends all again, and this one what is asked for.
  private void resend() {
    Optional<Long> gap = passedOver.first();
    if (gap.isEmpty()) {
      sent = seenBookmark;
    } else if (gap.get() > seenBookmark + 1) {
      again = Optional.of(new Again(seenBookmark + 1, gap.get() - 1));
    }
  }

  private int most(long nowNanos) {
    boolean isQuiet = nowNanos - quietUntilNanos < 0;
    return isQuiet ? 0 : Math.min(window(), budget.available(nowNanos));
  }

  private int window() {
    int open = probed > 0 ? 1 - link.inFlight() : link.room();
    long unacked = unackedMax - (sent - seenBookmark);
    return again.isPresent() || passesOver() ? open : (int) Math.min(open, unacked);
  }

  private void publish(Outgoing document) {
    var letter =
        new Link.Letter(
            topic,
            document.document(),
            false,
            Optional.of(CONTENT_TYPE),
            Map.of(
                "epoch", document.epoch(),
                "number", Long.toString(document.number()),
                "sig", Base64.getUrlEncoder().withoutPadding().encodeToString(document.signature()),
                "kid", document.keyId()));
    if (link.fits(letter)) {
      budget.spend();
      link.publish(letter, document.position());
    } else {
      passedOver.passLarge(document.position());
      problems.begin(
          Problems.TOO_LARGE,
          "document %d of %d bytes is larger than the broker takes; it is kept"
              .formatted(document.number(), document.document().length));
    }
  }

  /// Documents behind the one that was not taken may be: only itself ends the pause.
  private void pauseBefore(long position, long nowNanos) {
    sent = Math.max(Math.min(sent, position - 1), seenBookmark);
    probe(sent + 1);
    quietUntilNanos = nowNanos + timing.probe().toNanos();
  }

  private void probe(long position) {
    if (position != probed) {
      tries = 0;
    }
    probed = position;
  }

  private void goOn(long nowNanos) {
    probe(0);
    quietUntilNanos = nowNanos;
    endRefused();
  }

  private void endRefused() {
    if (probed == 0 && !passedOver.hasRefused()) {
      problems.end(Problems.REFUSED);
    }
  }

  /// The bookmark stays before what was passed over.
  private void acknowledgeTaken() {
    taken.headSet(through, true).clear();
    while (taken.remove(through + 1) || passedOver.contains(through + 1)) {
      through++;
    }
    long safe = passedOver.first().map(first -> Math.min(through, first - 1)).orElse(through);
    if (safe > outbox.bookmark().position()) {
      outbox.acknowledge(safe);
    }
  }
}
