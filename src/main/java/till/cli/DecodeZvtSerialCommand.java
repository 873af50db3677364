package till.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import till.device.payment.zvt.ZvtCodec;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/// `till decode zvt-serial`
@Command(
    name = "zvt-serial",
    description = {
      "Takes ZVT messages out of their serial frames: one frame in hex for each argument, or a line"
          + " of standard input, one JSON object with apdu or error a line of standard output. The"
          + " exit code is 0 for both.",
      "The message is not masked: `till decode zvt` says what is in it."
    },
    footer = {"", "Example:", "  till decode zvt-serial 10028000001003f51f"})
final class DecodeZvtSerialCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "HEX",
      description = "Frames; where there are none, standard input is read.")
  private List<String> frames = new ArrayList<>();

  private final Shell shell;
  private final JsonMapper json = JsonMapper.shared();

  DecodeZvtSerialCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    var lines = new HexLines(shell, ZvtCodec.FRAME_BYTES_MAX);
    lines.answer(frames, text -> answer(lines, text).toString());
    return ExitCode.OK;
  }

  private ObjectNode answer(HexLines lines, String text) {
    ObjectNode answer = json.createObjectNode();
    try {
      return switch (ZvtCodec.unframe(lines.bytes(text))) {
        case ZvtCodec.Unframed.Message message -> answer.put("apdu", message.hex());
        case ZvtCodec.Unframed.Failure failure -> answer.put("error", failure.reason());
      };
    } catch (IllegalArgumentException e) {
      return answer.put("error", e.getMessage());
    }
  }
}
