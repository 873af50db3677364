package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import till.simulator.RealTimeScanner.RealTime;

/// By what Epson's reference says of `DLE EOT` and `DLE DC4`.
final class RealTimeScannerTest {

  /// The bytes that the orders are made of; all random ones would hardly ever make one.
  private static final byte[] USUAL = HexFormat.of().parseHex("101010140408010314060208");

  @Test
  void ordersAreObeyedWhateverTheyStandIn() {
    assertEquals(
        List.of(
            new RealTime.Status(4),
            new RealTime.Pulse(1, 8),
            new RealTime.Clear(),
            new RealTime.Status(1)),
        orders("1d7630" + "100404" + "ff" + "1014010108" + "10140801031401060208" + "100401"));
  }

  @Test
  void whatOnlyLooksLikeAnOrderIsNone() {
    assertEquals(List.of(), orders("100400" + "100405" + "1005" + "10140200" + "101408010314"));
  }

  /// Nothing but the bytes of an order, the last one just now, is obeyed. `-Dtilld.seed=N` repeats
  /// a run.
  @Test
  void randomBytesAreObeyedOnlyWhereTheyAreOrders() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random orders: seed " + seed);
    var random = new Random(seed);
    long bytes = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    var scanner = new RealTimeScanner();
    var last = new StringBuilder("..........");
    int obeyed = 0;
    for (long done = 0; done < bytes; done++) {
      byte next = done % 200 < 150 ? USUAL[random.nextInt(USUAL.length)] : (byte) random.nextInt();
      last.deleteCharAt(0).append((char) (next & 0xFF));
      Optional<RealTime> order = scanner.next(next);
      if (order.isPresent()) {
        obeyed++;
        assertTrue(last.toString().endsWith(written(order.get())), order + ", seed " + seed);
      }
    }
    assertTrue(obeyed > 1_000, obeyed + " orders, seed " + seed);
    assertEquals(Optional.of(new RealTime.Status(2)), last(scanner, "100402"));
  }

  private static String written(RealTime order) {
    return switch (order) {
      case RealTime.Status status when status.n() < 1 || status.n() > 4 -> "no such status";
      case RealTime.Status status -> "\u0010\u0004" + (char) status.n();
      case RealTime.Pulse pulse -> "\u0010\u0014\u0001" + (char) pulse.m() + (char) pulse.t();
      case RealTime.Clear _ -> "\u0010\u0014\u0008\u0001\u0003\u0014\u0001\u0006\u0002\u0008";
    };
  }

  private static Optional<RealTime> last(RealTimeScanner scanner, String hex) {
    Optional<RealTime> order = Optional.empty();
    for (byte next : HexFormat.of().parseHex(hex)) {
      order = scanner.next(next);
    }
    return order;
  }

  private static List<RealTime> orders(String hex) {
    var scanner = new RealTimeScanner();
    var orders = new ArrayList<RealTime>();
    for (byte next : HexFormat.of().parseHex(hex)) {
      scanner.next(next).ifPresent(orders::add);
    }
    return orders;
  }
}
