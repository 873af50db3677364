package till.lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;

/// What has come of putting a device through what it is for (UnifiedPOS CheckHealth).
///
/// @param commandId of the command that asked for it
/// @param at when it was begun
/// @param outcome of all that was found: the worst; `RUNNING` while something is still to come
public record HealthCheck(
    String commandId, String device, Instant at, Outcome outcome, List<Finding> findings) {

  public HealthCheck {
    findings = List.copyOf(findings);
  }

  /// One that was granted, and is still to begin.
  ///
  /// @param drawer how it was
  record Asked(String commandId, DeviceStatus device, DrawerState drawer) {}

  /// How it went.
  public enum Outcome {
    RUNNING,
    OK,
    /// It did what it could, and a person has to look.
    WARN,
    FAIL;

    /// `ok`
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// One step.
  ///
  /// @param step what was looked at: `status`, `print`, `open`, ...
  /// @param text what was seen, for a technician
  public record Finding(String step, Outcome outcome, String text) {

    static Finding ok(String step, String text) {
      return new Finding(step, Outcome.OK, text);
    }

    static Finding warn(String step, String text) {
      return new Finding(step, Outcome.WARN, text);
    }

    static Finding fail(String step, String text) {
      return new Finding(step, Outcome.FAIL, text);
    }
  }

  HealthCheck with(Finding finding) {
    var all = new ArrayList<>(findings);
    all.add(finding);
    return new HealthCheck(commandId, device, at, outcome, all);
  }

  boolean isOver() {
    return outcome != Outcome.RUNNING;
  }

  /// Nothing is to come any more.
  HealthCheck over() {
    Outcome worst =
        findings.stream().map(Finding::outcome).max(Comparator.naturalOrder()).orElse(Outcome.OK);
    return new HealthCheck(commandId, device, at, worst, findings);
  }
}
