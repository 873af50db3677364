package till.lane;

import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import till.device.msr.AccountNumber;
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
    scans.addFirst(new SeenScan(clock.instant(), veiled(label, outcome)));
  }

  /// The code of an article may look like a card's number; what is none of an article's may be one.
  private static Map<String, String> veiled(ScanData label, String outcome) {
    var facts = new TreeMap<>(Labels.facts(label, outcome));
    if (label.gtin().isEmpty()) {
      facts.replaceAll((_, text) -> AccountNumber.maskedIn(text));
    }
    return facts;
  }

  synchronized List<SeenScan> newestFirst() {
    return List.copyOf(scans);
  }

  synchronized Optional<SeenScan> newestOf(String scanner) {
    return scans.stream().filter(scan -> scanner.equals(scan.facts().get("scanner"))).findFirst();
  }
}
