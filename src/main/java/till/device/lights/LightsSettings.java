package till.device.lights;

import java.util.Optional;

/// The `[lights]`.
///
/// @param green GPIO line (`gpio:17`) of the green lamp
/// @param red GPIO line of the red lamp
public record LightsSettings(Optional<String> green, Optional<String> red) {}
