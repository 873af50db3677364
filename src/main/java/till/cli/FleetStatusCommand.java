package till.cli;

import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import till.fleet.FleetStatus;
import tools.jackson.databind.json.JsonMapper;

/// `till fleet status`
@Command(
    name = "status",
    description =
        "Shows each terminal that ever reported: online, lane, documents it has and the ledger has,"
            + " revisions of its configuration.",
    footer = {"", "Example:", "  till fleet status --store sqlite:/var/lib/till/ledger.db"})
final class FleetStatusCommand implements Callable<Integer> {

  private static final String LINE = "%-24s %-7s %-14s %9s %9s  %-24s %s%n";

  @Option(
      names = "--store",
      required = true,
      paramLabel = "STORE",
      description = "The collectors' store: sqlite:FILE.")
  private String store = "";

  private final Shell shell;

  FleetStatusCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    List<FleetStatus.Terminal> terminals = FleetStatus.read(Store.file(store));
    shell.out().printf(LINE, "terminal", "online", "lane", "head", "stored", "heard", "revisions");
    for (FleetStatus.Terminal terminal : terminals) {
      shell
          .out()
          .printf(
              LINE,
              terminal.org() + "/" + terminal.terminal(),
              terminal.online() ? "yes" : "no",
              terminal.lane().orElse("?"),
              terminal.head(),
              terminal.through(),
              terminal.receivedAt(),
              terminal.body().map(FleetStatusCommand::revisions).orElse(""));
    }
    return ExitCode.OK;
  }

  private static String revisions(String state) {
    return JsonMapper.builder().build().readTree(state).path("revisions").toString();
  }
}
