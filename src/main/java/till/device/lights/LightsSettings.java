package till.device.lights;

import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import till.port.LineSettings;

/// The `[lights]`.
///
/// @param lamps the lines of the lamps that there are
/// @param ready what is shown while the lane serves customers
/// @param assistance while somebody has to come
/// @param fault while it is out of service
/// @param closed while nobody is served
public record LightsSettings(
    Map<Lamp, LineSettings> lamps,
    LampPattern ready,
    LampPattern assistance,
    LampPattern fault,
    LampPattern closed) {

  private static final int HALF_FLASH_MILLIS = 250;

  public LightsSettings {
    lamps = Map.copyOf(lamps);
  }

  /// The usual: green ready, red fault, dark when closed; for assistance the yellow lamp flashes
  /// twice a second, else the red one, else the green one.
  public static LightsSettings of(Map<Lamp, LineSettings> lamps) {
    Set<Lamp> there = lamps.keySet();
    Set<Lamp> calling = first(there, Lamp.YELLOW, Lamp.RED, Lamp.GREEN);
    return new LightsSettings(
        lamps,
        LampPattern.steady(first(there, Lamp.GREEN)),
        calling.isEmpty()
            ? LampPattern.DARK
            : new LampPattern(calling, HALF_FLASH_MILLIS, HALF_FLASH_MILLIS),
        LampPattern.steady(first(there, Lamp.RED)),
        LampPattern.DARK);
  }

  private static Set<Lamp> first(Set<Lamp> there, Lamp... wanted) {
    return Stream.of(wanted).filter(there::contains).findFirst().map(Set::of).orElse(Set.of());
  }

  LampPattern pattern(LaneLight.Signal signal) {
    return switch (signal) {
      case READY -> ready;
      case ASSISTANCE -> assistance;
      case FAULT -> fault;
      case CLOSED -> closed;
    };
  }
}
