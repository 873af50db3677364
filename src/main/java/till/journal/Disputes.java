package till.journal;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The epochs about which the fleet contradicts this journal.
///
/// When the fleet knows another end of an epoch than this journal, the disk was restored or copied,
/// and the epoch is *disputed* from then on, for ever. No ack can prove its documents any more:
/// they leave once more, ahead of all that follow, and are done with when a broker has taken them.
/// What the fleet had not proved to have by then is never proven, and never to be deleted.
///
/// A dispute is answered by a new epoch, and settled once the fleet has taken something of it.
///
/// Owned by the uplink's thread; what is static is for any.
final class Disputes {

  private final Connection journal;
  private final OutboxFile file;
  private final Map<String, Dispute> byEpoch = new HashMap<>();

  /// The disputes that are stored. A journal that was put back to before one was answered has to
  /// answer it again.
  Disputes(Connection journal, OutboxFile file) throws SQLException {
    this.journal = journal;
    this.file = file;
    file.disputes().forEach(dispute -> byEpoch.put(dispute.epoch(), dispute));
    Optional<Dispute> again = of(JournalTables.head(journal).epoch()).filter(Dispute::isSettled);
    if (again.isPresent()) {
      begin(again.get().epoch(), again.get().proven(), again.get().reason());
    }
  }

  /// What is unsettled among these; nothing as long as fleet and journal agree.
  static Optional<String> contradiction(Collection<Dispute> disputes) {
    return disputes.stream()
        .filter(dispute -> !dispute.isSettled())
        .map(Dispute::reason)
        .findFirst();
  }

  /// Up to which position the fleet has proven to have everything: each of these stands in the way
  /// for good with the first document that nothing can prove.
  ///
  /// @param bookmark the position up to which everything is done with
  static long provenPosition(Connection journal, long bookmark, Collection<Dispute> disputes)
      throws SQLException {
    long proven = bookmark;
    for (Dispute dispute : disputes) {
      if (JournalTables.hasAfter(journal, dispute.epoch(), dispute.proven())) {
        proven = Math.min(proven, dispute.proven());
      }
    }
    return proven;
  }

  /// All there ever were, in no order.
  List<Dispute> all() {
    return List.copyOf(byEpoch.values());
  }

  boolean isEmpty() {
    return byEpoch.isEmpty();
  }

  Optional<Dispute> of(String epoch) {
    return Optional.ofNullable(byEpoch.get(epoch));
  }

  Optional<String> contradiction() {
    return contradiction(byEpoch.values());
  }

  long provenPosition(long bookmark) throws SQLException {
    return provenPosition(journal, bookmark, byEpoch.values());
  }

  /// When an epoch began, by the clock of then; nothing as long as no other one was ever disputed,
  /// or when that is unknown.
  Optional<Instant> begunAfterOne(String epoch) throws SQLException {
    if (byEpoch.keySet().stream().allMatch(epoch::equals)) {
      return Optional.empty();
    }
    try (PreparedStatement select =
        journal.prepareStatement("SELECT at FROM document WHERE epoch = ? AND number = 1")) {
      select.setString(1, epoch);
      try (ResultSet rows = select.executeQuery()) {
        return rows.next() ? JournalTables.time(rows.getString(1)) : Optional.empty();
      }
    }
  }

  /// An epoch is disputed from here on; that is on the disk when this returns.
  void begin(String epoch, long proven, String reason) throws SQLException {
    var dispute = new Dispute(epoch, proven, reason, false);
    file.keep(dispute);
    byEpoch.put(epoch, dispute);
  }

  /// Something of an epoch is done with. If it is the one that is being written, and undisputed,
  /// fleet and journal agree again.
  void settle(String epoch) throws SQLException {
    if (contradiction().isEmpty()
        || byEpoch.containsKey(epoch)
        || !epoch.equals(JournalTables.head(journal).epoch())) {
      return;
    }
    file.settleDisputes();
    byEpoch.replaceAll(
        (_, dispute) -> new Dispute(dispute.epoch(), dispute.proven(), dispute.reason(), true));
  }
}
