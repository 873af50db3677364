package till.uplink;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Level;
import javax.net.ssl.SSLSocketFactory;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClientException;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.internal.NetworkModule;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
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
/// One owner thread calls everything but `Bell.ring`. Paho's callbacks only enqueue and ring.
public final class Link implements AutoCloseable {

  /// Most messages of ours without a PUBACK; less when the broker says so. More only moves the
  /// queue from our disk into the broker's memory.
  public static final int WINDOW_MAX = 20;

  /// Largest packet we take or send: a journal document and room around it. Paho refuses to send
  /// more than it takes, and takes more than it allowed the broker to send.
  private static final long PACKET_BYTES_MAX = 256 * 1024;

  /// Messages may wait unread up to the bytes that the largest ones we allowed the broker to send
  /// would take, and this many more. Bytes and not messages, because mosquitto 2.0.11 does not keep
  /// to our receive maximum once something is acknowledged. Beyond it the connection is given up.
  private static final int ARRIVALS_SPARE = 64;

  /// What an unread message takes beside its topic and payload.
  private static final long ARRIVAL_OVERHEAD_BYTES = 1_024;

  private static final Duration SUBSCRIBE_TIMEOUT = Duration.ofSeconds(10);

  /// Paho leaks a thread for ever when we take a connection attempt down younger than about 300 ms.
  private static final long YOUNG_MILLIS = 1_000;

  /// For the goodbye and for the broker's answer to it.
  private static final long GOODBYE_MILLIS = 300;

  private static final long DISCONNECT_MILLIS = 150;

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

