package till.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import till.device.payment.zvt.ZvtCodec;
import till.device.payment.zvt.ZvtMessage;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/// `till decode zvt`
@Command(
    name = "zvt",
    description = {
      "Says what a ZVT payment terminal and its register say to each other: one message in hex for"
          + " each argument, or a line of standard input, one JSON object a line of standard"
          + " output. What cannot be read is its error, and the exit code is 0.",
      "Account numbers are masked; passwords and tracks are not shown."
    },
    footer = {"", "Example:", "  till decode zvt 06010a04000000001000490978"})
final class DecodeZvtCommand implements Callable<Integer> {

  @Parameters(
      arity = "0..*",
      paramLabel = "HEX",
      description = "Messages; where there are none, standard input is read.")
  private List<String> messages = new ArrayList<>();

  private final Shell shell;
  private final JsonMapper json = JsonMapper.shared();

  DecodeZvtCommand(Shell shell) {
    this.shell = shell;
  }

  @Override
  public Integer call() throws IOException {
    var lines = new HexLines(shell, ZvtCodec.MESSAGE_BYTES_MAX);
    lines.answer(messages, text -> answer(lines, text).toString());
    return ExitCode.OK;
  }

  private ObjectNode answer(HexLines lines, String text) {
    try {
      return answer(ZvtCodec.read(lines.bytes(text)));
    } catch (IllegalArgumentException e) {
      return answer(ZvtMessage.unreadable(String.valueOf(e.getMessage())));
    }
  }

  private ObjectNode answer(ZvtMessage message) {
    ObjectNode answer = json.createObjectNode();
    boolean none = message.control().isEmpty();
    answer.put("control", none ? null : message.control());
    answer.put("name", none ? null : message.name());
    answer.put("length", message.length());
    ArrayNode fields = answer.putArray("fields");
    message.fields().forEach(field -> fields.add(field(field)));
    objects(answer.putArray("tlv"), message.container());
    answer.putNull("receipt");
    message
        .receipt()
        .ifPresent(receipt ->
            answer.putObject("receipt").put("kind", receipt.kind()).put("text", receipt.text()));
    answer.put("error", message.error().orElse(null));
    return answer;
  }

  private ObjectNode field(ZvtMessage.Field field) {
    ObjectNode node = json.createObjectNode();
    node.put("bitmap", field.bitmap().orElse(null));
    node.put("name", named(field.name()));
    node.put("value", field.value());
    field.meaning().ifPresent(meaning -> node.put("meaning", meaning));
    return node;
  }

  private void objects(ArrayNode array, List<ZvtMessage.DataObject> objects) {
    for (ZvtMessage.DataObject object : objects) {
      ObjectNode node = array.addObject();
      node.put("tag", object.tag());
      node.put("name", named(object.name()));
      object.value().ifPresent(value -> node.put("value", value));
      object.text().ifPresent(text -> node.put("text", text));
      if (object.value().isEmpty() && object.text().isEmpty()) {
        objects(node.putArray("tlv"), object.objects());
      }
    }
  }

  private static String named(String name) {
    return name.isEmpty() ? "unknown" : name;
  }
}
