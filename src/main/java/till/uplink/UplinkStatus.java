package till.uplink;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import till.journal.Head;

/// How the way out is doing.
///
/// @param broker id of the broker it is connected to, or tries
/// @param since when it became connected, or stopped being it
/// @param reason why it is not connected; empty when it is
/// @param epoch of the newest document
/// @param head number of the newest document
/// @param position of the newest document, over all epochs
/// @param acked number up to which the fleet has them
/// @param backlog documents that the fleet does not have yet, up to the newest one named here
/// @param oldestUnacked when the first of them was made, by the terminal's clock
/// @param window documents that may be on their way without an ack; 0 without a connection
/// @param rejected documents the collector could not read, since this process started
/// @param problemTexts a sentence for each problem, by its code: `journal-contradiction`,
///   `document-too-large`, `publish-refused`, `state-refused`, `report-too-large`,
///   `session-taken-over`, `broker-access-refused`, `broker-protocol`, `certificate-expiring`,
///   `certificate-expired`, `broker-certificate-expiring`
/// @param strayThreads threads that were still there when the last connection had ended: a handful
///   of it is on its way out, and more were left behind for good
/// @param certificateExpiry the first end of the certificates in the configuration
public record UplinkStatus(
    boolean connected,
    String broker,
    Instant since,
    String reason,
    String epoch,
    long head,
    long position,
    long acked,
    long backlog,
    Optional<Instant> oldestUnacked,
    int window,
    long rejected,
    Map<String, String> problemTexts,
    int strayThreads,
    Optional<Instant> certificateExpiry) {

  public UplinkStatus {
    problemTexts = Collections.unmodifiableMap(new TreeMap<>(problemTexts));
  }

  /// Documents that the fleet does not have yet, those included that have come since this was seen.
  public long backlogAt(Head now) {
    return backlog + now.position() - position;
  }

  /// The codes of the problems, sorted.
  public List<String> problems() {
    return List.copyOf(problemTexts.keySet());
  }
}
