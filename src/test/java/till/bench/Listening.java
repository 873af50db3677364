package till.bench;

import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttCallback;
import org.eclipse.paho.mqttv5.client.MqttDisconnectResponse;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;

/// Told of each message, and of nothing else.
record Listening(Runnable arrived) implements MqttCallback {

  @Override
  public void messageArrived(String topic, MqttMessage message) {
    arrived.run();
  }

  @Override
  public void disconnected(MqttDisconnectResponse response) {
    // whoever counts notices
  }

  @Override
  public void mqttErrorOccurred(MqttException exception) {
    // the same
  }

  @Override
  public void deliveryComplete(IMqttToken token) {
    // publishes nothing
  }

  @Override
  public void connectComplete(boolean reconnect, String serverUri) {
    // connects once
  }

  @Override
  public void authPacketArrived(int reasonCode, MqttProperties properties) {
    // no enhanced authentication
  }
}
