package till.uplink;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.logging.Level;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.internal.ClientState;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One connection to one broker, used once: when it is lost, it is closed and a new one is opened.
///
/// Paho 1.2.5 is used as a dumb pipe. A client object that reconnects keeps the limits and topic
/// aliases of the broker before, sends twice what it reported as failed, and can hang for ever; one
/// that never does has none of this. What Paho lacks is here: a deadline for the broker's answer,
/// one for each PUBACK, a window that holds, and reason codes that are read (a refused PUBLISH is a
/// success to Paho).
///
/// Guarantees: `answer` tells each PUBLISH's fate at most once; a message is acknowledged only by
/// `acknowledge`. Does not guarantee that a PUBLISH without an answer did not arrive.
///
/// One owner thread calls everything but `Bell.ring`. What Paho's threads bring goes through
/// `Arrivals`, `InFlight` and `Loss`; they only take note and ring.
public final class Link implements AutoCloseable {

  /// Most messages of ours without a PUBACK; less when the broker says so. More only moves the
  /// queue from our disk into the broker's memory.
  public static final int WINDOW_MAX = 20;

  /// Largest packet we take or send: a journal document and room around it. Paho refuses to send
  /// more than it takes, and takes more than it allowed the broker to send.
  private static final long PACKET_BYTES_MAX = 256 * 1024;

  private static final Duration SUBSCRIBE_TIMEOUT = Duration.ofSeconds(10);

  /// Paho leaks a thread for ever when we take a connection attempt down younger than about 300 ms.
  private static final long YOUNG_MILLIS = 1_000;

  /// For the goodbye and for the broker's answer to it.
  private static final long GOODBYE_MILLIS = 300;

  private static final long DISCONNECT_MILLIS = 150;

  private static final Duration WAKE_PAUSE = Duration.ofMillis(50);

  /// Half a minute: beyond it the thread is counted as a stray one.
  private static final int WAKES_MAX = 600;

  private static final Logger log = LoggerFactory.getLogger(Link.class);

  /// Paho prints stack traces of what is told here in a line.
  private static final java.util.logging.Logger PAHO =
      java.util.logging.Logger.getLogger("org.eclipse.paho.mqttv5");

  static {
    PAHO.setLevel(Level.OFF);
  }

  /// Something to publish with QoS 1.
  ///
  /// @param contentType also says that the payload is UTF-8
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Letter(
      String topic,
      byte[] payload,
      boolean retained,
      Optional<String> contentType,
      Map<String, String> properties) {

    public Letter {
      properties = Map.copyOf(properties);
    }

    /// One that the broker keeps for those who come later.
    public static Letter retained(String topic, byte[] payload) {
      return new Letter(topic, payload, true, Optional.empty(), Map.of());
    }

    /// At most what it takes on the wire.
    long packetBytes() {
      long bytes = 32L + utf8(topic) + payload.length + contentType.map(Link::utf8).orElse(0);
      for (Map.Entry<String, String> property : properties.entrySet()) {
        bytes += 5 + utf8(property.getKey()) + utf8(property.getValue());
      }
      return bytes;
    }
  }

  /// A message from the broker, not acknowledged yet.
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Arrived(
      String topic, byte[] payload, Map<String, String> properties, int id, int qos) {

    public Arrived {
      properties = Map.copyOf(properties);
    }
  }

  /// What the broker said to a PUBLISH.
  ///
  /// @param tag that it was published with
  /// @param code the PUBACK's reason code
  public record Answered(long tag, int code) {

    public boolean isRefused() {
      return code >= ReasonCode.FAILURE_MIN;
    }

    /// The code in words.
    public String reason() {
      return ReasonCode.text(code);
    }
  }

  private final LinkSettings settings;
  private final Bell bell;
  private final Transport transport;
  private final Client client;
  private final long openedNanos = System.nanoTime();
  private final Loss loss;
  private final Arrivals arrivals;

  // the owner's thread only
  private final InFlight inFlight;
  private int window;
  private long packetBytesMax;
  private boolean established;
  private boolean closed;

  private Link(LinkSettings settings, Bell bell) throws LinkException {
    this.settings = settings;
    this.bell = bell;
    loss = new Loss(bell);
    arrivals = new Arrivals(settings.receiveMaximum(), PACKET_BYTES_MAX);
    inFlight = new InFlight(settings.pubackTimeout(), loss, bell);
    String host = settings.url().getHost();
    int port = settings.url().getPort();
    if (host == null || port < 0) {
      throw new LinkException("the address " + settings.url() + " lacks a host name or a port");
    }
    transport =
        new Transport(
            host,
            port,
            tls(settings),
            PACKET_BYTES_MAX,
            failure -> loss.note("what came cannot be read: " + failure));
    try {
      client = new Client(settings.clientId());
    } catch (MqttException | IllegalArgumentException e) {
      throw new LinkException("cannot connect to " + settings.url() + ": " + e.getMessage(), e);
    }
  }

