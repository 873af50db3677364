package till.device.lights;

import java.util.Locale;

/// A lamp of the lane light (UnifiedPOS: Color).
public enum Lamp {
  GREEN,
  YELLOW,
  RED,
  BLUE,
  WHITE;

  /// `green`, as a configuration has it.
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
