package till.device.lights;

import java.util.Optional;
import till.port.LineSettings;

/// The `[lights]`.
///
/// @param green the line of the green lamp
/// @param red the line of the red lamp
public record LightsSettings(Optional<LineSettings> green, Optional<LineSettings> red) {}
