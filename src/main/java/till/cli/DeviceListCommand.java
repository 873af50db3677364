package till.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/// `till device list`
@Command(
    name = "list",
    description = "Shows the serial lines of this board, by the name that stays the same first.",
    footer = {"", "Example:", "  till device list"})
final class DeviceListCommand implements Callable<Integer> {

  private final Shell shell;

  DeviceListCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    List<SerialNames.Line> lines = SerialNames.list();
    if (lines.isEmpty()) {
      shell.out().println("no serial line is plugged in");
    }
    for (SerialNames.Line line : lines) {
      shell.out().println(line.device() + "  " + line.best());
    }
    return ExitCode.OK;
  }
}
