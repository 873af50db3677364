package till.lane;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import till.device.scanner.label.ScanData;

/// The labels that were read last, the newest first. Added to by the lane's thread; read by any.
final class LastScans {

  /// More than a page has room for.
  static final int SCANS_MAX = 20;

  private final InstantSource clock;
  private final Deque<SeenScan> scans = new ArrayDeque<>();

  LastScans(InstantSource clock) {
    this.clock = clock;
  }

  /// @param outcome `accepted`, or the code of a reason
  synchronized void add(ScanData label, String outcome) {
    if (scans.size() == SCANS_MAX) {
      scans.removeLast();
    }
    scans.addFirst(new SeenScan(clock.instant(), Labels.veiled(Labels.facts(label, outcome))));
  }

  synchronized List<SeenScan> newestFirst() {
    return List.copyOf(scans);
  }

  synchronized Optional<SeenScan> newestOf(String scanner) {
    return scans.stream().filter(scan -> scanner.equals(scan.facts().get("scanner"))).findFirst();
  }
}
