package till.lane;

import till.sale.Reason;

/// What the lane says to a command, once it is on disk.
public sealed interface Reply {

  /// Today's view of the lane.
  LaneView view();

  record Accepted(LaneView view) implements Reply {}

  /// The shop says no.
  record Refused(Reason reason, String detail, LaneView view) implements Reply {}

  /// This command id was used before, for something else.
  record IdReused(LaneView view) implements Reply {}
}