    private long bytes() {
      return ARRIVAL_OVERHEAD_BYTES + topic.length() + payload.length;
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

  private record Pending(long tag, long sentNanos) {}

  private record RawAnswer(long serial, int code) {}

  private final LinkSettings settings;
  private final Bell bell;
  private final Transport transport;
  private final MqttAsyncClient client;
  private final long openedNanos = System.nanoTime();
  private final AtomicReference<@Nullable Ending> loss = new AtomicReference<>();
  private final BlockingQueue<RawAnswer> answers = new ArrayBlockingQueue<>(2 * WINDOW_MAX);
  private final Queue<Arrived> arrivals = new ConcurrentLinkedQueue<>();
  private final AtomicLong arrivalBytes = new AtomicLong();
  private final long arrivalBytesMax;

  // the owner's thread only
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private int window;
  private long packetBytesMax;
  private long serial;
  private boolean established;
  private boolean closed;

  private Link(LinkSettings settings, Bell bell) throws LinkException {
    this.settings = settings;
    this.bell = bell;
    arrivalBytesMax = (settings.receiveMaximum() + ARRIVALS_SPARE) * PACKET_BYTES_MAX;
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
            failure -> lose("what came cannot be read: " + failure));
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
      client.setCallback(new Enqueuer());
      client.setManualAcks(true);
      IMqttToken token = client.connect(options());
      token.waitForCompletion(settings.connectTimeout().toMillis());
      established = true;
      accept(token.getResponseProperties());
    } catch (MqttException e) {
      throw failure("cannot connect to " + settings.url(), e);
    }
  }

  private MqttConnectionOptions options() {
    var options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(settings.cleanStart());
    options.setSessionExpiryInterval(settings.sessionExpirySeconds());
    options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
    options.setReceiveMaximum(settings.receiveMaximum());
    options.setMaximumPacketSize(PACKET_BYTES_MAX);
    settings.access().username().ifPresent(options::setUserName);
    settings
        .access()
        .password()
        .ifPresent(password -> options.setPassword(password.getBytes(StandardCharsets.UTF_8)));
    settings
        .will()
        .ifPresent(will -> {
          options.setWill(will.topic(), message(will));
          var properties = new MqttProperties();
          properties.setWillDelayInterval(settings.willDelaySeconds());
          options.setWillMessageProperties(properties);
        });
    return options;
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
    return Optional.ofNullable(loss.get());
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
    return window - pending.size();
  }

  /// Messages that have no answer yet.
  public int inFlight() {
    return pending.size();
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
    long mine = serial++;
    pending.put(mine, new Pending(tag, System.nanoTime()));
    try {
      client.publish(letter.topic(), message(letter), null, new Answer(mine));
    } catch (MqttException | IllegalArgumentException e) {
      lose("cannot publish: " + describe(e));
    }
  }

  private static MqttMessage message(Letter letter) {
    var properties = new MqttProperties();
    letter
        .contentType()
        .ifPresent(type -> {
          properties.setContentType(type);
          properties.setPayloadFormat(true);
        });
    properties.setUserProperties(
        letter.properties().entrySet().stream()
            .map(property -> new UserProperty(property.getKey(), property.getValue()))
            .toList());
    return new MqttMessage(letter.payload(), 1, letter.retained(), properties);
  }

  /// The next answer, when there is one. Reads them all before judging the deadline: it is not the
  /// broker's fault when the owner was busy.
  public Optional<Answered> answer() {
    for (RawAnswer raw = answers.poll(); raw != null; raw = answers.poll()) {
      Pending answered = pending.remove(raw.serial());
      if (answered != null) {
        return Optional.of(new Answered(answered.tag(), raw.code()));
      }
    }
    checkDeadline();
    return Optional.empty();
  }

  private void checkDeadline() {
    Iterator<Pending> oldest = pending.values().iterator();
    if (oldest.hasNext()
        && System.nanoTime() - oldest.next().sentNanos() > settings.pubackTimeout().toNanos()
        && answers.isEmpty()) {
      lose("no PUBACK within " + settings.pubackTimeout().toMillis() + " ms");
    }
  }

  /// The next message, when there is one. It stays unacknowledged.
  public Optional<Arrived> arrival() {
    Optional<Arrived> next = Optional.ofNullable(arrivals.poll());
    next.ifPresent(arrived -> arrivalBytes.addAndGet(-arrived.bytes()));
    return next;
  }

  /// Tells the broker that we have it for good.
  public void acknowledge(Arrived arrived) {
    if (arrived.qos() == 0) {
      return;
    }
    try {
      client.messageArrivedComplete(arrived.id(), arrived.qos());
    } catch (MqttException e) {
      lose("cannot acknowledge: " + describe(e));
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
      log.debug("did not leave {} cleanly: {}", settings.broker(), describe(e));
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
    lose("closed");
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
    try {
      client.disconnectForcibly(0, 1, false);
    } catch (MqttException | RuntimeException e) {
      log.debug("taking down the connection to {}: {}", settings.broker(), describe(e));
    }
    try {
      client.close(true);
    } catch (MqttException | RuntimeException e) {
      log.debug("closing the connection to {}: {}", settings.broker(), describe(e));
    }
  }

  private void lose(String reason) {
    lose(Ending.of(reason));
  }

  private void lose(Ending ending) {
    loss.compareAndSet(null, ending);
    bell.ring();
  }

  private LinkException failure(String attempt, Exception e) {
    if (e.getCause() instanceof InterruptedException) {
      Thread.currentThread().interrupt();
    }
    return new LinkException(attempt + ": " + describe(e), e, code(e));
  }

  private static int code(Throwable e) {
    int code =
        e instanceof MqttException mqtt && mqtt.getCause() == null ? mqtt.getReasonCode() : 0;
    return code >= ReasonCode.FAILURE_MIN && code <= 0xFF ? code : 0;
  }

  private String describe(Throwable e) {
    if (e instanceof MqttException mqtt) {
      Throwable cause = mqtt.getCause();
      int code = mqtt.getReasonCode();
      if (cause instanceof EOFException) {
        return "the other side closed the connection";
      }
      if (cause != null) {
        return cause.getClass().getSimpleName() + ": " + cause.getMessage() + hint(cause);
      }
      if (code(mqtt) > 0) {
        return "the broker says " + ReasonCode.text(code);
      }
      if (code == MqttClientException.REASON_CODE_CLIENT_TIMEOUT) {
        return "no answer in time";
      }
    }
    return String.valueOf(e.getMessage());
  }

  /// What it may be when a certificate's dates are the reason.
  private static String hint(@Nullable Throwable failure) {
    return switch (failure) {
      case CertificateNotYetValidException _ ->
          "; the broker's certificate is not valid yet: is the clock of this board right?";
      case CertificateExpiredException _ ->
          "; the broker's certificate has expired, or the clock of this board is wrong";
      case null -> "";
      default -> hint(failure.getCause());
    };
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
  }

  /// Runs on Paho's threads: takes note, rings, returns.
  private final class Answer implements MqttActionListener {

    private final long serial;

    Answer(long serial) {
      this.serial = serial;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int[] codes = token.getReasonCodes();
      if (!answers.offer(
          new RawAnswer(serial, codes == null || codes.length == 0 ? 0 : codes[0]))) {
        lose("more answers than questions");
      }
      bell.ring();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      lose("a PUBLISH failed: " + describe(exception));
    }
  }

  /// Runs on Paho's threads: takes note, rings, returns.
  private final class Enqueuer implements MqttCallback {

    @Override
    public void messageArrived(String topic, MqttMessage message) {
      if (topic.isEmpty()) {
        lose("the broker uses a topic alias, which was not offered");
        return;
      }
      var arrived =
          new Arrived(
              topic, message.getPayload(), properties(message), message.getId(), message.getQos());
      if (arrivalBytes.addAndGet(arrived.bytes()) > arrivalBytesMax) {
        lose("the broker sends more than was allowed");
        return;
      }
      arrivals.add(arrived);
      bell.ring();
    }

    private static Map<String, String> properties(MqttMessage message) {
      Map<String, String> properties = new HashMap<>();
      if (message.getProperties() != null) {
        for (UserProperty property : message.getProperties().getUserProperties()) {
          properties.putIfAbsent(property.getKey(), property.getValue());
        }
      }
      return properties;
    }

    @Override
    public void disconnected(MqttDisconnectResponse response) {
      MqttException exception = response.getException();
      int code = exception == null ? response.getReturnCode() : code(exception);
      String reason =
          exception == null ? "the broker says " + ReasonCode.text(code) : describe(exception);
      lose(new Ending(reason, code, Optional.ofNullable(response.getServerReference())));
    }

    @Override
    public void mqttErrorOccurred(MqttException exception) {
      log.debug("{}: {}", settings.broker(), describe(exception));
    }

    @Override
    public void deliveryComplete(IMqttToken token) {
      // Answer has it
    }

    @Override
    public void connectComplete(boolean reconnect, String serverUri) {
      // connect() waits for it
    }

    @Override
    public void authPacketArrived(int reasonCode, MqttProperties properties) {
      // no enhanced authentication
    }
  }
}
