package till.kiosk;

import java.time.Instant;
import java.util.Map;

/// What a technician's page and the metrics show of rooms that the kiosk does not look into.
///
/// @param terminal the terminal's id on the wire: `0042-03`
/// @param version of the daemon
/// @param connected the uplink is connected right now
/// @param broker id of the broker it is connected to, or was last; empty when there is none
/// @param since when the connection came or went
/// @param reason why it is not connected; empty when it is
/// @param epoch of the journal
/// @param head number of the newest document
/// @param acked number of the newest acknowledged document
/// @param revisions in force, by scope: `prices`, `fleet`, ...
/// @param clockSynchronised whether the board's clock can be believed right now
/// @param diskFreeBytes under the state directory
public record BoardView(
    String org,
    String terminal,
    String version,
    boolean connected,
    String broker,
    Instant since,
    String reason,
    String epoch,
    long head,
    long acked,
    Map<String, Long> revisions,
    boolean clockSynchronised,
    long diskFreeBytes) {

  public BoardView {
    revisions = Map.copyOf(revisions);
  }

  /// Documents that are not acknowledged yet.
  long backlog() {
    return Math.max(0, head - acked);
  }
}
