package till.kiosk;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

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
/// @param configuration what became of what the fleet sent, as the fleet is told: JSON by scope
/// @param clockSynchronised whether the board's clock can be believed right now
/// @param figures for dashboards
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
    String configuration,
    boolean clockSynchronised,
    Figures figures) {

  public BoardView {
    revisions = Map.copyOf(revisions);
  }

  /// What grows and shrinks.
  ///
  /// @param backlog documents that are not acknowledged yet
  /// @param oldestUnackedSeconds age of the oldest of them, 0 when there is none
  /// @param window documents that may be on their way without an ack
  /// @param rejected documents the collector could not read, since this process started
  /// @param problems of the uplink: a sentence by its code
  /// @param certificateSeconds until the first of the uplink's certificates ends, negative after
  ///   it; nothing without one, or while the clock cannot be believed
  /// @param diskFreeBytes where the journal is
  /// @param restarts starts of the daemon on this state directory, but for the first
  public record Figures(
      long backlog,
      long oldestUnackedSeconds,
      int window,
      long rejected,
      Map<String, String> problems,
      OptionalLong certificateSeconds,
      long diskFreeBytes,
      long restarts) {

    public Figures {
      problems = Collections.unmodifiableMap(new TreeMap<>(problems));
    }
  }
}
