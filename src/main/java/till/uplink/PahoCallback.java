package till.uplink;

import java.util.Optional;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What Paho tells of one connection. Runs on Paho's threads: takes note, rings, returns.
final class PahoCallback implements MqttCallback {

  private static final Logger log = LoggerFactory.getLogger(PahoCallback.class);

  private final String broker;
  private final Arrivals arrivals;
  private final Loss loss;
  private final Bell bell;

  PahoCallback(String broker, Arrivals arrivals, Loss loss, Bell bell) {
    this.broker = broker;
    this.arrivals = arrivals;
    this.loss = loss;
    this.bell = bell;
  }

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    if (topic.isEmpty()) {
      loss.note("the broker uses a topic alias, which was not offered");
    } else if (arrivals.offer(PahoPackets.arrived(topic, message))) {
      bell.ring();
    } else {
      loss.note("the broker sends more than was allowed");
    }
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    MqttException exception = response.getException();
    int code = exception == null ? response.getReturnCode() : PahoFailure.code(exception);
    String reason =
        exception == null
            ? "the broker says " + ReasonCode.text(code)
            : PahoFailure.text(exception);
    loss.note(new Ending(reason, code, Optional.ofNullable(response.getServerReference())));
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    log.debug("{}: {}", broker, PahoFailure.text(exception));
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // InFlight has it
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // Link.connect waits for it
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // no enhanced authentication
  }
}
