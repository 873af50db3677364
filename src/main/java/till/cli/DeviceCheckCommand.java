package till.cli;

import java.io.IOException;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.config.ConfigShelf;
import till.config.TerminalConfig;
import till.journal.StateLock;
import till.port.BoardPorts;
import till.port.Ports;

/// `till device check`
@Command(
    name = "check",
    description = {
      "Checks a configured device (UnifiedPOS CheckHealth): scans a label, reads a card, prints a"
          + " receipt, opens the drawer, writes on the display, reads the scale, lights the lamps"
          + " one by one, waits for the button or the switch, and says what came of it. It takes"
          + " the device for itself, so the daemon has to be stopped. Run it as root, or as the"
          + " daemon's user.",
      "Exit codes: 0 all well, 1 nobody can tell, 2 a failure, 69 the daemon runs."
    },
    footer = {
      "",
      "Example:",
      "  till device check printer",
      "  till device check counter --seconds 60",
      "  till device check drawer --level internal"
    })
final class DeviceCheckCommand implements Callable<Integer> {

  private static final int SECONDS_MAX = 3_600;
  private static final int CHECK_WIDTH = 7;

  @Parameters(
      paramLabel = "NAME",
      description =
          "The scanner's name, or printer, payment, drawer, display, scale, lights, help_button,"
              + " tamper_switch, msr, nfc, wiegand.")
  private String name = "";

  @Mixin private ConfigOption local = new ConfigOption();

  @Option(
      names = "--level",
      paramLabel = "LEVEL",
      description =
          "internal: only how it is. external: does what it is for. interactive: and asks whoever"
              + " stands there (default: ${DEFAULT-VALUE}).")
  private String level = "interactive";

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long to wait for a person (default: ${DEFAULT-VALUE}).")
  private int seconds = 30;

  private final Shell shell;

  DeviceCheckCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    DeviceCheck.Level depth = depth();
    if (seconds < 1 || seconds > SECONDS_MAX) {
      throw new CommandException(
          ExitCode.USAGE, "--seconds must be 1 to " + SECONDS_MAX + ", not " + seconds);
    }
    TerminalConfig config = ConfigShelf.look(local.file()).inForce();
    DeviceCheck.requireKnown(config, name);
    try (StateLock _ = DaemonAway.take(config.stateDirectory());
        Ports ports = BoardPorts.open()) {
      var printer = new FindingPrinter(shell, CHECK_WIDTH);
      return new DeviceCheck(
              config,
              ports,
              depth,
              Duration.ofSeconds(seconds),
              new Person(shell),
              new ScaleStarter(shell, local.file()),
              new PaymentStarter(shell, local.file()),
              shell.clock(),
              printer::print)
          .run(name)
          .exitCode();
    }
  }

  private DeviceCheck.Level depth() {
    try {
      return DeviceCheck.Level.valueOf(level.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "--level must be internal, external or interactive, not " + level, e);
    }
  }
}
