package till.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import till.device.payment.zvt.ZvtCodec;

/// `till encode zvt-serial`
@Command(
    name = "zvt-serial",
    description = {
      "Dresses ZVT messages for a serial line: one message in hex for each argument, or a line of"
          + " standard input, one frame in hex a line of standard output.",
      "Ends with exit code 64 at the first one that is no message."
    },
    footer = {"", "Example:", "  till encode zvt-serial 060f00"})
final class EncodeZvtSerialCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "HEX",
      description = "Messages; where there are none, standard input is read.")
  private List<String> messages = new ArrayList<>();

  private final Shell shell;

  EncodeZvtSerialCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    var lines = new HexLines(shell, ZvtCodec.MESSAGE_BYTES_MAX);
    lines.answer(messages, text -> frame(lines, text));
    return ExitCode.OK;
  }

  private static String frame(HexLines lines, String text) {
    try {
      return HexFormat.of().formatHex(ZvtCodec.frame(lines.bytes(text)));
    } catch (IllegalArgumentException e) {
      throw new CommandException(
          ExitCode.USAGE,
          "cannot make a frame: "
              + e.getMessage()
              + "; give class, instruction, length and data, such as 060f00",
          e);
    }
  }
}
