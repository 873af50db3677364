package till.demo;

import java.net.URI;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttClient;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.client.persist.MemoryPersistence;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import till.evidence.Evidence;

/// Somebody at the broker who publishes and keeps what arrives.
public final class MqttPeer implements AutoCloseable, MqttCallback {

  private final BlockingQueue<MqttMessage> arrived = new LinkedBlockingQueue<>();
  private final MqttClient client;

  private MqttPeer(MqttClient client) {
    this.client = client;
  }

  /// Comes in.
  ///
  /// @param stays whether the broker keeps messages for this peer while it is away
  public static MqttPeer connect(URI broker, String id, boolean stays) throws MqttException {
    var peer =
        new MqttPeer(
            new MqttClient(
                "tcp://" + broker.getHost() + ":" + broker.getPort(), id, new MemoryPersistence()));
    var options = new MqttConnectionOptions();
    options.setCleanStart(!stays);
    options.setSessionExpiryInterval(stays ? 3_600L : 0L);
    peer.client.setTimeToWait(30_000);
    peer.client.setCallback(peer);
    peer.client.connect(options);
    return peer;
  }

  public void subscribe(String topic) throws MqttException {
    client.subscribe(topic, 1);
  }

  void publish(String topic, byte[] payload, boolean retained, MqttProperties properties)
      throws MqttException {
    client.publish(topic, new MqttMessage(payload, 1, retained, properties));
  }

  /// The next message, waited for.
  public MqttMessage next() throws InterruptedException {
    return Optional.ofNullable(arrived.poll(30, TimeUnit.SECONDS)).orElseThrow();
  }

  @Override
  public void close() throws MqttException {
    client.disconnect(500);
    client.close();
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    Evidence.keep(Evidence.Kind.MQTT, message.getPayload());
    arrived.add(message);
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {}

  @Override
  public void mqttErrorOccurred(MqttException exception) {}

  @Override
  public void deliveryComplete(IMqttToken token) {}

  @Override
  public void connectComplete(boolean reconnect, String serverURI) {}

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {}
}
