package till.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.journal.Chain;
import till.journal.Head;
import till.journal.JournalException;
import till.journal.JournalReader;
import till.journal.Outbox.Outgoing;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `till journal export`
@Command(
    name = "export",
    description = {
      "Writes the documents with all that is needed to check them, one JSON object a line: first"
          + " whose they are and the public keys, then each document's bytes (as text) with hash,"
          + " key and signature, last the head. Without the last line the export is not complete.",
      "Of a damaged journal it writes what can be read, and in the last line what cannot.",
      "Exit codes: 0 all of it, 74 not all of it."
    },
    footer = {
      "",
      "Example:",
      "  till journal export --db /var/lib/tilld/journal.db --out rescue.ndjson"
    })
final class JournalExportCommand implements Callable<Integer> {

  private static final int VERSION = 1;

  @Mixin private JournalOption db = new JournalOption();

  @Option(
      names = "--after",
      paramLabel = "POSITION",
      description = "Leaves out the first rows (default: ${DEFAULT-VALUE}).")
  private long after = 0;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "A new file; where absent, standard output.")
  private Optional<Path> target = Optional.empty();

  private final Shell shell;
  private final JsonMapper json = JsonMapper.builder().build();

  JournalExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    JournalReader.Salvage salvage;
    try (JournalReader journal = JournalReader.open(db.file());
        OutputStream out = new BufferedOutputStream(open())) {
      salvage = export(journal, out);
    }
    if (!salvage.isWhole()) {
      throw new CommandException(
          ExitCode.IO,
          "%s is damaged: %d documents were exported, row %d is the first that cannot be read or is"
                  .formatted(db.file(), salvage.read(), salvage.firstLost())
              + " missing; keep the file as it is with its -wal beside it");
    }
    return ExitCode.OK;
  }

  private OutputStream open() throws IOException {
    return target.isPresent()
        ? Files.newOutputStream(target.get(), StandardOpenOption.CREATE_NEW)
        : new Uncloseable(shell.out());
  }

  private JournalReader.Salvage export(JournalReader journal, OutputStream out) throws IOException {
    write(first(journal), out);
    JournalReader.Salvage salvage = journal.salvage(after, document -> write(line(document), out));
    ObjectNode last = json.createObjectNode();
    if (salvage.isWhole()) {
      Head head = salvage.head().orElseThrow();
      last.putObject("head")
          .put("epoch", head.epoch())
          .put("position", head.position())
          .put("number", head.number())
          .put("hash", head.hash());
    } else {
      last.putObject("damage")
          .put("documents", salvage.read())
          .put("firstLost", salvage.firstLost())
          .put("lost", salvage.lost());
    }
    write(last, out);
    return salvage;
  }

  /// Whose they are, and the keys. A damaged journal may not say so any more; its documents do, and
  /// the fleet knows the keys.
  private ObjectNode first(JournalReader journal) {
    ObjectNode first = json.createObjectNode().put("v", VERSION);
    try {
      String owner = journal.owner();
      Map<String, byte[]> publicKeys = journal.publicKeys();
      first.put("owner", owner);
      journal
          .pruned()
          .ifPresent(last ->
              first
                  .putObject("pruned")
                  .put("epoch", last.epoch())
                  .put("position", last.position())
                  .put("number", last.number())
                  .put("hash", last.hash()));
      ObjectNode keys = first.putObject("keys");
      publicKeys.forEach((id, key) -> keys.put(id, Base64.getEncoder().encodeToString(key)));
    } catch (JournalException e) {
      first.put("unknown", e.getMessage());
    }
    return first;
  }

  private ObjectNode line(Outgoing document) {
    return json.createObjectNode()
        .put("position", document.position())
        .put("epoch", document.epoch())
        .put("number", document.number())
        .put("hash", Chain.hash(document.document()))
        .put("kid", document.keyId())
        .put("sig", Base64.getUrlEncoder().withoutPadding().encodeToString(document.signature()))
        .put("document", new String(document.document(), StandardCharsets.UTF_8));
  }

  private void write(ObjectNode line, OutputStream out) throws IOException {
    out.write(json.writeValueAsBytes(line));
    out.write('\n');
  }
}
