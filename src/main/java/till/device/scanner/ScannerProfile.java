package till.device.scanner;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/// What a make of scanners understands.
///
/// @param commands as characters of one byte each; what is absent the scanner does not know
/// @param deafMillis how long after its start it may ignore commands
public record ScannerProfile(Map<ScannerCommand, String> commands, int deafMillis) {

  /// Says what it reads and listens to nothing.
  public static final ScannerProfile GENERIC = new ScannerProfile(Map.of(), 0);

  private static final Map<String, ScannerProfile> PROFILES =
      new TreeMap<>(
          Map.of(
              "generic",
              GENERIC,
              // Magellan and the hand scanners after it: host commands of RS-232 and USB-COM.
              // "F" is "not on file", and puts some of them (800i) to sleep until the "E"
              "datalogic",
              new ScannerProfile(
                  Map.of(
                      ScannerCommand.GOOD_READ, "\u0001",
                      ScannerCommand.BAD_READ, "FE",
                      ScannerCommand.ENABLE, "E",
                      ScannerCommand.DISABLE, "D"),
                  30_000),
              "honeywell",
              new ScannerProfile(
                  Map.of(
                      ScannerCommand.TRIGGER_ON, "\u0016T\r",
                      ScannerCommand.TRIGGER_OFF, "\u0016U\r"),
                  0),
              "cipherlab",
              new ScannerProfile(
                  Map.of(
                      ScannerCommand.GOOD_READ, "#@////\r",
                      ScannerCommand.ENABLE, "E",
                      ScannerCommand.DISABLE, "D"),
                  0)));

  public ScannerProfile {
    commands = Map.copyOf(commands);
  }

  /// The profile of this name.
  public static Optional<ScannerProfile> find(String name) {
    return Optional.ofNullable(PROFILES.get(name));
  }

  public static Set<String> names() {
    return PROFILES.keySet();
  }

  /// This profile with other bytes for some commands; empty ones take a command away.
  public ScannerProfile with(Map<ScannerCommand, String> others) {
    var all = new EnumMap<ScannerCommand, String>(ScannerCommand.class);
    all.putAll(commands);
    all.putAll(others);
    all.values().removeIf(String::isEmpty);
    return new ScannerProfile(all, deafMillis);
  }

  /// Whether it understands all of these.
  public boolean knows(ScannerCommand... wanted) {
    return commands.keySet().containsAll(Set.of(wanted));
  }

  byte[] bytes(ScannerCommand command) {
    return commands.getOrDefault(command, "").getBytes(StandardCharsets.ISO_8859_1);
  }
}
