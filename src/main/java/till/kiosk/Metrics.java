package till.kiosk;

import java.util.Arrays;
import java.util.TreeMap;
import till.lane.DeviceView;
import till.lane.LaneFigures;
import till.lane.LaneView;
import till.sale.LaneState;
import till.sale.PaymentAttempt;
import till.sale.PrintJob;
import till.sale.RetailTransaction;

/// What a dashboard may rely on.
final class Metrics {

  private Metrics() {}

  static String of(LaneView lane, LaneFigures figures, BoardView board) {
    var metrics = new Exposition();
    metrics
        .gauge("tilld_build_info", "The daemon's version; always 1.")
        .sample("version", board.version(), 1);
    writeLane(metrics, lane, figures);
    writeUplink(metrics, board);
    writeBoard(metrics, board);
    ProcessMetrics.write(metrics);
    return metrics.toString();
  }

  private static void writeLane(Exposition metrics, LaneView lane, LaneFigures figures) {
    metrics.gauge("tilld_lane_state", "1 for the state the lane is in.");
    Arrays.stream(LaneState.values())
        .forEach(state -> metrics.sample("state", state.name(), bit(state == lane.state())));
    metrics.gauge("tilld_device_up", "1 good, 0 bad, NaN while nobody knows.");
    lane.devices().forEach(device -> metrics.sample("device", device.name(), up(device)));
    metrics.gauge("tilld_print_jobs", "Print jobs that are not over.");
    Arrays.stream(PrintJob.State.values())
        .filter(state -> !state.isFinal())
        .forEach(state ->
            metrics.sample(
                "state", state.name(), figures.printJobs().getOrDefault(state, 0L).longValue()));
    metrics
        .gauge("tilld_payment_unknown", "1 while nobody knows whether a customer was charged.")
        .sample(
            bit(
                lane.transaction()
                    .flatMap(RetailTransaction::attempt)
                    .filter(attempt -> attempt.state() == PaymentAttempt.State.UNKNOWN)
                    .isPresent()));
    metrics.histogram(
        "tilld_commit_seconds",
        "Time until facts are on disk, one commit each.",
        figures.commits());
    metrics.histogram(
        "tilld_scan_to_event_seconds",
        "Time from a label read to the event that screens see.",
        figures.scans());
  }

  private static void writeUplink(Exposition metrics, BoardView board) {
    BoardView.Figures figures = board.figures();
    metrics.gauge("tilld_journal_head", "Number of the newest document.").sample(board.head());
    metrics
        .gauge("tilld_uplink_acked", "Number of the newest acknowledged document.")
        .sample(board.acked());
    metrics
        .gauge("tilld_uplink_backlog", "Documents that are not acknowledged yet.")
        .sample(figures.backlog());
    metrics
        .gauge(
            "tilld_uplink_oldest_unacked_seconds",
            "Age of the oldest document that is not acknowledged; 0 when there is none.")
        .sample(figures.oldestUnackedSeconds());
    metrics
        .gauge("tilld_uplink_window", "Documents that may be on their way without an ack.")
        .sample(figures.window());
    metrics
        .counter(
            "tilld_uplink_rejected_total",
            "Documents that the collector could not read, since this process started.")
        .sample(figures.rejected());
    metrics.gauge("tilld_uplink_connected", "1 while the uplink is connected to this broker.");
    metrics.sample("broker", board.broker(), bit(board.connected()));
    metrics.gauge("tilld_uplink_problem", "1 for each problem of the uplink.");
    figures.problems().keySet().forEach(code -> metrics.sample("code", code, 1));
    metrics.gauge(
        "tilld_certificate_expiry_seconds",
        "Time until the first of the uplink's certificates ends; nothing without a certificate,"
            + " or while the clock cannot be believed.");
    figures.certificateSeconds().ifPresent(metrics::sample);
  }

  private static void writeBoard(Exposition metrics, BoardView board) {
    metrics.gauge("tilld_config_revision", "The revision in force.");
    new TreeMap<>(board.revisions())
        .forEach((scope, revision) -> metrics.sample("scope", scope, revision.longValue()));
    metrics
        .gauge(
            "tilld_clock_synchronised",
            "1 while the board's clock is set by somebody who knows the time.")
        .sample(bit(board.clockSynchronised()));
    metrics
        .gauge("tilld_disk_free_bytes", "What is left for the journal.")
        .sample(board.figures().diskFreeBytes());
    metrics
        .counter("tilld_restarts_total", "Starts of the daemon on this state, but for the first.")
        .sample(board.figures().restarts());
  }

  private static long bit(boolean yes) {
    return yes ? 1 : 0;
  }

  private static double up(DeviceView device) {
    return switch (device.state()) {
      case "good" -> 1;
      case "bad" -> 0;
      default -> Double.NaN;
    };
  }
}
