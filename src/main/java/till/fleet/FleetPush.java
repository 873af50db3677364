package till.fleet;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import till.uplink.Access;
import till.uplink.Bell;
import till.uplink.Link;
import till.uplink.LinkException;
import till.uplink.LinkSettings;
import till.uplink.Topics;
import till.uplink.UplinkSettings;

/// Puts a signed document, retained, on every broker of the fleet.
public final class FleetPush {

  private static final int RECEIVE_MAX = 20;

  /// After this without an answer the link itself gives up.
  private static final Duration TICK = Duration.ofSeconds(1);

  /// What became of it at one broker.
  ///
  /// @param reason why not; empty when it is there
  public record Outcome(String broker, boolean isThere, String reason) {}

  private FleetPush() {}

  /// Where a configuration of this scope goes.
  ///
  /// @param scope `terminal/0042-03`, `store/0042` or `fleet`
  /// @throws IllegalArgumentException when it is none of these
  public static String configTopic(String org, String scope) {
    if (scope.equals("fleet")) {
      return Topics.fleetConfig(org);
    }
    if (scope.startsWith("store/")) {
      return Topics.storeConfig(org, scope.substring("store/".length()));
    }
    if (scope.startsWith("terminal/")) {
      return new Topics(org, scope.substring("terminal/".length())).config();
    }
    throw new IllegalArgumentException(
        "the scope \"" + scope + "\" is none of terminal/ID, store/ID, fleet");
  }

  /// Pushes. A broker that cannot be reached does not keep the others from getting it.
  ///
  /// @param document the signed document (JWS compact)
  /// @return one for each broker, in order
  /// @throws InterruptedException when the calling thread was interrupted
  public static List<Outcome> push(
      List<UplinkSettings.Broker> brokers, Access access, String topic, byte[] document)
      throws InterruptedException {
    var outcomes = new ArrayList<Outcome>();
    for (UplinkSettings.Broker broker : brokers) {
      outcomes.add(push(broker, access, topic, document));
    }
    return outcomes;
  }

  private static Outcome push(
      UplinkSettings.Broker broker, Access access, String topic, byte[] document)
      throws InterruptedException {
    var bell = new Bell();
    LinkSettings settings =
        LinkSettings.visitor(broker, "push-" + UUID.randomUUID(), access, RECEIVE_MAX);
    try (Link link = Link.open(settings, List.of(), bell)) {
      Link.Letter letter = Link.Letter.retained(topic, document);
      if (!link.fits(letter)) {
        return new Outcome(broker.id(), false, "it is larger than the broker takes");
      }
      link.publish(letter, 0);
      while (link.loss().isEmpty()) {
        Optional<Link.Answered> answer = link.answer();
        if (answer.isPresent()) {
          link.leave();
          return answer.get().isRefused()
              ? new Outcome(broker.id(), false, "the broker says " + answer.get().reason())
              : new Outcome(broker.id(), true, "");
        }
        bell.await(TICK);
      }
      return new Outcome(broker.id(), false, link.loss().orElseThrow());
    } catch (LinkException e) {
      if (Thread.interrupted()) {
        throw new InterruptedException("while connecting");
      }
      return new Outcome(broker.id(), false, String.valueOf(e.getMessage()));
    }
  }
}
