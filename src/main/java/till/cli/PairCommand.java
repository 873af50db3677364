package till.cli;

import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import till.config.ConfigShelf;
import till.kiosk.KioskSettings;
import till.kiosk.PairingCodes;
import till.kiosk.Role;

/// `till pair`
@Command(
    name = "pair",
    description = {
      "Makes a code that lets one browser in, once: as the customer's screen or as a technician.",
      "Type it into the page that is named, or have the browser's camera look at the QR code."
    },
    footer = {"", "Example:", "  till pair --role technician --minutes 10"})
final class PairCommand implements Callable<Integer> {

  @Option(
      names = "--role",
      required = true,
      paramLabel = "ROLE",
      description = "kiosk or technician.")
  private String role = "";

  @Option(
      names = "--minutes",
      paramLabel = "N",
      description = "How long the code is good (default: ${DEFAULT-VALUE}).")
  private int minutes = 10;

  @Option(
      names = "--qr",
      description = "Shows the QR code although this is no terminal; on one it is always shown.")
  private boolean qr;

  @Mixin private ConfigOption local = new ConfigOption();

  private final Shell shell;

  PairCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() {
    Role wanted =
        Role.of(role)
            .filter(known -> known != Role.ATTENDANT)
            .orElseThrow(() ->
                new CommandException(
                    ExitCode.USAGE, "a browser is paired as kiosk or technician, not as " + role));
    long longest = PairingCodes.VALID_MAX.toMinutes();
    if (minutes < 1 || minutes > longest) {
      throw new CommandException(
          ExitCode.USAGE, "a code is good for 1 to " + longest + " minutes, not " + minutes);
    }
    KioskSettings kiosk = ConfigShelf.look(local.file()).inForce().kiosk();
    String code =
        PairingCodes.issue(
            kiosk.tokenDirectory(),
            wanted,
            Duration.ofMinutes(minutes),
            shell.clock(),
            shell.chance());
    shell.out().println(code);
    String page = kiosk.origin(kiosk.port()) + "/pair";
    shell.out().printf("%s lets a browser in with it, once, within %d minutes%n", page, minutes);
    boolean terminal = shell.terminal().getAsBoolean();
    if (terminal || qr) {
      shell.out().println();
      shell
          .out()
          .print(new TerminalQr(page + "?code=" + code).lines(terminal, shell.out().charset()));
    }
    return ExitCode.OK;
  }
}
