package till.sale;

/// What the lane can do for a customer right now.
public enum LaneState {
  /// A hard fault; nothing can be sold.
  OUT_OF_SERVICE,
  CLOSED,
  /// An attendant has paused the lane.
  PAUSED,
  READY,
  IN_TRANSACTION
}
