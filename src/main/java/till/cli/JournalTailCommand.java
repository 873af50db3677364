package till.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.journal.JournalReader;
import till.journal.Outbox.Outgoing;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/// `till journal tail`
@Command(
    name = "tail",
    description = "Prints the newest documents, and each one that comes, until Ctrl-C.",
    footer = {"", "Example:", "  till journal tail --db /var/lib/tilld/journal.db --json"})
final class JournalTailCommand implements Callable<Integer> {

  private static final int BATCH = 100;

  /// Looks again even where the system does not tell of changes.
  private static final int LOOK_SECONDS = 2;

  @Option(
      names = "--db",
      paramLabel = "FILE",
      description = "The journal (default: ${DEFAULT-VALUE}).")
  private Path database = Defaults.JOURNAL;

  @Option(
      names = {"-n", "--last"},
      paramLabel = "COUNT",
      description = "How many of those that are there (default: ${DEFAULT-VALUE}).")
  private int last = 10;

  @Option(names = "--json", description = "The documents as they are, one a line.")
  private boolean asJson;

  @Option(names = "--once", description = "Does not wait for more.")
  private boolean once;

  private final Shell shell;
  private final JsonMapper json = JsonMapper.builder().build();

  JournalTailCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long position;
    try (JournalReader journal = JournalReader.open(database)) {
      position = print(journal, Math.max(0, journal.head().position() - last));
    }
    if (!once) {
      follow(position);
    }
    return ExitCode.OK;
  }

  private void follow(long from) throws IOException, InterruptedException {
    Path folder = database.toAbsolutePath().resolveSibling("");
    long position = from;
    try (WatchService watch = folder.getFileSystem().newWatchService()) {
      folder.register(
          watch, StandardWatchEventKinds.ENTRY_MODIFY, StandardWatchEventKinds.ENTRY_CREATE);
      while (!shell.out().checkError()) { // until nobody reads it any more
        WatchKey changed = watch.poll(LOOK_SECONDS, TimeUnit.SECONDS);
        if (changed != null) {
          changed.pollEvents();
          changed.reset();
        }
        // opened anew: it may have been in nobody's use before
        try (JournalReader journal = JournalReader.open(database)) {
          position = print(journal, position);
        }
      }
    }
  }

  private long print(JournalReader journal, long from) {
    long position = from;
    for (List<Outgoing> batch = journal.after(position, BATCH);
        !batch.isEmpty();
        batch = journal.after(position, BATCH)) {
      for (Outgoing document : batch) {
        String text = new String(document.document(), StandardCharsets.UTF_8);
        shell.out().println(asJson ? text : summary(json.readTree(text)));
        position = document.position();
      }
    }
    return position;
  }

  private static String summary(JsonNode document) {
    boolean sale = document.path("type").asString("").equals("RetailTransaction");
    return "%8d  %s  %s"
        .formatted(
            document.path("number").asLong(0),
            document.path("at").asString(""),
            sale
                ? "sale " + document.path("status").asString("") + ", " + total(document)
                : document.path("control").asString(document.path("type").asString("")));
  }

  private static String total(JsonNode document) {
    return Amount.of(document.path("total").asLong(0), document.path("currency").asString("XXX"));
  }
}
