package till.fleet;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import till.journal.Outbox;
import till.uplink.StateMessage;
import till.uplink.StateView;
import till.uplink.TestJournal;
import till.uplink.Topics;

/// What a terminal sends, for the ledger's tests.
final class Sender {

  private Sender() {}

  /// A document as it left the journal.
  static Delivery.Document document(Outbox.Outgoing outgoing) {
    return document(outgoing, outgoing.document());
  }

  /// The same envelope with other bytes in it.
  static Delivery.Document document(Outbox.Outgoing outgoing, byte[] payload) {
    return new Delivery.Document(
        TestJournal.TOPICS,
        payload,
        Map.of(
            "epoch", outgoing.epoch(),
            "number", Long.toString(outgoing.number()),
            "sig", Base64.getUrlEncoder().withoutPadding().encodeToString(outgoing.signature()),
            "kid", outgoing.keyId()));
  }

  static byte[] altered(Outbox.Outgoing outgoing, String from, String to) {
    String text = new String(outgoing.document(), StandardCharsets.UTF_8);
    if (!text.contains(from)) {
      throw new AssertionError(from + " is not in " + text);
    }
    return text.replace(from, to).getBytes(StandardCharsets.UTF_8);
  }

  /// The same, told by another terminal; its signature is wrong then.
  static Delivery.Document as(String terminal, Delivery.Document document) {
    String text = new String(document.payload(), StandardCharsets.UTF_8);
    return new Delivery.Document(
        new Topics(TestJournal.ORG, terminal),
        text.replace("\"" + TestJournal.TERMINAL + "\"", "\"" + terminal + "\"")
            .getBytes(StandardCharsets.UTF_8),
        document.properties());
  }

  static Delivery.Document without(Delivery.Document document, String... properties) {
    var left = new HashMap<>(document.properties());
    List.of(properties).forEach(left::remove);
    return new Delivery.Document(document.from(), document.payload(), left);
  }

  /// A birth.
  static Delivery.State state(TestJournal journal, long conn, long first, long head) {
    return state(
        conn,
        journal.epoch(),
        first,
        head,
        Optional.of(
            new StateMessage.Key(
                journal.key().keyId(),
                Base64.getEncoder().encodeToString(journal.key().publicKey()))));
  }

  static Delivery.State state(
      long conn, String epoch, long first, long head, Optional<StateMessage.Key> key) {
    return state(
        new StateMessage(
            true,
            conn,
            Optional.of(
                new StateMessage.Standing(
                    "2026-11-24T11:00:00Z",
                    "0.1.0",
                    epoch,
                    first,
                    head,
                    "ab".repeat(32),
                    0,
                    new StateMessage.Backlog(head, Optional.empty()),
                    new StateView("READY", List.of(), Map.of()),
                    key))));
  }

  static Delivery.State will(long conn) {
    return state(new StateMessage(false, conn, Optional.empty()));
  }

  private static Delivery.State state(StateMessage message) {
    return new Delivery.State(
        TestJournal.TOPICS, message, new String(message.bytes(), StandardCharsets.UTF_8));
  }
}
