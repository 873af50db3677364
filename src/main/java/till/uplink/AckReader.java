package till.uplink;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.journal.Outbox;

/// Takes the collector's word into the outbox. Lives as long as the uplink, over all its
/// connections. The uplink's thread.
final class AckReader {

  /// How many rejected numbers of an epoch are remembered, to tell new ones from those told before.
  private static final int REJECTED_MAX = 1_000;

  private static final Logger log = LoggerFactory.getLogger(AckReader.class);

  private final Outbox outbox;
  private final TreeSet<Long> rejectedNumbers = new TreeSet<>();
  private String rejectedEpoch = "";
  private boolean malformed;
  private long rejected;

  AckReader(Outbox outbox) {
    this.outbox = outbox;
  }

  /// What is left for the connection to do.
  ///
  /// @param epoch of the ack
  record Wishes(String epoch, Optional<Ack.Range> missing, OptionalInt drainPerSecond) {}

  /// Moves the bookmark as far as the ack and our own documents agree.
  Optional<Wishes> take(byte[] payload) {
    Ack ack;
    try {
      ack = Ack.read(payload);
    } catch (IllegalArgumentException e) {
      if (!malformed) {
        log.warn("an acknowledgement that cannot be read is ignored: {}", e.getMessage());
      }
      malformed = true;
      return Optional.empty();
    }
    malformed = false;
    Outbox.Receipt receipt = outbox.acknowledge(ack.epoch(), ack.through(), ack.hash());
    if (receipt instanceof Outbox.Receipt.Contradiction) {
      return Optional.empty(); // the outbox has noted it
    }
    if (!ack.rejected().isEmpty() && !ack.epoch().equals(rejectedEpoch)) {
      rejectedNumbers.clear();
      rejectedEpoch = ack.epoch();
    }
    ack.rejected().forEach(this::count);
    return Optional.of(new Wishes(ack.epoch(), ack.missing(), ack.drainPerSecond()));
  }

  /// Documents the collector could not read, since this process started.
  long rejected() {
    return rejected;
  }

  private void count(Ack.Rejection rejection) {
    if (rejectedNumbers.add(rejection.number())) {
      rejected++;
      log.error(
          "the collector cannot read document {} ({}); it is kept",
          rejection.number(),
          rejection.code());
      if (rejectedNumbers.size() > REJECTED_MAX) {
        rejectedNumbers.pollFirst();
      }
    }
  }
}
