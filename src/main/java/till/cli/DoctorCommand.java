package till.cli;

import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `till doctor`
@Command(
    name = "doctor",
    description = {
      "Examines this board: Java, configuration, ports, prices, disk, clock, brokers, journal,"
          + " service. Each line says what was found and what to do. Run it as root, or as the"
          + " daemon's user. Changes nothing, and can run beside the daemon.",
      "Exit codes: 0 all well, 1 a warning, 2 a failure."
    },
    footer = {"", "Example:", "  till doctor", "  till doctor --json"})
final class DoctorCommand implements Callable<Integer> {

  private static final int VERSION = 1;

  @Mixin private ConfigOption local = new ConfigOption();

  @Option(names = "--json", description = "One JSON object, for programs.")
  private boolean asJson;

  private final Shell shell;

  DoctorCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    List<Finding> findings = new Doctor(shell, local.file()).examine();
    Finding.Level worst =
        findings.stream()
            .map(Finding::level)
            .max(Finding.Level::compareTo)
            .orElse(Finding.Level.OK);
    if (asJson) {
      shell.out().println(json(worst, findings));
    } else {
      print(findings);
    }
    return worst.exitCode();
  }

  private void print(List<Finding> findings) {
    int width = findings.stream().mapToInt(finding -> finding.check().length()).max().orElse(1);
    var printer = new FindingPrinter(shell, width);
    findings.forEach(printer::print);
  }

  private static String json(Finding.Level worst, List<Finding> findings) {
    JsonMapper json = JsonMapper.builder().build();
    ObjectNode report = json.createObjectNode();
    report.put("v", VERSION).put("verdict", word(worst));
    ArrayNode lines = report.putArray("lines");
    for (Finding finding : findings) {
      lines
          .addObject()
          .put("level", word(finding.level()))
          .put("check", finding.check())
          .put("text", finding.text())
          .put("action", finding.action());
    }
    return json.writeValueAsString(report);
  }

  private static String word(Finding.Level level) {
    return level.name().toLowerCase(Locale.ROOT);
  }
}
