package till.lane;

import java.util.Map;
import till.sale.PrintJob;

/// What a dashboard shows of the lane.
///
/// @param commits how long it took to have facts on disk
/// @param scans from a label read to the event that screens see
/// @param printJobs that are not over, by state
public record LaneFigures(
    Histogram.Snapshot commits, Histogram.Snapshot scans, Map<PrintJob.State, Long> printJobs) {

  public LaneFigures {
    printJobs = Map.copyOf(printJobs);
  }
}
