package till.device.scale;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Bytes for framers, and what they make of them.
final class Frames {

  static final List<ScaleProtocol> PROTOCOLS = List.of(ScaleProtocol.values());

  private Frames() {}

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  static List<Answer> answers(ScaleProtocol protocol, byte[] bytes) {
    return answers(protocol.framer(WeightUnit.KG), bytes);
  }

  static List<Answer> answers(AnswerFramer framer, byte[] bytes) {
    var answers = new ArrayList<Answer>();
    framer.feed(bytes, bytes.length, answers::add);
    return answers;
  }

  /// Whether it may become a weight that is sold by.
  static boolean isWeight(Answer answer) {
    return answer instanceof Answer.Weight || answer instanceof Answer.Weighed;
  }

  /// Whole answers of each kind, as scales send them.
  static List<String> whole(ScaleProtocol protocol) {
    return switch (protocol) {
      case MT_8217 -> List.of("\u000201.234\r", "\u0002 0.125N\r", "\u0002?A\r", "\u0002?D\r");
      case NCI ->
          List.of(
              "\n00.456KG\r\nS00\r\u0003",
              "\n0001.25LB\r\n00\r\u0003",
              "\nS10\r\u0003",
              "\nS0p1\r\u0003",
              "\n?\r\u0003");
      case DIALOG_06 ->
          List.of(
              "\u0006",
              "\u0015",
              "\u000202\u001b3\u001b01234\u001b000199\u001b000246\u0003",
              "\u000209\u001b20\u0003",
              "\u000211\u001b2A7\u0003",
              "\u000211\u001b1\u0003");
    };
  }
}