  private static Optional<SSLSocketFactory> tls(LinkSettings settings) throws LinkException {
    return switch (String.valueOf(settings.url().getScheme())) {
      case "mqtt" -> Optional.empty();
      case "mqtts" -> Optional.of(Tls.sockets(settings.access()));
      default -> throw new LinkException(settings.url() + " is neither mqtt:// nor mqtts://");
    };
  }

  /// Connects and subscribes. Takes as long as the settings allow.
  ///
  /// @param filters subscribed with QoS 1; retained messages come anew
  /// @param bell rung whenever there is something to read
  /// @throws LinkException when there is no usable connection; then nothing is left of it
  public static Link open(LinkSettings settings, List<String> filters, Bell bell)
      throws LinkException {
    var link = new Link(settings, bell);
    try {
      link.connect();
      if (!filters.isEmpty()) {
        link.subscribe(filters);
      }
      return link;
    } catch (LinkException | RuntimeException e) {
      link.close();
      throw e;
    }
  }

  private void connect() throws LinkException {
    try {
      client.setCallback(new PahoCallback(settings.broker(), arrivals, loss, bell));
      client.setManualAcks(true);
      IMqttToken token = client.connect(PahoPackets.connect(settings, PACKET_BYTES_MAX));
      token.waitForCompletion(settings.connectTimeout().toMillis());
      established = true;
      accept(token.getResponseProperties());
    } catch (MqttException e) {
      throw failure("cannot connect to " + settings.url(), e);
    }
  }

  /// Reads the broker's limits. Paho reads the receive maximum as a signed number: from 32,768 on
  /// it cannot publish at all.
  private void accept(@Nullable MqttProperties connack) throws LinkException {
    Integer receiveMaximum = connack == null ? null : connack.getReceiveMaximum();
    if (receiveMaximum != null && receiveMaximum <= 0) {
      throw new LinkException(
          "the broker "
              + settings.broker()
              + " announces a receive maximum of "
              + (receiveMaximum & 0xFFFF)
              + ": set it to 32767 or less there");
    }
    window = receiveMaximum == null ? WINDOW_MAX : Math.min(WINDOW_MAX, receiveMaximum);
    Long packet = connack == null ? null : connack.getMaximumPacketSize();
    packetBytesMax = packet == null ? PACKET_BYTES_MAX : Math.min(PACKET_BYTES_MAX, packet);
  }

  private void subscribe(List<String> filters) throws LinkException {
    try {
      IMqttToken token =
          client.subscribe(
              filters.stream()
                  .map(filter -> new MqttSubscription(filter, 1))
                  .toArray(MqttSubscription[]::new));
      token.waitForCompletion(SUBSCRIBE_TIMEOUT.toMillis());
      int[] codes = token.getReasonCodes();
      for (int i = 0; i < filters.size(); i++) {
        if (codes == null || i >= codes.length || codes[i] >= ReasonCode.FAILURE_MIN) {
          throw new LinkException(
              "the broker "
                  + settings.broker()
                  + " refuses the subscription to "
                  + filters.get(i)
                  + ": "
                  + (codes == null || i >= codes.length ? "no code" : ReasonCode.text(codes[i])),
              codes == null || i >= codes.length ? 0 : codes[i]);
        }
      }
    } catch (MqttException | IllegalArgumentException e) {
      throw failure("cannot subscribe at " + settings.url(), e);
    }
  }

  /// Why it is lost, once it is. Whatever is published after that is not.
  public Optional<String> loss() {
    return ending().map(Ending::reason);
  }

  /// The same with the broker's code.
  Optional<Ending> ending() {
    return loss.ending();
  }

  /// Until when the broker's certificate is valid; nothing where it showed none.
  public Optional<Instant> brokerExpiry() {
    try {
      return transport.peerExpiry();
    } catch (IOException e) {
      log.debug("no certificate of {}: {}", settings.broker(), e.toString());
      return Optional.empty();
    }
  }

  /// How many more may be published now.
  public int room() {
    return window - inFlight.size();
  }

  /// Messages that have no answer yet.
  public int inFlight() {
    return inFlight.size();
  }

  /// Whether a packet of this size can be sent, and the broker takes it.
  public boolean fits(Letter letter) {
    return letter.packetBytes() <= packetBytesMax;
  }

