package till.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.fleet.Export;

/// `till fleet export`
@Command(
    name = "export",
    description = {
      "Writes the documents that came after a cursor, one JSON object a line, for other systems."
          + " The last line's \"cursor\" is where to go on the next time: nothing is missed or"
          + " comes twice."
    },
    footer = {
      "",
      "Example:",
      "  till fleet export --store sqlite:/var/lib/till/ledger.db --after 1041"
    })
final class FleetExportCommand implements Callable<Integer> {

  @Option(
      names = "--store",
      required = true,
      paramLabel = "STORE",
      description = "The collectors' store: sqlite:FILE.")
  private String store = "";

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "0 for everything (default: ${DEFAULT-VALUE}).")
  private long after = 0;

  private final Shell shell;

  FleetExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    Path ledger = Store.file(store);
    try (OutputStream out = new Uncloseable(shell.out())) {
      Export.run(ledger, after, out);
    }
    return ExitCode.OK;
  }
}
