package till.uplink;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import till.journal.Chain;

/// Which broker a terminal turns to, and which one after that.
///
/// Weighted rendezvous hashing: each terminal has an order of its own, so that terminals spread by
/// weight, a dead broker's terminals spread over all others, and a new broker takes over its share
/// from all of them.
final class BrokerFleet {

  private final List<UplinkSettings.Broker> order;
  private int turn;

  /// @throws IllegalArgumentException without a broker
  BrokerFleet(List<UplinkSettings.Broker> brokers, String terminal) {
    if (brokers.isEmpty()) {
      throw new IllegalArgumentException("an uplink without a broker");
    }
    order =
        brokers.stream()
            .sorted(
                Comparator.comparingDouble(
                        (UplinkSettings.Broker broker) -> score(terminal, broker))
                    .reversed())
            .toList();
  }

  List<UplinkSettings.Broker> order() {
    return order;
  }

  UplinkSettings.Broker current() {
    return order.get(turn);
  }

  /// This one failed.
  void moveOn() {
    turn = (turn + 1) % order.size();
  }

  private static double score(String terminal, UplinkSettings.Broker broker) {
    byte[] digest = Chain.digest((terminal + "|" + broker.id()).getBytes(StandardCharsets.UTF_8));
    double between0And1 = ((ByteBuffer.wrap(digest).getLong() >>> 11) + 0.5) * 0x1p-53;
    return -broker.weight() / Math.log(between0And1);
  }
}
