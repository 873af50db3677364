package till.device.scale;

import java.util.Optional;
import till.port.PortSettings;

/// The `[scale]`.
///
/// @param unit what a scale weighs in whose protocol does not say it (8217): kg or lb; the others
///   say it themselves
/// @param pollMillis between two questions, 200 to 500
/// @param polynomialFile bare name of the credential that holds Dialog 06's polynomial
public record ScaleSettings(
    ScaleProtocol protocol,
    PortSettings port,
    WeightUnit unit,
    int pollMillis,
    Optional<String> polynomialFile) {

  public static final int POLL_MILLIS_MIN = 200;
  public static final int POLL_MILLIS_MAX = 500;
  public static final int POLL_MILLIS = 300;

  public ScaleSettings {
    if (pollMillis < POLL_MILLIS_MIN || pollMillis > POLL_MILLIS_MAX) {
      throw new IllegalArgumentException("poll_ms must be 200 to 500, not " + pollMillis);
    }
    if (unit != WeightUnit.KG && unit != WeightUnit.LB) {
      throw new IllegalArgumentException("unit must be kg or lb, not " + unit.symbol());
    }
  }
}
