package till.uplink;

import java.time.Duration;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
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
/// slow collector is not buried under repetitions; number and epoch make them harmless. The
/// uplink's thread; as old as the connection.
final class DocumentPump {

  /// Most documents on their way without an ack.
  static final int UNACKED_MAX = 200;

  private static final String CONTENT_TYPE = "application/vnd.till.journal+json";

  private final Outbox outbox;
  private final Link link;
  private final String topic;
  private final DrainBudget budget;
  private final UplinkSettings.Acknowledgement mode;
  private final Timing timing;
  private final Problems problems;
  private final TreeSet<Long> taken = new TreeSet<>();

  // positions; `probed` is the document that is tried alone until it is taken, 0 when none is
  private long sent;
  private int unackedMax;
  private Optional<Again> again = Optional.empty();
  private long againNanos;
  private long probed;
  private long quietUntilNanos;
  private Duration resendAfter;
  private long movedNanos;
  private long seenBookmark;
  private long tooLarge;

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
    long nowNanos = System.nanoTime();
    sent = outbox.bookmark().position();
    seenBookmark = sent;
    unackedMax = timing.firstWindow();
    quietUntilNanos = nowNanos;
    againNanos = nowNanos - timing.resend().toNanos();
    movedNanos = nowNanos;
    resendAfter = timing.resend();
  }

  /// Sends what may be sent now.
  void work(long nowNanos) {
    noteBookmark(nowNanos);
    resendWhenDue(nowNanos);
    int most = most(nowNanos);
    if (most <= 0) {
      return;
    }
    if (again.isPresent()) {
      sendAgain(again.get(), most);
      return;
    }
    if (sent == seenBookmark) {
      movedNanos = nowNanos;
    }
    for (Outgoing document : outbox.after(sent, most)) {
      sent = document.position();
      publish(document);
    }
  }

  /// How long the loop may sleep at most, as far as documents are concerned.
  ///
  /// @param head position of the newest document
  long waitMillis(long nowNanos, long head) {
    boolean hasNothing = sent >= head && again.isEmpty();
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
      problems.begin(
          Problems.REFUSED, "the broker refuses documents with " + answer.reason() + "; kept");
      pauseBefore(position, nowNanos);
    } else if (answer.code() == ReasonCode.NO_MATCHING_SUBSCRIBERS) {
      pauseBefore(position, nowNanos);
    } else {
      if (position == probed) {
        goOn(nowNanos);
      }
      if (mode == UplinkSettings.Acknowledgement.BROKER) {
        taken.add(position);
        acknowledgeTaken();
      }
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
      if (document.position() <= wanted.to()) {
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
      if (bookmark >= tooLarge) {
        problems.end(Problems.TOO_LARGE);
      }
      if (bookmark >= probed) {
        goOn(nowNanos);
      }
    }
  }

  private void resendWhenDue(long nowNanos) {
    if (sent > seenBookmark && nowNanos - movedNanos >= resendAfter.toNanos()) {
      sent = seenBookmark;
      movedNanos = nowNanos;
      unackedMax = timing.firstWindow();
      Duration twice = resendAfter.multipliedBy(2);
      resendAfter = twice.compareTo(timing.resendCap()) < 0 ? twice : timing.resendCap();
    }
  }

  private int most(long nowNanos) {
    boolean isQuiet = nowNanos - quietUntilNanos < 0;
    return isQuiet ? 0 : Math.min(window(), budget.available(nowNanos));
  }

  private int window() {
    int open = probed > 0 ? 1 - link.inFlight() : link.room();
    long unacked = unackedMax - (sent - seenBookmark);
    return again.isPresent() ? open : (int) Math.min(open, unacked);
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
      tooLarge = document.position();
      problems.begin(
          Problems.TOO_LARGE,
          "document %d of %d bytes is larger than the broker takes; it is kept"
              .formatted(document.number(), document.document().length));
    }
  }

  /// Documents behind the one that was not taken may be: only itself ends the pause.
  private void pauseBefore(long position, long nowNanos) {
    sent = Math.max(Math.min(sent, position - 1), seenBookmark);
    probed = sent + 1;
    quietUntilNanos = nowNanos + timing.probe().toNanos();
  }

  private void goOn(long nowNanos) {
    probed = 0;
    quietUntilNanos = nowNanos;
    problems.end(Problems.REFUSED);
  }

  private void acknowledgeTaken() {
    long next = outbox.bookmark().position();
    taken.headSet(next, true).clear();
    while (taken.remove(next + 1)) {
      next++;
    }
    if (next > outbox.bookmark().position()) {
      outbox.acknowledge(next);
    }
  }
}
