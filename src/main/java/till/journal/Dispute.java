package till.journal;

/// An epoch of which the fleet knows another end than this journal.
///
/// @param proven position up to which its documents were proven before; what comes behind, of this
///   epoch, never will be
/// @param reason what the fleet has, and what this journal
/// @param isSettled whether the fleet has taken something of the epoch that followed
public record Dispute(String epoch, long proven, String reason, boolean isSettled) {}
