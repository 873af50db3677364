package till.simulator;

import java.util.Locale;

/// A scale that speaks NCI.
final class VoiceNci implements ScaleVoice {

  private static final int COMMAND_CHARACTERS_MAX = 8;

  private final ScalePan pan;
  private final boolean pounds;
  private final boolean scp01;
  private final StringBuilder command = new StringBuilder();

  /// @param scp01 whether it speaks SCP-01, else SCP-02
  VoiceNci(ScalePan pan, boolean pounds, boolean scp01) {
    this.pan = pan;
    this.pounds = pounds;
    this.scp01 = scp01;
  }

  @Override
  public Reply hear(char next) {
    if (next != '\r') {
      if (command.length() < COMMAND_CHARACTERS_MAX) {
        command.append(next);
      }
      return Reply.NOTHING;
    }
    String word = command.toString();
    command.setLength(0);
    return switch (word) {
      case "W" -> weight();
      case "S" -> Reply.of("\n" + status());
      case "Z" -> {
        boolean _ = pan.zero();
        yield Reply.of("\n" + status());
      }
      default -> Reply.of("\n?\r\u0003");
    };
  }

  private Reply weight() {
    ScalePan.Look look = pan.look();
    if (!look.isStable()) {
      return Reply.of("\n" + status());
    }
    int part = pounds ? 100 : 1000;
    String number =
        String.format(
            Locale.ROOT, pounds ? "%04d.%02d" : "%02d.%03d", look.net() / part, look.net() % part);
    return Reply.weight(
        "\n" + number + (pounds ? "LB" : "KG") + "\r\n" + status(),
        new SimulatedScale.Told(number, pounds ? "lb" : "kg", look.tare() > 0));
  }

  private String status() {
    ScalePan.Look look = pan.look();
    int first = 0x30 | (look.moving() ? 1 : 0) | (look.atZero() ? 2 : 0);
    int second = 0x30 | (look.under() ? 1 : 0) | (look.over() ? 2 : 0);
    return (scp01 ? "" : "S") + (char) first + (char) second + "\r\u0003";
  }
}
