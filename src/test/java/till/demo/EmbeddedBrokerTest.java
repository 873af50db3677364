package till.demo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.eclipse.paho.mqttv5.common.packet.UserProperty;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class EmbeddedBrokerTest {

  @TempDir Path folder;

  @Test
  void aDocumentReachesASharedSubscriptionWithItsProperties() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, FreePort.any());
        MqttPeer collector = MqttPeer.connect(broker.url(), "collector", false);
        MqttPeer terminal = MqttPeer.connect(broker.url(), "acme.0042-03", false)) {
      collector.subscribe("$share/collect/till/v1/acme/+/up/journal");

      byte[] document = bytes("{\"v\":1,\"name\":\"Käse\"}");
      var properties = new MqttProperties();
      properties.setContentType("application/vnd.till.journal+json");
      properties.setUserProperties(List.of(new UserProperty("number", "1")));
      terminal.publish("till/v1/acme/0042-03/up/journal", document, false, properties);

      MqttMessage received = collector.next();
      assertArrayEquals(document, received.getPayload());
      assertEquals("1", received.getProperties().getUserProperties().getFirst().getValue());
    }
  }

  @Test
  void aDocumentOfTheLargestSizeArrivesWhole() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, FreePort.any());
        MqttPeer peer = MqttPeer.connect(broker.url(), "peer", false)) {
      peer.subscribe("big");
      byte[] document = new byte[192 * 1024];
      Arrays.fill(document, (byte) 'x');
      peer.publish("big", document, false, new MqttProperties());
      assertArrayEquals(document, peer.next().getPayload());
    }
  }

  @Test
  void retainedAndQueuedMessagesSurviveARestart() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, FreePort.any())) {
      try (MqttPeer away = MqttPeer.connect(broker.url(), "away", true)) {
        away.subscribe("up/journal");
      }
      try (MqttPeer terminal = MqttPeer.connect(broker.url(), "terminal", false)) {
        terminal.publish("up/journal", bytes("queued"), false, new MqttProperties());
        terminal.publish("dn/config", bytes("retained"), true, new MqttProperties());
      }
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder, FreePort.any());
        MqttPeer away = MqttPeer.connect(broker.url(), "away", true)) {
      away.subscribe("dn/config");
      String first = text(away.next());
      String second = text(away.next());
      assertEquals(Set.of("queued", "retained"), Set.of(first, second));
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(MqttMessage message) {
    return new String(message.getPayload(), StandardCharsets.UTF_8);
  }
}
