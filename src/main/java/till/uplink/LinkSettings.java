package till.uplink;

import java.net.URI;
import java.time.Duration;
import java.util.Optional;

/// One connection to one broker.
///
/// @param broker the broker's id, for messages
/// @param url `mqtt://host:port` or `mqtts://host:port`
/// @param cleanStart whether an older session is forgotten
/// @param sessionExpirySeconds how long the broker keeps the session, and the will's delay at most
/// @param receiveMaximum messages the broker may send without having them acknowledged
/// @param will what the broker says for us when we are gone
/// @param connectTimeout from the first packet to the broker's answer; not under 5 s in the field,
///   a broker with a large session needs its time
/// @param keepAlive a ping goes out after this long without a packet; the loss of an idle
///   connection is noticed after twice as long. Whole seconds
/// @param pubackTimeout how long a PUBLISH may go unanswered before the connection counts as dead
public record LinkSettings(
    String broker,
    URI url,
    String clientId,
    Access access,
    boolean cleanStart,
    long sessionExpirySeconds,
    int receiveMaximum,
    Optional<Link.Letter> will,
    long willDelaySeconds,
    Duration connectTimeout,
    Duration keepAlive,
    Duration pubackTimeout) {

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(15);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(30);
  private static final Duration PUBACK_TIMEOUT = Duration.ofSeconds(15);

  /// For one who comes, does something and goes: no session stays behind.
  public static LinkSettings visitor(
      UplinkSettings.Broker broker, String clientId, Access access, int receiveMaximum) {
    return new LinkSettings(
        broker.id(),
        broker.url(),
        clientId,
        access,
        true,
        0,
        receiveMaximum,
        Optional.empty(),
        0,
        CONNECT_TIMEOUT,
        KEEP_ALIVE,
        PUBACK_TIMEOUT);
  }

  /// The same with a will that is sent as soon as the connection is lost.
  public LinkSettings withWill(Link.Letter will) {
    return new LinkSettings(
        broker,
        url,
        clientId,
        access,
        cleanStart,
        sessionExpirySeconds,
        receiveMaximum,
        Optional.of(will),
        0,
        connectTimeout,
        keepAlive,
        pubackTimeout);
  }
}
