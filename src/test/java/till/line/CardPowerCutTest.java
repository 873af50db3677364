package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.line.CutCounter.Sale;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.MessageTap.Passing;
import till.simulator.ZvtSettings.Generation;
import tools.jackson.databind.JsonNode;

/// The daemon is killed (SIGKILL) at a message of a card payment. The terminal, which stands still
/// at that moment, goes on as if nothing were. When the daemon is back the journal has one paid
/// sale for what stands in the terminal's books, and none for anything else.
///
/// `tilld.long=true` has it killed at each message, and once more at one of what follows.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class CardPowerCutTest {

  private static final int FIRST_MESSAGE = 0x0620;

  /// A payment has so many messages with the question before it, where the daemon prints.
  private static final long MESSAGES = 16;

  /// Further than a recovery goes.
  private static final int RECOVERY_MESSAGES = 20;

  /// How often each message has its turn in the long form.
  private static final int ROUNDS = Integer.getInteger("tilld.rounds", 3);

  private static final int PATIENCE_SECONDS = 60;

  @TempDir private Path folder;

  @Test
  void atAModernTerminalAKillChangesNothing() throws Exception {
    killed(Generation.MODERN, 8, 12, 14);
  }

  @Test
  void atAnOldTerminalThatTakesBackAKillChangesNothing() throws Exception {
    killed(Generation.OLD, 12, 13);
  }

  /// @param messages at which the daemon is killed in the short form
  private void killed(Generation generation, long... messages) throws Exception {
    Random chance = Torture.chance();
    var ends = new TreeMap<String, Integer>();
    int sales = 0;
    try (var counter = CutCounter.open(new ShopFloor(folder), generation, 100)) {
      for (int round = 0; round < (Torture.isLong() ? ROUNDS : 1); round++) {
        long[] at = Torture.isLong() ? LongStream.range(0, MESSAGES).toArray() : messages;
        for (long message : at) {
          long then = Torture.isLong() ? chance.nextInt(RECOVERY_MESSAGES) : Long.MAX_VALUE;
          boolean paid = isPaidAfterAKill(counter, message, then);
          ends.merge(paid ? "paid" : "not paid", 1, Integer::sum);
          sales++;
        }
      }
      assertEquals(sales, counter.judge().size());
    }
    System.out.println(sales + " payments with a kill: " + ends);
  }

  /// A sale, which is paid again where it has to be.
  ///
  /// @param first the message of the payment at which the daemon is killed
  /// @param then and the one of what follows, at which it is killed once more
  private static boolean isPaidAfterAKill(CutCounter counter, long first, long then)
      throws Exception {
    counter.awaitReady();
    Sale sale = counter.begin();
    PowerCut cut = counter.cutAt(nth(first, CardPowerCutTest::isFirst), Meddling.PASS);
    counter.tender("CreditDebit");
    cut.await();
    PowerCut again = counter.cutAt(nth(then, _ -> true), Meddling.PASS);
    counter.restart();
    CompletableFuture<Boolean> end =
        CompletableFuture.supplyAsync(() -> isPaidAtLast(counter, sale));
    CompletableFuture.anyOf(again.over(), end).get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    if (!again.callOff()) {
      again.await();
      counter.restart();
    }
    boolean paid = end.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    assertEquals(
        paid ? 1 : 0,
        counter.standing(sale).size(),
        () -> first + ": " + counter.terminal.bookings());
    for (boolean isOver = paid; !isOver; isOver = isPaidAtLast(counter, sale)) {
      counter.awaitDevices();
      counter.tender("CreditDebit");
    }
    return paid;
  }

  /// Waits until the sale is paid, or can be paid once more.
  private static boolean isPaidAtLast(CutCounter counter, Sale sale) {
    JsonNode lane =
        counter.kiosk.await(
            "an end of the payment",
            seen -> Seen.isCompleted(seen, sale.transactionId()) || Seen.canBePaid(seen));
    return Seen.isCompleted(lane, sale.transactionId());
  }

  private static boolean isFirst(Passing message) {
    return message.is(Direction.TO_TERMINAL, FIRST_MESSAGE);
  }

  /// The n-th message, counted from 0 from the first of this kind on.
  private static Predicate<Passing> nth(long n, Predicate<Passing> first) {
    long[] passed = {0};
    return message -> {
      boolean counts = passed[0] > 0 || first.test(message);
      return counts && passed[0]++ == n;
    };
  }
}
