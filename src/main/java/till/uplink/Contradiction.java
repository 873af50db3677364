package till.uplink;

/// What there is to do, and to show, when the fleet knows other documents of this terminal than its
/// journal has: the disk was restored or copied.
public sealed interface Contradiction {

  /// They disagree. Nothing is deleted, and the terminal sells on.
  record Found() implements Contradiction {}

  /// The epoch that is being written should end here, so that no number is given twice any more.
  /// Comes again with the next uplink until another epoch has begun.
  ///
  /// @param epoch the one that is disputed
  /// @param reason what the fleet has, and what the journal
  record EpochDue(String epoch, String reason) implements Contradiction {}

  /// The fleet has taken a document of the epoch that followed.
  record Settled() implements Contradiction {}
}
