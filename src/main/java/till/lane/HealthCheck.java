package till.lane;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import till.device.DeviceStatus;
import till.device.drawer.DrawerState;
import till.sale.Texts;

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
  /// @param code what was seen: `good`, `printed`, `drawer-open`, ...
  /// @param values what its sentence says beside: a weight, a label, a driver's own words
  public record Finding(String step, Outcome outcome, String code, List<String> values) {

    private static final Texts TEXTS = new Texts("till.lane.texts");

    public Finding {
      values = List.copyOf(values);
    }

    static Finding ok(String step, String code, String... values) {
      return new Finding(step, Outcome.OK, code, List.of(values));
    }

    static Finding warn(String step, String code, String... values) {
      return new Finding(step, Outcome.WARN, code, List.of(values));
    }

    static Finding fail(String step, String code, String... values) {
      return new Finding(step, Outcome.FAIL, code, List.of(values));
    }

    /// What was seen, and what to do, for a technician.
    ///
    /// @param languages best first
    public String text(List<String> languages) {
      return TEXTS.text("check." + code, languages, values.toArray(String[]::new));
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
