package till.cli;

import java.io.PrintStream;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import till.config.ConfigShelf;
import till.config.TerminalConfig;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.contact.Contact;
import till.device.contact.ContactSettings;
import till.device.drawer.CashDrawer;
import till.device.drawer.DrawerSettings;
import till.device.drawer.DrawerState;
import till.device.printer.Printer;
import till.device.printer.PrinterSettings;
import till.device.scale.ScaleSettings;
import till.device.scale.Weighing;
import till.device.scanner.Scanner;
import till.device.scanner.ScannerSettings;
import till.device.scanner.label.ScanData;
import till.journal.StateLock;
import till.port.BoardPorts;
import till.port.InputLine;
import till.port.LineSettings;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;

/// `till device watch`
@Command(
    name = "watch",
    description = {
      "Shows what a device sends, as it comes, until Ctrl-C: bytes in hex and as text, and what"
          + " they mean (=>): labels of a scanner, how a printer is, whether the drawer is open,"
          + " what lies on the scale, whether the help button is pressed or the case open.",
      "A device of the daemon's has to be let go first: systemctl stop tilld."
    },
    footer = {
      "",
      "Example:",
      "  till device watch counter",
      "  till device watch drawer",
      "  till device watch /dev/ttyUSB0 --baud 115200",
      "  till device watch gpio:GPIO17"
    })
final class DeviceWatchCommand implements Callable<Integer> {

  /// How often it is looked whether somebody still reads the output.
  private static final int LOOK_SECONDS = 1;

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
        watchConfigured(ConfigShelf.look(config.file()).inForce(), ports);
      }
    } catch (PortException e) {
      throw new CommandException(ExitCode.UNAVAILABLE, e.getMessage(), e);
    }
    return ExitCode.OK;
  }

  private static boolean isPort(String target) {
    return Stream.of("/", "tcp://", PortSettings.EVDEV).anyMatch(target::startsWith);
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
    if (!watchable(from).contains(target)) {
      throw new CommandException(ExitCode.USAGE, "cannot watch " + target + ": " + why(from));
    }
    try (StateLock _ = DaemonAway.take(from.stateDirectory())) {
      switch (target) {
        case "printer" -> watchPrinter(from.printer().orElseThrow(), ports);
        case "drawer" -> watchDrawer(from, from.drawer().orElseThrow(), ports);
        case "scale" -> watchScale(from.scale().orElseThrow(), ports);
        case "help_button" -> watchContact(from.helpButton().orElseThrow(), ports);
        case "tamper_switch" -> watchContact(from.tamperSwitch().orElseThrow(), ports);
        case "msr", "nfc", "wiegand" ->
            watchCards(CardReader.find(from, target).orElseThrow(), ports);
        default -> watchScanner(scanner(from), ports);
      }
    }
  }

  private static List<String> watchable(TerminalConfig from) {
    return Stream.of(
            from.scanners().stream().map(ScannerSettings::name),
            from.printer().stream().map(_ -> "printer"),
            from.scale().stream().map(_ -> "scale"),
            CardReader.of(from).stream().map(CardReader::name),
            ConfiguredPorts.contacts(from).stream().map(contact -> contact.kind().device()),
            from.drawer().flatMap(DrawerSettings::sensor).stream().map(_ -> "drawer"))
        .flatMap(Function.identity())
        .toList();
  }

  private String why(TerminalConfig from) {
    return switch (target) {
      case "payment" -> "what a payment terminal sends may hold account numbers";
      case "lights", "display" -> "nothing comes from there; see till device check " + target;
      case "drawer" -> "there is no [drawer] with a sensor in the configuration";
      default ->
          "there is no such device in "
              + config.file()
              + "; it has "
              + String.join(", ", watchable(from));
    };
  }

  private ScannerSettings scanner(TerminalConfig from) {
    return from.scanners().stream()
        .filter(each -> each.name().equals(target))
        .findFirst()
        .orElseThrow();
  }

  private void watchScanner(ScannerSettings settings, Ports ports)
      throws PortException, InterruptedException {
    try (var tap = WireTap.open(settings.port(), ports, this::raw);
        var _ = Scanner.start(settings, tap, this::label, _ -> {}, shell.clock())) {
      watching(settings.port().address());
    }
  }

  /// Without the bytes, which may hold the number of a payment card.
  private void watchCards(CardReader reader, Ports ports) throws InterruptedException {
    try (var _ = reader.start().on(ports, this::card, this::status, shell.clock())) {
      watching(reader.port().address());
    }
  }

  /// A scale speaks when it is asked only.
  private void watchScale(ScaleSettings settings, Ports ports)
      throws PortException, InterruptedException {
    try (var tap = WireTap.open(settings.port(), ports, this::raw);
        var _ =
            new ScaleStarter(shell, config.file()).start(settings, tap, this::weighing, _ -> {})) {
      watching(settings.port().address());
    }
  }

  private void watchPrinter(PrinterSettings settings, Ports ports)
      throws PortException, InterruptedException {
    try (var tap = WireTap.open(settings.port(), ports, this::raw);
        var _ = Printer.start(settings, tap, _ -> {}, this::status, shell.clock())) {
      watching(settings.port().address());
    }
  }

  private void watchDrawer(TerminalConfig from, DrawerSettings settings, Ports ports)
      throws InterruptedException {
    if (!settings.needsPrinter()) {
      watchDrawer(settings, Optional.empty(), ports);
      return;
    }
    PrinterSettings by = from.printer().orElseThrow();
    try (Printer printer = Printer.start(by, ports, _ -> {}, this::status, shell.clock())) {
      watchDrawer(settings, Optional.of(printer), ports);
    }
  }

  private void watchDrawer(DrawerSettings settings, Optional<Printer> printer, Ports ports)
      throws InterruptedException {
    try (var _ =
        CashDrawer.start(settings, printer, ports, this::drawer, this::status, shell.clock())) {
      watching("the drawer");
    }
  }

  private void watchContact(ContactSettings settings, Ports ports) throws InterruptedException {
    ContactSettings.Kind kind = settings.kind();
    try (var _ =
        Contact.start(
            settings,
            ports,
            active -> meaning(kind.device() + " " + kind.word(active)),
            this::status,
            shell.clock())) {
      watching(settings.line().address());
    }
  }

  private void watchLine(Ports ports) throws PortException, InterruptedException {
    try (InputLine line = ports.input(LineSettings.of(target), this::level)) {
      level(line.isActive());
      await();
    }
  }

  private void watching(String what) throws InterruptedException {
    out().println("watching " + what + "; Ctrl-C ends it");
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
    meaning(ScanText.of(scan));
  }

  private void status(DeviceStatus status) {
    meaning(
        status.name()
            + " "
            + words(status.state())
            + (status.reason().isEmpty() ? "" : ": " + status.reason()));
  }

  private void drawer(DrawerState state) {
    meaning("drawer " + words(state));
  }

  private static String words(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }

  private void meaning(String text) {
    out().println(time() + "  => " + text);
  }

  private void weighing(Weighing weighing) {
    meaning(weighing.inWords());
  }

  private void card(CardRead read) {
    meaning(read.kind() + " " + read.id());
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
