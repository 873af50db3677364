package till.bench;

import java.net.URI;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;
import org.eclipse.paho.mqttv5.client.MqttAsyncClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.MqttSubscription;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import till.journal.Outbox.Outgoing;

/// Paho as the manual has it: nothing is kept, nothing is checked.
final class BareMqtt {

  private static final int WINDOW = 20;
  private static final long SESSION_SECONDS = 3_600;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private BareMqtt() {}

  /// Publishes with QoS 1, twenty without a PUBACK at most.
  ///
  /// @return seconds from the first to the last PUBACK
  static double publish(URI broker, String topic, List<Outgoing> documents)
      throws MqttException, InterruptedException {
    MqttAsyncClient client = connect(broker, "bare-publisher", true);
    try {
      var window = new Semaphore(WINDOW);
      long beganNanos = System.nanoTime();
      for (Outgoing document : documents) {
        window.acquire();
        client.publish(topic, message(document), null, new Release(window));
      }
      window.acquire(WINDOW);
      return (System.nanoTime() - beganNanos) / 1e9;
    } finally {
      client.disconnect().waitForCompletion();
      client.close();
    }
  }

  /// Makes a session that gets everything under a topic from now on, and leaves it.
  static void subscribe(URI broker, String id, String topic) throws MqttException {
    MqttAsyncClient client = connect(broker, id, false);
    client.subscribe(topic, 1).waitForCompletion();
    client.disconnect().waitForCompletion();
    client.close();
  }

  /// Ends that session.
  static void forget(URI broker, String id) throws MqttException {
    MqttAsyncClient client = connect(broker, id, true);
    client.disconnect().waitForCompletion();
    client.close();
  }

  /// Takes up that session until this many messages have come.
  ///
  /// @return seconds from the first one to the last
  static double count(URI broker, String id, String topic, int messages)
      throws MqttException, InterruptedException {
    var left = new CountDownLatch(messages);
    var firstNanos = new AtomicLong();
    MqttAsyncClient client = client(broker, id);
    client.setCallback(
        new Listening(() -> {
          firstNanos.compareAndSet(0, System.nanoTime());
          left.countDown();
        }));
    client.connect(options(false)).waitForCompletion();
    client.subscribe(new MqttSubscription(topic, 1)).waitForCompletion();
    if (!left.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      throw new IllegalStateException(left.getCount() + " of " + messages + " did not come");
    }
    double seconds = (System.nanoTime() - firstNanos.get()) / 1e9;
    client.disconnect().waitForCompletion();
    client.close();
    return seconds;
  }

  private static MqttAsyncClient client(URI broker, String id) throws MqttException {
    return new MqttAsyncClient(
        "tcp://" + broker.getHost() + ":" + broker.getPort(), id, new MemoryPersistence());
  }

  private static MqttAsyncClient connect(URI broker, String id, boolean clean)
      throws MqttException {
    MqttAsyncClient client = client(broker, id);
    client.connect(options(clean)).waitForCompletion();
    return client;
  }

  private static MqttConnectionOptions options(boolean clean) {
    var options = new MqttConnectionOptions();
    options.setCleanStart(clean);
    options.setSessionExpiryInterval(clean ? 0 : SESSION_SECONDS);
    return options;
  }

  private static MqttMessage message(Outgoing document) {
    var properties = new MqttProperties();
    properties.setContentType("application/vnd.till.journal+json");
    properties.setPayloadFormat(true);
    properties.setUserProperties(
        List.of(
            new UserProperty("epoch", document.epoch()),
            new UserProperty("number", Long.toString(document.number())),
            new UserProperty(
                "sig",
                Base64.getUrlEncoder().withoutPadding().encodeToString(document.signature())),
            new UserProperty("kid", document.keyId())));
    return new MqttMessage(document.document(), 1, false, properties);
  }

  private record Release(Semaphore window) implements MqttActionListener {
    @Override
    public void onSuccess(IMqttToken token) {
      window.release();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable failure) {
      throw new IllegalStateException("a message was not taken", failure);
    }
  }
}
