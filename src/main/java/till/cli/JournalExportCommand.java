package till.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.journal.Chain;
import till.journal.Head;
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
          + " key and signature, last the head. Without the last line the export is not complete."
    },
    footer = {
      "",
      "Example:",
      "  till journal export --db /var/lib/tilld/journal.db --out rescue.ndjson"
    })
final class JournalExportCommand implements Callable<Integer> {

  private static final int VERSION = 1;
  private static final int BATCH = 100;

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description = "The journal, or a copy (default: ${DEFAULT-VALUE}).")
  private Path database = Defaults.JOURNAL;

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
    try (JournalReader journal = JournalReader.open(database);
        OutputStream out = new BufferedOutputStream(open())) {
      export(journal, out);
    }
    return ExitCode.OK;
  }

  private OutputStream open() throws IOException {
    return target.isPresent()
        ? Files.newOutputStream(target.get(), StandardOpenOption.CREATE_NEW)
        : new Uncloseable(shell.out());
  }

  private void export(JournalReader journal, OutputStream out) throws IOException {
    Head head = journal.head();
    ObjectNode first = json.createObjectNode();
    first.put("v", VERSION).put("owner", journal.owner());
    ObjectNode keys = first.putObject("keys");
    journal
        .publicKeys()
        .forEach((id, key) -> keys.put(id, Base64.getEncoder().encodeToString(key)));
    write(first, out);
    long position = after;
    while (position < head.position()) {
      List<Outgoing> batch = journal.after(position, BATCH);
      for (Outgoing document : batch) {
        if (document.position() <= head.position()) {
          write(line(document), out);
        }
      }
      position = batch.isEmpty() ? head.position() : batch.getLast().position();
    }
    ObjectNode last = json.createObjectNode();
    last.putObject("head")
        .put("epoch", head.epoch())
        .put("position", head.position())
        .put("number", head.number())
        .put("hash", head.hash());
    write(last, out);
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
