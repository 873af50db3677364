package till.lane;

import java.util.List;
import till.device.display.DisplaySettings;

/// The `[display]`: the device, and what it shows while nobody is served.
///
/// @param idle lines from the top
public record CustomerDisplaySettings(DisplaySettings device, List<String> idle) {

  public CustomerDisplaySettings {
    idle = List.copyOf(idle);
  }
}
