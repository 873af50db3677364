package till.uplink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import till.evidence.Evidence;

/// Somebody else at the broker, on the test's own thread: publishes, and reads what comes.
public final class Peer implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final Duration TICK = Duration.ofSeconds(1);

  private final Bell bell;
  private final Link link;

  private Peer(Bell bell, Link link) {
    this.bell = bell;
    this.link = link;
  }

  /// Joins, listening to these filters.
  public static Peer join(UplinkSettings.Broker broker, String id, String... filters)
      throws LinkException {
    var bell = new Bell();
    LinkSettings settings = LinkSettings.visitor(broker, id, Access.NONE, 20);
    return new Peer(bell, Link.open(settings, List.of(filters), bell));
  }

  /// Publishes, and waits for the broker's answer.
  ///
  /// @return the reason code
  public int publish(Link.Letter letter) throws InterruptedException {
    link.publish(letter, 1);
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    Optional<Link.Answered> answer = link.answer();
    while (answer.isEmpty()) {
      await(endNanos, "an answer to a message on " + letter.topic());
      answer = link.answer();
    }
    return answer.get().code();
  }

  public int retain(String topic, String payload) throws InterruptedException {
    return publish(Link.Letter.retained(topic, payload.getBytes(StandardCharsets.UTF_8)));
  }

  /// The next message.
  public Link.Arrived next() throws InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    Optional<Link.Arrived> arrived = link.arrival();
    while (arrived.isEmpty()) {
      await(endNanos, "a message");
      arrived = link.arrival();
    }
    Evidence.keep(Evidence.Kind.MQTT, arrived.get().payload());
    link.acknowledge(arrived.get());
    return arrived.get();
  }

  /// The next message whose text holds this; others are passed over.
  public String nextWith(String part) throws InterruptedException {
    while (true) {
      String text = new String(next().payload(), StandardCharsets.UTF_8);
      if (text.contains(part)) {
        return text;
      }
    }
  }

  private void await(long endNanos, String what) throws InterruptedException {
    if (System.nanoTime() > endNanos || link.loss().isPresent()) {
      throw new AssertionError("waited in vain for " + what + link.loss().orElse(""));
    }
    bell.await(TICK);
  }

  @Override
  public void close() {
    link.leave();
  }
}
