package till.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import till.journal.Head;
import till.journal.JournalReader;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `till journal head`
@Command(
    name = "head",
    description = {
      "Prints where the journal ends, up to where the fleet has it, and how many documents were"
          + " pruned, as one JSON object.",
      "To be compared with what the fleet knows."
    },
    footer = {"", "Example:", "  till journal head --db /var/lib/tilld/journal.db"})
final class JournalHeadCommand implements Callable<Integer> {

  @Mixin private JournalOption db = new JournalOption();

  private final Shell shell;

  JournalHeadCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    JsonMapper json = JsonMapper.builder().build();
    try (JournalReader journal = JournalReader.open(db.file())) {
      Head head = journal.head();
      ObjectNode line = json.createObjectNode();
      line.put("owner", journal.owner());
      line.put("epoch", head.epoch());
      line.put("number", head.number());
      line.put("hash", head.hash());
      journal
          .bookmark()
          .ifPresent(bookmark ->
              line.putObject("acknowledged")
                  .put("epoch", bookmark.epoch())
                  .put("number", bookmark.number())
                  .put("hash", bookmark.hash()));
      journal
          .pruned()
          .ifPresent(last ->
              line.putObject("pruned")
                  .put("documents", last.position())
                  .put("epoch", last.epoch())
                  .put("number", last.number())
                  .put("hash", last.hash()));
      shell.out().println(json.writeValueAsString(line));
    }
    return ExitCode.OK;
  }
}
