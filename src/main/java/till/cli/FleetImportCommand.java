package till.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.fleet.FleetImport;
import till.fleet.LedgerAddress;

/// `till fleet import`
@Command(
    name = "import",
    description = {
      "Takes what `till journal export` has saved into the ledger, as if it had come from the"
          + " terminal: documents that are there are passed over, others under their numbers go"
          + " into conflict, illegible ones into rejected. Keys in the export are not believed,"
          + " only those that the ledger has pinned.",
      "A line that is torn or of another terminal is named and not taken; the rest is. Running it"
          + " again, with a better export or after an interruption, completes it.",
      "Exit codes: 0 all that the export has is in the ledger; 74 not all (it says what), or the"
          + " export or the ledger cannot be read; 64 wrong options."
    },
    footer = {
      "",
      "Example:",
      "  till fleet import rescue.ndjson --store sqlite:/var/lib/till/ledger.db"
    })
final class FleetImportCommand implements Callable<Integer> {

  /// Refused lines that are named.
  private static final int REFUSED_MAX = 100;

  @Parameters(paramLabel = "EXPORT", description = "The file, plain or gzip.")
  private Path export = Path.of("");

  @Mixin private StoreOptions store = new StoreOptions();

  @Option(
      names = "--give-up",
      description =
          "What the ledger still misses then, below the newest documents of the export, will never"
              + " come: `till fleet export` waits for it no longer, and the audit says so. For an"
              + " export of a damaged journal, when there is no better one.")
  private boolean giveUp;

  private final Shell shell;
  private int named;

  FleetImportCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    LedgerAddress ledger = store.address();
    FleetImport.Report report =
        FleetImport.run(ledger, export, giveUp, shell.clock().instant(), this::name);
    print(report);
    if (!report.isComplete()) {
      throw new CommandException(
          ExitCode.IO,
          export
              + (report.isWhole()
                  ? " is not in the ledger as it is: look at what is named above, and at `till"
                      + " fleet audit`"
                  : " is cut off or torn: what could be read is in the ledger; bring all of it and"
                      + " run this again"));
    }
    return ExitCode.OK;
  }

  private void name(FleetImport.Refused refused) {
    if (named < REFUSED_MAX) {
      shell.out().println("refused: line " + refused.line() + ": " + refused.why());
    }
    named++;
  }

  private void print(FleetImport.Report report) {
    shell
        .out()
        .printf(
            "%s: %d new, %d known, %d conflicting, %d rejected; %d lines refused%n",
            report.terminal(),
            report.fresh(),
            report.known(),
            report.conflicting(),
            report.rejected(),
            report.refused());
    if (report.unverified() > 0) {
      shell
          .out()
          .println(report.unverified() + " of the new ones are signed by no key that is pinned");
    }
    if (report.isDamaged()) {
      shell.out().println("the journal could not be read whole when this export was made");
    }
    if (giveUp && !report.gaveUp()) {
      shell.out().println("nothing is given up: not all lines of the export were taken");
    }
    for (FleetImport.Gap gap : report.gaps()) {
      shell
          .out()
          .printf(
              "gap: %s/%d%s is %s%n",
              gap.epoch(),
              gap.from(),
              gap.to() > gap.from() ? " to " + gap.to() : "",
              report.gaveUp() ? "given up" : "still missing");
    }
  }
}
