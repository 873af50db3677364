package till.kiosk;

import java.util.Arrays;
import java.util.Locale;
import till.lane.DeviceView;
import till.lane.LaneView;
import till.sale.LaneState;

/// What a dashboard may rely on, in Prometheus' text format.
final class Metrics {

  static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

  private final StringBuilder text = new StringBuilder();

  private Metrics() {}

  static String of(LaneView lane, BoardView board) {
    var metrics = new Metrics();
    metrics.head("tilld_build_info", "The daemon's version; always 1.");
    metrics.sample("tilld_build_info", "version", board.version(), "1");
    metrics.head("tilld_lane_state", "1 for the state the lane is in.");
    Arrays.stream(LaneState.values())
        .forEach(state ->
            metrics.sample("tilld_lane_state", "state", state.name(), bit(state == lane.state())));
    metrics.gauge("tilld_journal_head", "Number of the newest document.", board.head());
    metrics.gauge(
        "tilld_uplink_acked", "Number of the newest acknowledged document.", board.acked());
    metrics.gauge(
        "tilld_uplink_backlog", "Documents that are not acknowledged yet.", board.backlog());
    metrics.head("tilld_uplink_connected", "1 while the uplink is connected to this broker.");
    metrics.sample("tilld_uplink_connected", "broker", board.broker(), bit(board.connected()));
    metrics.head("tilld_device_up", "1 good, 0 bad, NaN while nobody knows.");
    lane.devices()
        .forEach(device -> metrics.sample("tilld_device_up", "device", device.name(), up(device)));
    metrics.gauge(
        "tilld_clock_synchronised",
        "1 while the board's clock is set by somebody who knows the time.",
        board.clockSynchronised() ? 1 : 0);
    metrics.gauge(
        "tilld_disk_free_bytes",
        "Bytes that are free under the state directory.",
        board.diskFreeBytes());
    return metrics.text.toString();
  }

  private static String bit(boolean yes) {
    return yes ? "1" : "0";
  }

  private static String up(DeviceView device) {
    return switch (device.state()) {
      case "good" -> "1";
      case "bad" -> "0";
      default -> "NaN";
    };
  }

  private void gauge(String name, String help, long value) {
    head(name, help);
    text.append(name).append(' ').append(value).append('\n');
  }

  private void head(String name, String help) {
    text.append(String.format(Locale.ROOT, "# HELP %s %s\n# TYPE %s gauge\n", name, help, name));
  }

  private void sample(String name, String label, String labelValue, String value) {
    String escaped = labelValue.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    text.append(String.format(Locale.ROOT, "%s{%s=\"%s\"} %s\n", name, label, escaped, value));
  }
}
