package till.cli;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.config.ConfigReader;
import till.config.TerminalConfig;
import till.device.Health;
import till.device.Supervisor;
import till.device.scanner.Scanner;
import till.device.scanner.ScannerSettings;
import till.device.scanner.label.ScanData;
import till.port.BoardPorts;
import till.port.InputLine;
import till.port.LineSettings;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;

/// `till device watch`
@Command(
    name = "watch",
    description = {
      "Shows what a device sends, as it comes, until Ctrl-C: bytes in hex and as text, and, of a"
          + " scanner, the label (=>).",
      "A device of the daemon's has to be let go first: systemctl stop tilld."
    },
    footer = {
      "",
      "Example:",
      "  till device watch counter",
      "  till device watch /dev/ttyUSB0 --baud 115200",
      "  till device watch gpio:GPIO17"
    })
final class DeviceWatchCommand implements Callable<Integer> {

  /// How often it is looked whether somebody still reads the output.
  private static final int LOOK_SECONDS = 1;

  private static final int READ_BYTES = 1_024;
  private static final int READ_MILLIS = 10_000;

  @Parameters(
      paramLabel = "NAME|PORT",
      description = "A device of the configuration, or a port of `till device list`.")
  private String target = "";

  @Mixin private ConfigOption config = new ConfigOption();

  @Option(
      names = "--baud",
      paramLabel = "N",
      description = "For a port: bits per second (default: ${DEFAULT-VALUE}).")
  private int baud = 9_600;

  @Option(
      names = "--framing",
      paramLabel = "8N1",
      description = "For a port: data bits, parity, stop bits (default: ${DEFAULT-VALUE}).")
  private String framing = "8N1";

  @Option(names = "--seconds", paramLabel = "N", description = "Ends by itself after this time.")
  private Optional<Integer> seconds = Optional.empty();

  private final Shell shell;

  DeviceWatchCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws InterruptedException {
    try (Ports ports = BoardPorts.open()) {
      if (target.startsWith("gpio:")) {
        watchLine(ports);
      } else if (isPort(target)) {
        watchScanner(ScannerSettings.of("port", port()), ports);
      } else {
        watchConfigured(ConfigReader.read(config.file()), ports);
      }
    } catch (PortException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private static boolean isPort(String target) {
    return Stream.of("/", "tcp://", "evdev:").anyMatch(target::startsWith);
  }

  private PortSettings port() {
    try {
      return new PortSettings(
          target, baud, PortSettings.Framing.parse(framing), PortSettings.FlowControl.NONE);
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE, "cannot watch " + target + ": " + e.getMessage(), e);
    }
  }

  private void watchConfigured(TerminalConfig from, Ports ports)
      throws PortException, InterruptedException {
    Optional<ScannerSettings> scanner =
        from.scanners().stream().filter(each -> each.name().equals(target)).findFirst();
    if (scanner.isPresent()) {
      watchScanner(scanner.get(), ports);
    } else if (target.equals("printer") && from.printer().isPresent()) {
      watchBytes(from.printer().get().port(), ports);
    } else {
      throw new CommandException(ExitCode.USAGE, "cannot watch " + target + ": " + why(from));
    }
  }

  private String why(TerminalConfig from) {
    return switch (target) {
      case "payment" -> "what a payment terminal sends may hold account numbers";
      case "lights" -> "they say nothing";
      default ->
          "there is no such device in "
              + config.file()
              + "; it has "
              + Stream.concat(
                      from.scanners().stream().map(ScannerSettings::name),
                      from.printer().stream().map(_ -> "printer"))
                  .collect(Collectors.joining(", "));
    };
  }

  private void watchScanner(ScannerSettings settings, Ports ports)
      throws PortException, InterruptedException {
    try (var tap = WireTap.open(settings.port(), ports, this::raw);
        var _ = Scanner.start(settings, tap, this::label, _ -> {}, shell.clock())) {
      watching(settings.port());
    }
  }

  private void watchBytes(PortSettings settings, Ports ports)
      throws PortException, InterruptedException {
    var health = new Health(target, "POSPrinter", _ -> {}, shell.clock());
    Supervisor.Session session =
        port -> {
          health.good();
          readOn(port);
        };
    try (var tap = WireTap.open(settings, ports, this::raw);
        var _ = Supervisor.start(health, settings, tap, session)) {
      watching(settings);
    }
  }

  private static void readOn(Port port) throws PortException {
    byte[] buffer = new byte[READ_BYTES];
    while (true) {
      // the tap shows it
      int _ = port.read(buffer, READ_MILLIS);
    }
  }

  private void watchLine(Ports ports) throws PortException, InterruptedException {
    try (InputLine line = ports.input(LineSettings.of(target), this::level)) {
      level(line.isActive());
      await();
    }
  }

  private void watching(PortSettings settings) throws InterruptedException {
    out().println("watching " + settings.address() + "; Ctrl-C ends it");
    await();
  }

  private void await() throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int waited = 0;
        waited < seconds.orElse(Integer.MAX_VALUE) && !out().checkError();
        waited += LOOK_SECONDS) {
      if (never.await(LOOK_SECONDS, TimeUnit.SECONDS)) {
        return;
      }
    }
  }

  private void raw(byte[] bytes, int length) {
    String time = time();
    HexDump.rows(bytes, length).forEach(row -> out().println(time + "  " + row));
  }

  private void label(ScanData scan) {
    out().println(time() + "  => " + ScanText.of(scan));
  }

  private void level(boolean high) {
    out().println(time() + "  " + (high ? "high" : "low"));
  }

  private String time() {
    return shell.clock().instant().truncatedTo(ChronoUnit.MILLIS).toString();
  }

  private PrintStream out() {
    return shell.out();
  }
}
