package till.uplink;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.paho.mqttv5.client.MqttConnectionOptions;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;

/// The link's settings and messages as Paho has them, and back.
final class PahoPackets {

  private PahoPackets() {}

  /// What a CONNECT is made of.
  ///
  /// @param packetBytesMax largest packet that the broker may send
  static MqttConnectionOptions connect(LinkSettings settings, long packetBytesMax) {
    var options = new MqttConnectionOptions();
    options.setAutomaticReconnect(false);
    options.setCleanStart(settings.cleanStart());
    options.setSessionExpiryInterval(settings.sessionExpirySeconds());
    options.setKeepAliveInterval((int) settings.keepAlive().toSeconds());
    options.setReceiveMaximum(settings.receiveMaximum());
    options.setMaximumPacketSize(packetBytesMax);
    settings.access().username().ifPresent(options::setUserName);
    settings
        .access()
        .password()
        .ifPresent(password -> options.setPassword(password.getBytes(StandardCharsets.UTF_8)));
    settings
        .will()
        .ifPresent(will -> {
          options.setWill(will.topic(), publish(will));
          var properties = new MqttProperties();
          properties.setWillDelayInterval(settings.willDelaySeconds());
          options.setWillMessageProperties(properties);
        });
    return options;
  }

  /// What a PUBLISH is made of, beside its topic.
  static MqttMessage publish(Link.Letter letter) {
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

  /// Of a property that comes twice the first is taken.
  static Link.Arrived arrived(String topic, MqttMessage message) {
    Map<String, String> properties = new HashMap<>();
    if (message.getProperties() != null) {
      for (UserProperty property : message.getProperties().getUserProperties()) {
        properties.putIfAbsent(property.getKey(), property.getValue());
      }
    }
    return new Link.Arrived(
        topic, message.getPayload(), properties, message.getId(), message.getQos());
  }
}
