package till;

import java.util.HashSet;
import java.util.Set;

/// What works right now: the measure of a configuration on probation.
///
/// @param devices names of those that are good
record Vitals(boolean connected, Set<String> devices) {

  Vitals {
    devices = Set.copyOf(devices);
  }

  /// What used to work and does not; empty when nothing is missing.
  Set<String> missing(Vitals before) {
    var missing = new HashSet<>(before.devices());
    missing.removeAll(devices);
    if (before.connected() && !connected) {
      missing.add("uplink");
    }
    return missing;
  }
}
