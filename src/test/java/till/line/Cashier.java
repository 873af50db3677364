package till.line;

import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/// Sells through the kiosk's API, whatever happens to the daemon, and knows exactly what the lane
/// accepted: a command without an answer is asked for by its id until there is one.
final class Cashier {

  /// Articles up to here are typed in; the others are left to the scanner.
  static final int TYPED_MAX = ShopFloor.ARTICLES / 2;

  private static final int LINES_MAX = 4;

  /// A sale that the lane accepted.
  ///
  /// @param typed the articles of the lines that were typed in, in order
  record Sold(String transactionId, long total, List<Integer> typed) {

    Sold {
      typed = List.copyOf(typed);
    }
  }

  private final KioskClient kiosk;
  private final RandomGenerator chance;
  private final Queue<Sold> sold = new ConcurrentLinkedQueue<>();
  private final AtomicLong answers = new AtomicLong();
  private final Queue<Long> waitedNanos = new ConcurrentLinkedQueue<>();
  private volatile boolean leaving;

  Cashier(KioskClient kiosk, RandomGenerator chance) {
    this.kiosk = kiosk;
    this.chance = chance;
  }

  /// Sells on a thread of its own until it is told to leave; the future ends with the last sale.
  CompletableFuture<Void> work() {
    return Torture.start(() -> {
      while (!leaving) {
        sell();
      }
    });
  }

  void leave() {
    leaving = true;
  }

  /// One sale of a few lines. When the scanner has opened one already, it is that one.
  void sell() {
    var typed = new ArrayList<Integer>();
    String transactionId = "";
    for (int lines = 1 + chance.nextInt(LINES_MAX); lines > 0; lines--) {
      int article = 1 + chance.nextInt(TYPED_MAX);
      ObjectNode body = KioskClient.body().put("itemId", Labels.ean(article));
      if (!typed.isEmpty()) {
        body.put("transactionId", transactionId);
      }
      transactionId = transactionId(ask("/v1/transaction/lines", body));
      typed.add(article);
    }
    pay(transactionId, typed);
  }

  /// Takes the money for what the scanner has left open, if it has.
  void finish() {
    JsonNode lane = kiosk.await("the lane", seen -> !seen.path("state").asString("").isEmpty());
    if (lane.path("state").asString().equals("IN_TRANSACTION")) {
      pay(transactionId(lane), List.of());
    }
  }

  private void pay(String transactionId, List<Integer> typed) {
    ObjectNode about = KioskClient.body().put("transactionId", transactionId);
    long total =
        ask("/v1/transaction/total", about.deepCopy()).path("transaction").path("total").asLong();
    ask("/v1/transaction/tender", about.put("type", "Cash").put("expectedTotal", total));
    sold.add(new Sold(transactionId, total, typed));
  }

  private JsonNode ask(String path, ObjectNode body) {
    long asked = System.nanoTime();
    JsonNode lane = kiosk.insist(path, body);
    waitedNanos.add(System.nanoTime() - asked);
    answers.incrementAndGet();
    return lane;
  }

  private static String transactionId(JsonNode lane) {
    return lane.path("transaction").path("transactionId").asString();
  }

  /// Commands that were answered so far.
  long answers() {
    return answers.get();
  }

  /// How long the commands since the last time this was asked had to wait: the median.
  double takeMedianMillis() {
    List<Long> waited = new ArrayList<>();
    for (Long nanos = waitedNanos.poll(); nanos != null; nanos = waitedNanos.poll()) {
      waited.add(nanos);
    }
    waited.sort(null);
    return waited.get(waited.size() / 2) / 1e6;
  }

  /// What the lane has accepted so far.
  List<Sold> sold() {
    return List.copyOf(sold);
  }
}
