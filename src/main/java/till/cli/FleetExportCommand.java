package till.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.fleet.Export;

/// `till fleet export`
@Command(
    name = "export",
    description = {
      "Writes the documents that came after a cursor, for other systems. The last line's cursor is"
          + " where to go on the next time: each document comes once, and within its epoch in the"
          + " order of the numbers. One that came before those before it waits for them, or until"
          + " it is known that they never come.",
      "ndjson is one JSON object a line, with the whole document; csv (RFC 4180, with a heading) a"
          + " row for each document without its lines, amounts in minor units of the currency.",
      "Exit codes: 0 all written; 64 a cursor that this ledger has not handed out, or wrong"
          + " options; 74 the ledger cannot be read or the output not written."
    },
    footer = {
      "",
      "Example:",
      "  till fleet export --store sqlite:/var/lib/till/ledger.db --after r1041 --format csv"
    })
final class FleetExportCommand implements Callable<Integer> {

  /// As it is written on the command line.
  private enum Format {
    ndjson(Export.Format.NDJSON),
    csv(Export.Format.CSV);

    private final Export.Format format;

    Format(Export.Format format) {
      this.format = format;
    }
  }

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--after",
      paramLabel = "CURSOR",
      description = "0 for everything (default: ${DEFAULT-VALUE}).")
  private String after = "0";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES} (default: ${DEFAULT-VALUE}).")
  private Format format = Format.ndjson;

  private final Shell shell;

  FleetExportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    try (OutputStream out = new BufferedOutputStream(new Uncloseable(shell.out()))) {
      Export.run(store.address(), Export.Cursor.of(after), format.format, out);
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
    }
    return ExitCode.OK;
  }
}
