package till.device.lights;

import java.util.EnumSet;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What the lamps do (UnifiedPOS: Color, BlinkOnCycle, BlinkOffCycle): these are on, or blink
/// together, and all others are dark.
///
/// @param onMillis how long they are on in one cycle, 100 to 10,000; 0 where they do not blink
/// @param offMillis how long they are dark in it; the same
public record LampPattern(Set<Lamp> lamps, int onMillis, int offMillis) {

  public static final LampPattern DARK = steady(Set.of());

  private static final int MILLIS_MIN = 100;
  private static final int MILLIS_MAX = 10_000;

  /// Three flashes in a second: faster ones can bring on a seizure (WCAG 2.3.1).
  private static final int CYCLE_MILLIS_MIN = 334;

  private static final Pattern FORM =
      Pattern.compile("([a-z]+(?:\\+[a-z]+)*)(?: ([0-9]{1,5})/([0-9]{1,5}))?");

  public LampPattern {
    lamps = Set.copyOf(lamps);
    boolean blinks = onMillis != 0 || offMillis != 0;
    if (blinks
        && (Math.min(onMillis, offMillis) < MILLIS_MIN
            || Math.max(onMillis, offMillis) > MILLIS_MAX
            || onMillis + offMillis < CYCLE_MILLIS_MIN)) {
      throw new IllegalArgumentException(
          "lamps blink for 100 to 10000 ms on and off, and at most three times a second, not "
              + onMillis
              + "/"
              + offMillis);
    }
  }

  public static LampPattern steady(Set<Lamp> lamps) {
    return new LampPattern(lamps, 0, 0);
  }

  /// As a configuration has it: `green`, `red+yellow`, `red 250/250`, `off`.
  ///
  /// @throws IllegalArgumentException when it is no pattern
  public static LampPattern parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(text);
    }
    if (text.equals("off")) {
      return DARK;
    }
    var lamps = EnumSet.noneOf(Lamp.class);
    for (String word : parts.group(1).split("\\+", -1)) {
      lamps.add(lamp(word));
    }
    return parts.group(2) == null
        ? steady(lamps)
        : new LampPattern(
            lamps, Integer.parseInt(parts.group(2)), Integer.parseInt(parts.group(3)));
  }

  private static Lamp lamp(String word) {
    for (Lamp lamp : Lamp.values()) {
      if (lamp.word().equals(word)) {
        return lamp;
      }
    }
    throw new IllegalArgumentException(word);
  }

  boolean blinks() {
    return onMillis != 0;
  }

  /// As `parse` reads it.
  @Override
  public String toString() {
    String names =
        lamps.isEmpty()
            ? "off"
            : lamps.stream().sorted().map(Lamp::word).collect(Collectors.joining("+"));
    return blinks() ? names + " " + onMillis + "/" + offMillis : names;
  }
}
