package till.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/// `till`: finds the command and runs it.
///
/// Only the command that is asked for is made: each one brings its rooms with it.
public final class TillCommand {

  private static final List<String> NAMES =
      List.of(
          "run",
          "doctor",
          "config",
          "journal",
          "device",
          "decode",
          "encode",
          "pair",
          "pin",
          "fleet",
          "collector",
          "simulate",
          "schema");

  private final Shell shell;

  private TillCommand(Shell shell) {
    this.shell = shell;
  }

  /// Runs a command line.
  ///
  /// @return the exit code
  public static int run(Shell shell, String... arguments) {
    // as systemd says it: understood without a library that takes a fifth of a second to load
    if (arguments.length == 3 && arguments[0].equals("run") && arguments[1].equals("--config")) {
      return shell.daemon().applyAsInt(Path.of(arguments[2]));
    }
    int exitCode = new TillCommand(shell).till(arguments).execute(arguments);
    // a print stream keeps its failures to itself
    if (exitCode == ExitCode.OK && shell.out().checkError()) {
      shell
          .err()
          .println(
              "till: cannot write all to standard output: is the disk full, or its reader gone?");
      return ExitCode.IO;
    }
    return exitCode;
  }

  private CommandLine till(String... arguments) {
    CommandLine till =
        group(
            "till",
            "tilld, the till daemon: for technicians, fleet people and systemd.",
            "till doctor");
    till.getCommandSpec()
        .version("tilld " + shell.version())
        .addOption(
            OptionSpec.builder("-V", "--version")
                .versionHelp(true)
                .description("Says which version this is.")
                .build());
    for (String name : NAMES) {
      if (arguments.length == 0 || !NAMES.contains(arguments[0]) || arguments[0].equals(name)) {
        till.addSubcommand(command(name));
      }
    }
    addHelp(till);
    till.setCaseInsensitiveEnumValuesAllowed(true);
    till.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
    till.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
    till.setColorScheme(
        Help.defaultColorScheme(shell.terminal().getAsBoolean() ? Help.Ansi.ON : Help.Ansi.OFF));
    till.setParameterExceptionHandler((failure, _) -> Failures.usage(shell.err(), failure));
    till.setExecutionExceptionHandler((failure, _, _) -> Failures.failed(shell.err(), failure));
    return till;
  }

  private CommandLine command(String name) {
    return switch (name) {
      case "run" -> new CommandLine(new RunCommand(shell));
      case "doctor" -> new CommandLine(new DoctorCommand(shell));
      case "config" ->
          group(
              "config",
              "What the terminal is told.",
              "till config check /etc/tilld/tilld.toml",
              new CommandLine(new ConfigCheckCommand(shell)),
              new CommandLine(new ConfigShowCommand(shell)));
      case "journal" ->
          group(
              "journal",
              "The terminal's finished transactions. Changes nothing.",
              "till journal verify",
              new CommandLine(new JournalVerifyCommand(shell)),
              new CommandLine(new JournalTailCommand(shell)),
              new CommandLine(new JournalExportCommand(shell)),
              new CommandLine(new JournalHeadCommand(shell)));
      case "device" ->
          group(
              "device",
              "What is plugged in.",
              "till device list",
              new CommandLine(new DeviceListCommand(shell, DeviceNames.ofBoard())),
              new CommandLine(new DeviceWatchCommand(shell)),
              new CommandLine(new DeviceCheckCommand(shell)));
      case "decode" ->
          group(
              "decode",
              "What bytes of devices mean.",
              "till decode escpos job.bin --text",
              new CommandLine(new DecodeEscPosCommand(shell)),
              new CommandLine(new DecodeScanCommand(shell)),
              new CommandLine(new DecodeCardCommand(shell)),
              new CommandLine(new DecodeZvtCommand(shell)),
              new CommandLine(new DecodeZvtSerialCommand(shell)));
      case "encode" ->
          group(
              "encode",
              "Bytes for devices.",
              "till encode zvt-serial 060f00",
              new CommandLine(new EncodeZvtSerialCommand(shell)));
      case "pair" -> new CommandLine(new PairCommand(shell));
      case "pin" -> new CommandLine(new PinCommand(shell));
      case "fleet" ->
          group(
              "fleet",
              "The other end of the wire: signed documents, and what the collectors have.",
              "till fleet status --store sqlite:/var/lib/till/ledger.db",
              new CommandLine(new FleetKeygenCommand(shell)),
              new CommandLine(new FleetSignCommand(shell)),
              new CommandLine(new FleetPushCommand(shell)),
              new CommandLine(new FleetStatusCommand(shell)),
              new CommandLine(new FleetAuditCommand(shell)),
              new CommandLine(new FleetExportCommand(shell)),
              new CommandLine(new FleetImportCommand(shell)));
      case "collector" ->
          group(
              "collector",
              "Takes the terminals' documents into a ledger.",
              "till collector run --org acme --broker mqtts://broker.example.com --store"
                  + " sqlite:ledger.db",
              new CommandLine(new CollectorRunCommand(shell)));
      case "simulate" ->
          group(
              "simulate",
              "Devices that are not there.",
              "till simulate devices --dir /tmp/devices",
              refused(
                  "devices",
                  "Makes simulated devices that a daemon can be pointed at.",
                  "Only in the demo build: from the checkout, as scripts/till.",
                  "till simulate devices --dir /tmp/devices",
                  "`till simulate devices` is only in the demo build: run scripts/till simulate"
                      + " devices in the checkout"));
      case "schema" -> new CommandLine(new SchemaCommand(shell));
      default -> throw new IllegalStateException("a command without code: " + name);
    };
  }

  private static CommandLine group(
      String name, String description, String example, CommandLine... commands) {
    var group = new CommandLine(CommandSpec.wrapWithoutInspection(new Group()).name(name));
    group.getCommandSpec().usageMessage().description(description);
    example(group, example);
    for (CommandLine command : commands) {
      group.addSubcommand(command);
    }
    ((Group) group.getCommand()).own(group);
    return group;
  }

  private static CommandLine refused(
      String name, String description, String condition, String example, String answer) {
    Callable<Integer> refusal =
        () -> {
          throw new CommandException(ExitCode.UNAVAILABLE, answer);
        };
    var command = new CommandLine(CommandSpec.wrapWithoutInspection(refusal).name(name));
    command.setUnmatchedArgumentsAllowed(true);
    command.getCommandSpec().usageMessage().description(description, condition);
    example(command, example);
    return command;
  }

  private static void example(CommandLine command, String example) {
    command.getCommandSpec().usageMessage().footer("", "Example:", "  " + example);
  }

  private static void addHelp(CommandLine command) {
    command
        .getCommandSpec()
        .addOption(
            OptionSpec.builder("-h", "--help")
                .usageHelp(true)
                .description("Says what this does, and how.")
                .build());
    command.getSubcommands().values().forEach(TillCommand::addHelp);
  }

  /// A command that needs another word.
  private static final class Group implements Callable<Integer> {

    private CommandLine self = new CommandLine(CommandSpec.create());

    void own(CommandLine commandLine) {
      self = commandLine;
    }

    @Override
    public Integer call() {
      throw new CommandLine.ParameterException(
          self, "a command is missing: " + String.join(", ", self.getSubcommands().keySet()));
    }
  }
}
