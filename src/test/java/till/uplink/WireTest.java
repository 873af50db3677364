package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What goes over the wire, letter by letter: others rely on it.
final class WireTest {

  private static final String ACK =
      """
      {"epoch":"01K","through":1041,"hash":"ab12","rejected":[{"number":17,"code":"not-json"}],\
      "missing":[1042,1044],"drainPerSecond":50}\
      """;

  private static final String BIRTH =
      """
      {"online":true,"conn":9,"at":"2026-11-24T09:15:02.123Z","version":"0.1.0","epoch":"01K","first":1,\
      "head":{"number":1041,"hash":"ab12"},"acked":1000,"backlog":41,"oldestUnacked":"2026-11-24T09:00:00Z","lane":"READY","problems":["printer-away"],\
      "revisions":{"fleet":7},"key":{"kid":"0011223344556677","publicKey":"AAAA"}}\
      """;

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void theTopicsAreThoseOfTheContract() {
    var topics = new Topics("acme", "0042-03");
    assertEquals("till/v1/acme/0042-03/up/journal", topics.journal());
    assertEquals("till/v1/acme/0042-03/up/state", topics.state());
    assertEquals("till/v1/acme/0042-03/up/reported", topics.reported());
    assertEquals(
        List.of(
            "till/v1/acme/0042-03/dn/ack",
            "till/v1/acme/0042-03/dn/config",
            "till/v1/acme/0042-03/dn/command",
            "till/v1/acme/cfg/store/0042",
            "till/v1/acme/cfg/fleet",
            "till/v1/acme/cfg/trust"),
        topics.letters("0042"));
    assertEquals("till/v1/acme/srv/collector/c-1", Topics.collector("acme", "c-1"));
    assertEquals("$share/collect/till/v1/acme/+/up/journal", Topics.sharedJournals("acme"));
    assertEquals(Optional.of(topics), Topics.of("acme", topics.journal()));
    assertEquals(Optional.empty(), Topics.of("other", topics.journal()));
    assertEquals(Optional.empty(), Topics.of("acme", "till/v1/acme/0042_03/up/journal"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Acme", "a/b", "a+", "#", "a b"})
  void aNameThatWouldBendATopicIsRefused(String name) {
    assertThrows(IllegalArgumentException.class, () -> new Topics(name, "0042-03"));
    assertThrows(IllegalArgumentException.class, () -> new Topics("acme", name));
    assertThrows(IllegalArgumentException.class, () -> Topics.storeConfig("acme", name));
  }

  @Test
  void anAckIsWrittenAndReadAsInTheContract() {
    var ack =
        new Ack(
            "01K",
            1041,
            "ab12",
            List.of(new Ack.Rejection(17, "not-json")),
            Optional.of(new Ack.Range(1042, 1044)),
            OptionalInt.of(50));
    assertEquals(ACK, text(ack.bytes()));
    assertEquals(ack, Ack.read(bytes(ACK)));
  }

  @Test
  void anAckOfALaterVersionIsReadAsFarAsItIsKnown() {
    Ack ack =
        Ack.read(
            bytes(
                """
                {"v":3,"epoch":"01K","through":5,"hash":"ab","rejected":"all","missing":[1],\
                "drainPerSecond":-1,"mood":{"good":true}}\
                """));
    assertEquals(new Ack("01K", 5, "ab", List.of(), Optional.empty(), OptionalInt.empty()), ack);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "ok",
        "[]",
        "{}",
        "{\"epoch\":\"e\",\"through\":\"5\",\"hash\":\"h\"}",
        "{\"epoch\":\"e\",\"through\":0,\"hash\":\"h\"}",
        "{\"epoch\":\"e\",\"through\":5e300,\"hash\":\"h\"}",
        "{\"epoch\":7,\"through\":5,\"hash\":\"h\"}",
        "{\"epoch\":\"e\",\"through\":5,\"hash\":\"h\\nWARN all is lost\"}",
        "{\"epoch\":\"e\",\"through\":5,\"hash\":\"h\",\"rejected\":[{\"number\":1,\"code\":\"\\n\"}]}"
      })
  void whatIsNoAckIsNotReadAsOne(String text) {
    assertThrows(IllegalArgumentException.class, () -> Ack.read(bytes(text)));
  }

  @Test
  void aBirthAndAWillAreWrittenAndReadAsInTheContract() {
    var birth =
        new StateMessage(
            true,
            9,
            Optional.of(
                new StateMessage.Standing(
                    "2026-11-24T09:15:02.123Z",
                    "0.1.0",
                    "01K",
                    1,
                    1041,
                    "ab12",
                    1000,
                    new StateMessage.Backlog(41, Optional.of("2026-11-24T09:00:00Z")),
                    new StateView("READY", List.of("printer-away"), Map.of("fleet", 7L)),
                    Optional.of(new StateMessage.Key("0011223344556677", "AAAA")))));
    assertEquals(BIRTH, text(birth.bytes()));
    assertEquals(birth, StateMessage.read(bytes(BIRTH)));
    String will = "{\"online\":false,\"conn\":9}";
    assertEquals(will, text(StateMessage.offline(9).bytes()));
    assertEquals(StateMessage.offline(9), StateMessage.read(bytes(will)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{}", "{\"online\":1,\"conn\":9}", "{\"online\":true,\"conn\":9,\"epoch\":1}"})
  void whatIsNoStateIsNotReadAsOne(String text) {
    assertThrows(IllegalArgumentException.class, () -> StateMessage.read(bytes(text)));
  }
}
