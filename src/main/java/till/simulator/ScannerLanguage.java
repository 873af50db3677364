package till.simulator;

import java.util.Map;
import java.util.Optional;
import till.simulator.SimulatedScanner.Heard;

/// The commands that a simulated scanner understands.
///
/// @param commands as characters of one byte each, at most `CHARACTERS_MAX`
/// @param sleepsAfterBadBeep whether it has to be enabled again then
public record ScannerLanguage(Map<String, Heard> commands, boolean sleepsAfterBadBeep) {

  static final int CHARACTERS_MAX = 7;

  public static final ScannerLanguage NONE = new ScannerLanguage(Map.of(), false);

  /// As the Magellan 800i, which looks no more after it has said "not on file".
  public static final ScannerLanguage DATALOGIC =
      new ScannerLanguage(
          Map.of(
              "E", Heard.ENABLE,
              "D", Heard.DISABLE,
              "B", Heard.GOOD_BEEP,
              "\u0001", Heard.GOOD_BEEP,
              "F", Heard.BAD_BEEP),
          true);

  public static final ScannerLanguage HONEYWELL =
      new ScannerLanguage(Map.of("\u0016T\r", Heard.TRIGGER, "\u0016U\r", Heard.RELEASE), false);

  public static final ScannerLanguage CIPHERLAB =
      new ScannerLanguage(
          Map.of("E", Heard.ENABLE, "D", Heard.DISABLE, "#@////\r", Heard.GOOD_BEEP), false);

  public ScannerLanguage {
    commands = Map.copyOf(commands);
  }

  /// The command that these characters end with.
  Optional<Heard> endOf(CharSequence characters) {
    String text = characters.toString();
    return commands.entrySet().stream()
        .filter(command -> text.endsWith(command.getKey()))
        .map(Map.Entry::getValue)
        .findFirst();
  }
}
