package till.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.fleet.Audit;
import till.fleet.LedgerAddress;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `till fleet audit`
@Command(
    name = "audit",
    description = {
      "Reads every document in the ledger and looks for gaps, breaks of the chain, bad signatures,"
          + " totals that do not add up, epochs that do not go on where another ended, missing"
          + " ends, conflicts and what could not be filed; terminal by terminal.",
      "MISSING are numbers that did not come yet, GONE those that never will: the terminal has them"
          + " no more.",
      "Exit codes: 0 nothing found; 74 something found (it stands in the output), or the ledger"
          + " cannot be read (then there is none); 64 wrong options."
    },
    footer = {
      "",
      "Example:",
      "  till fleet audit --store sqlite:/var/lib/till/ledger.db --org acme --terminal 0042-03"
    })
final class FleetAuditCommand implements Callable<Integer> {

  @Mixin private StoreOptions store = new StoreOptions();

  @Mixin private TerminalOptions terminals = new TerminalOptions();

  @Option(names = "--json", description = "One JSON object.")
  private boolean asJson;

  private final Shell shell;

  FleetAuditCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    LedgerAddress ledger = store.address();
    Audit.Report report = Audit.run(ledger, terminals.scope());
    if (asJson) {
      shell.out().println(json(report));
    } else {
      print(report);
    }
    if (report.found() > 0) {
      throw new CommandException(
          ExitCode.IO,
          ledger
              + " has "
              + report.found()
              + " findings: look at each, and ask its terminal (`till journal verify` there)");
    }
    if (!asJson) {
      shell.out().println(ledger + ": " + report.documents() + " documents, nothing found");
    }
    return ExitCode.OK;
  }

  private void print(Audit.Report report) {
    if (!report.terminals().isEmpty()) {
      var table =
          new Table(
              "TERMINAL",
              "DOCUMENTS>",
              "EPOCHS>",
              "HEAD>",
              "MISSING>",
              "GONE>",
              "SALES>",
              "FINDINGS>");
      for (Audit.Terminal one : report.terminals()) {
        table.add(
            one.org() + "/" + one.terminal(),
            one.documents(),
            one.epochs(),
            one.head(),
            one.missing(),
            one.gone(),
            one.sales().entrySet().stream()
                .map(sales -> Amount.of(sales.getValue(), sales.getKey()))
                .collect(Collectors.joining(" + ")),
            one.findings());
      }
      table.print(shell.out());
      shell.out().println();
    }
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
    if (report.found() > report.findings().size()) {
      shell.out().println("and " + (report.found() - report.findings().size()) + " more");
    }
  }

  private static String json(Audit.Report report) {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode root =
        json.createObjectNode().put("documents", report.documents()).put("found", report.found());
    ArrayNode terminals = root.putArray("terminals");
    for (Audit.Terminal one : report.terminals()) {
      ObjectNode node =
          terminals
              .addObject()
              .put("org", one.org())
              .put("terminal", one.terminal())
              .put("documents", one.documents())
              .put("epochs", one.epochs())
              .put("epoch", one.epoch())
              .put("head", one.head())
              .put("missing", one.missing())
              .put("gone", one.gone());
      ObjectNode sales = node.putObject("sales");
      one.sales().forEach(sales::put);
      node.put("findings", one.findings());
    }
    ArrayNode findings = root.putArray("findings");
    for (Audit.Finding finding : report.findings()) {
      findings
          .addObject()
          .put("rule", finding.rule())
          .put("org", finding.org())
          .put("terminal", finding.terminal())
          .put("epoch", finding.epoch())
          .put("number", finding.number())
          .put("text", finding.text());
    }
    return json.writeValueAsString(root);
  }
}