  /// Publishes. Never waits.
  ///
  /// @param tag comes back with the answer
  /// @throws IllegalStateException when there is no room
  public void publish(Letter letter, long tag) {
    if (room() <= 0) {
      throw new IllegalStateException("published beyond the window of " + window);
    }
    try {
      client.publish(letter.topic(), PahoPackets.publish(letter), null, inFlight.begin(tag));
    } catch (MqttException | IllegalArgumentException e) {
      loss.note("cannot publish: " + PahoFailure.text(e));
    }
  }

  /// The next answer, when there is one. Where there is none, a PUBACK that is overdue is the end.
  public Optional<Answered> answer() {
    return inFlight.answer();
  }

  /// The next message, when there is one. It stays unacknowledged.
  public Optional<Arrived> arrival() {
    return arrivals.poll();
  }

  /// Tells the broker that we have it for good.
  public void acknowledge(Arrived arrived) {
    if (arrived.qos() == 0) {
      return;
    }
    try {
      client.messageArrivedComplete(arrived.id(), arrived.qos());
    } catch (MqttException e) {
      loss.note("cannot acknowledge: " + PahoFailure.text(e));
    }
  }

  /// Leaves with a word to those who stay: publishes it, and leaves. Waits for half a second at
  /// most.
  public void leave(Letter goodbye) {
    try {
      sayGoodbye(goodbye);
      leave();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Disconnects so that the will is not sent, and closes. Waits for a moment at most.
  public void leave() {
    try {
      if (loss().isEmpty()) {
        client.disconnect(0).waitForCompletion(DISCONNECT_MILLIS);
      }
    } catch (MqttException e) {
      log.debug("did not leave {} cleanly: {}", settings.broker(), PahoFailure.text(e));
    } finally {
      close();
    }
  }

  private void sayGoodbye(Letter goodbye) throws InterruptedException {
    long endNanos = System.nanoTime() + Duration.ofMillis(GOODBYE_MILLIS).toNanos();
    boolean said = false;
    for (long left = endNanos - System.nanoTime();
        left > 0 && loss().isEmpty();
        left = endNanos - System.nanoTime()) {
      while (answer().isPresent()) {
        // whatever it was about: after the next start it is sent again
      }
      if (said && inFlight() == 0) {
        return;
      }
      if (!said && room() > 0) {
        publish(goodbye, 0);
        said = true;
      }
      bell.await(Duration.ofNanos(left));
    }
  }

  /// Takes the connection down as a crash would, on a thread of its own; returns at once.
  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    loss.note("closed");
    long ageMillis = Duration.ofNanos(System.nanoTime() - openedNanos).toMillis();
    long waitMillis = established ? 0 : Math.max(0, YOUNG_MILLIS - ageMillis);
    Thread.ofVirtual()
        .name("link-" + settings.broker() + "-close")
        .start(() -> takeDown(waitMillis));
  }

  private void takeDown(long waitMillis) {
    try {
      Thread.sleep(waitMillis);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    Runnable wakeSender = client.wakeSender();
    try {
      client.disconnectForcibly(0, 1, false);
    } catch (MqttException | RuntimeException e) {
      log.debug("taking down the connection to {}: {}", settings.broker(), PahoFailure.text(e));
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      log.debug("closing the connection to {}: {}", settings.broker(), PahoFailure.text(e));
    }
    transport.sender().ifPresent(sender -> end(sender, wakeSender));
  }

  /// Paho tells its sending thread to end without a look whether it listens: one that is just about
  /// to wait for the next packet would wait for ever. It is woken until it has seen that it is
  /// over.
  private static void end(Thread sender, Runnable wake) {
    try {
      for (int i = 0; i < WAKES_MAX && !sender.join(WAKE_PAUSE); i++) {
        wake.run();
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private LinkException failure(String attempt, Exception e) {
    if (e.getCause() instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new LinkException(attempt + ": " + PahoFailure.text(e), e, PahoFailure.code(e));
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /// Paho on a transport of ours; the address is a word it asks for.
  private final class Client extends MqttAsyncClient {

    Client(String clientId) throws MqttException {
      super("tcp://transport", clientId, new MemoryPersistence());
    }

    @Override
    protected NetworkModule[] createNetworkModules(String address, MqttConnectionOptions options) {
      return new NetworkModule[] {transport};
    }

    /// Wakes the thread that sends, also when the client is closed by then.
    Runnable wakeSender() {
      return comms.getClientState() instanceof ClientState state
          ? state::notifyQueueLock
          : () -> {};
    }
  }
}
