package till.journal;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import till.journal.JournalReader.Salvage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// Writes documents with all that is needed to check them, one JSON object a line: first whose they
/// are and the public keys, then each document's bytes (as text) with hash, key and signature, last
/// the head and how many there are. Without the last line an export is not complete.
public final class JournalExport {

  /// `v` in the first line.
  static final int VERSION = 1;

  private final JournalReader journal;
  private final OutputStream out;
  private final JsonMapper json = JsonMapper.builder().build();

  private JournalExport(JournalReader journal, OutputStream out) {
    this.journal = journal;
    this.out = out;
  }

  /// Writes what can be read of a journal; of a damaged one the last line says what cannot.
  ///
  /// @param after the position behind which it begins; 0 for all
  /// @throws IOException when the other side does not take it
  public static Salvage write(JournalReader journal, long after, OutputStream out)
      throws IOException {
    return new JournalExport(journal, out).write(after);
  }

  private Salvage write(long after) throws IOException {
    journal.hold();
    write(first(after));
    Salvage salvage = journal.salvage(after, document -> write(line(document)));
    ObjectNode last = json.createObjectNode().put("documents", salvage.read());
    if (salvage.isWhole()) {
      put(last.putObject("head"), salvage.head().orElseThrow());
    } else {
      last.putObject("damage")
          .put("documents", salvage.read())
          .put("firstLost", salvage.firstLost())
          .put("lost", salvage.lost());
    }
    write(last);
    return salvage;
  }

  /// A damaged journal may not say any more whose it is; its documents do, and the fleet knows the
  /// keys.
  private ObjectNode first(long after) {
    ObjectNode first = json.createObjectNode().put("v", VERSION);
    try {
      long begin = Math.max(after, journal.pruned().map(Head::position).orElse(0L));
      String owner = journal.owner();
      String epoch = journal.head().epoch();
      Map<String, byte[]> publicKeys = journal.publicKeys();
      Optional<Head> before = begin > 0 ? journal.at(begin) : Optional.empty();
      first.put("first", begin + 1).put("owner", owner).put("epoch", epoch);
      before.ifPresent(head -> put(first.putObject("before"), head));
      ObjectNode keys = first.putObject("keys");
      publicKeys.forEach((id, key) -> keys.put(id, Base64.getEncoder().encodeToString(key)));
    } catch (JournalException e) {
      first.put("first", after + 1).put("unknown", e.getMessage());
    }
    return first;
  }

  private static void put(ObjectNode node, Head head) {
    node.put("epoch", head.epoch())
        .put("position", head.position())
        .put("number", head.number())
        .put("hash", head.hash());
  }

  private ObjectNode line(Outbox.Outgoing document) {
    return json.createObjectNode()
        .put("position", document.position())
        .put("epoch", document.epoch())
        .put("number", document.number())
        .put("hash", Chain.hash(document.document()))
        .put("kid", document.keyId())
        .put("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(document.signature()))
        .put("document", new String(document.document(), StandardCharsets.UTF_8));
  }

  private void write(ObjectNode line) throws IOException {
    out.write(json.writeValueAsBytes(line));
    out.write('\n');
  }
}
