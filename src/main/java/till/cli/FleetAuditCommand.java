package till.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.fleet.Audit;

/// `till fleet audit`
@Command(
    name = "audit",
    description = {
      "Looks for gaps, breaks of the chain, bad signatures, conflicts and missing ends in the"
          + " ledger.",
      "Exit codes: 0 none, 74 some."
    },
    footer = {"", "Example:", "  till fleet audit --store sqlite:/var/lib/till/ledger.db"})
final class FleetAuditCommand implements Callable<Integer> {

  @Option(
      names = "--store",
      required = true,
      paramLabel = "STORE",
      description = "The collectors' store: sqlite:FILE.")
  private String store = "";

  private final Shell shell;

  FleetAuditCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Path ledger = Store.file(store);
    Audit.Report report = Audit.run(ledger);
    for (Audit.Finding finding : report.findings()) {
      shell
          .out()
          .printf(
              "%s: %s/%s %s/%d: %s%n",
              finding.rule(),
              finding.org(),
              finding.terminal(),
              finding.epoch(),
              finding.number(),
              finding.text());
    }
    if (!report.findings().isEmpty()) {
      throw new CommandException(
          ExitCode.IO,
          ledger
              + " has "
              + report.findings().size()
              + " findings: look at each, and ask its terminal (`till journal verify` there)");
    }
    shell.out().println(ledger + ": " + report.documents() + " documents, nothing found");
    return ExitCode.OK;
  }
}
