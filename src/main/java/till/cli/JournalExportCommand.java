package till.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.journal.JournalExport;
import till.journal.JournalReader;

/// `till journal export`
@Command(
    name = "export",
    description = {
      "Writes the documents with all that is needed to check them, one JSON object a line: first"
          + " whose they are and the public keys, then each document's bytes (as text) with hash,"
          + " key and signature, last the head and their number. Without the last line the export"
          + " is not complete; `till journal verify --db` checks it, `till fleet import` takes it"
          + " in.",
      "Of a damaged journal it writes what can be read, and in the last line what cannot.",
      "Exit codes: 0 all of it, 74 not all of it."
    },
    footer = {
      "",
      "Example:",
      "  till journal export --db /var/lib/tilld/journal.db --out rescue.ndjson"
    })
final class JournalExportCommand implements Callable<Integer> {

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

  JournalExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    JournalReader.Salvage salvage;
    try (JournalReader journal = JournalReader.open(db.file());
        OutputStream out = new BufferedOutputStream(open())) {
      salvage = JournalExport.write(journal, after, out);
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
}
