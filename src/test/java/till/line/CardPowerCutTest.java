package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.evidence.Evidence;
import till.journal.JournalVerifier;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPrinter;
import till.simulator.ZvtSettings;
import till.simulator.ZvtSettings.Generation;
import tools.jackson.databind.JsonNode;

/// The daemon is killed (SIGKILL) at a message of a card payment. The terminal, which stands still
/// at that moment, goes on as if nothing were. When the daemon is back the journal has one paid
/// sale for what stands in the terminal's books, and none for anything else.
///
/// `tilld.long=true` has it killed at each message, and once more at one of what follows.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class CardPowerCutTest {

  private static final String TERMINAL_PASSWORD = "470815";
  private static final int FIRST_MESSAGE = 0x0620;

  /// A payment has so many messages with the question before it, where the daemon prints.
  private static final long MESSAGES = 16;

  /// Further than a recovery goes.
  private static final int RECOVERY_MESSAGES = 20;

  /// How often each message has its turn in the long form.
  private static final int ROUNDS = Integer.getInteger("tilld.rounds", 3);

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
    Path credentials = Files.createDirectory(folder.resolve("credentials"));
    Files.writeString(credentials.resolve("zvt"), TERMINAL_PASSWORD);
    Evidence.password(TERMINAL_PASSWORD);
    var settings =
        ZvtSettings.of(TERMINAL_PASSWORD)
            .withGeneration(generation)
            .withLedger(folder.resolve("terminal-ledger"));
    try (var terminal = SimulatedPaymentTerminal.open(0, settings, InstantSource.system());
        var floor =
            new ShopFloor(folder)
                .with(
                    "[payment]\nport = \"" + terminal.address() + "\"\npassword_file = \"zvt\"\n");
        SimulatedPrinter _ = floor.startPrinter()) {
      terminal.approveAutomatically(true);
      try (var counter = new CardCounter(floor, terminal)) {
        for (int round = 0; round < (Torture.isLong() ? ROUNDS : 1); round++) {
          long[] at = Torture.isLong() ? LongStream.range(0, MESSAGES).toArray() : messages;
          for (long message : at) {
            counter.payWithAKill(
                message, Torture.isLong() ? chance.nextInt(RECOVERY_MESSAGES) : Long.MAX_VALUE);
          }
        }
        counter.stop();
        counter.compare();
      }
    }
    assertEquals(List.of(), JournalVerifier.verify(folder.resolve("state/journal.db")).findings());
  }

  /// A counter whose daemon is killed and started again.
  private static final class CardCounter implements AutoCloseable {

    private final ShopFloor floor;
    private final SimulatedPaymentTerminal terminal;
    private final KioskClient kiosk;
    private final Shift shift;
    private final TreeMap<String, Integer> ends = new TreeMap<>();
    private final List<Long> amounts = new ArrayList<>();
    private volatile DaemonProcess daemon;

    CardCounter(ShopFloor floor, SimulatedPaymentTerminal terminal) {
      this.floor = floor;
      this.terminal = terminal;
      this.shift = Shift.at(floor);
      this.kiosk = shift.kiosk();
      this.daemon = floor.startDaemon();
    }

    /// @param first the message of the payment at which the daemon is killed
    /// @param then and the one of what follows, at which it is killed once more
    void payWithAKill(long first, long then) throws Exception {
      awaitReady();
      int article = 100 + amounts.size(); // the n-th article costs n cents
      amounts.add((long) article);
      shift.openSale(article);
      String transaction = kiosk.total().at("/transaction/transactionId").asString();
      Kill kill = killAt(first, true);
      tender();
      kill.await();
      Kill again = killAt(then, false);
      daemon = floor.startDaemon();
      CompletableFuture<JsonNode> end = CompletableFuture.supplyAsync(() -> awaitEnd(transaction));
      CompletableFuture.anyOf(again.done, end).get(60, TimeUnit.SECONDS);
      if (!again.armed.compareAndSet(true, false)) {
        again.await();
        daemon = floor.startDaemon();
      }
      boolean paid = isPaid(end.get(60, TimeUnit.SECONDS), transaction);
      ends.merge(paid ? "paid" : "not paid", 1, Integer::sum);
      assertEquals(
          paid ? 1 : 0, standing(article).size(), () -> first + ": " + terminal.bookings());
      while (!paid) {
        awaitDevices();
        tender();
        paid = isPaid(awaitEnd(transaction), transaction);
      }
    }

    private void tender() {
      try {
        kiosk.tender("CreditDebit");
      } catch (UncheckedIOException _) {
        // killed before it could answer
      }
    }

    /// One that may come, once.
    private record Kill(AtomicBoolean armed, CompletableFuture<Void> done) {

      Kill() {
        this(new AtomicBoolean(true), new CompletableFuture<>());
      }

      void await() throws Exception {
        done.get(60, TimeUnit.SECONDS);
      }
    }

    /// @param payment whether messages are counted from the question before a payment
    private Kill killAt(long index, boolean payment) {
      var kill = new Kill();
      long[] from = {payment ? -1 : 0};
      terminal.tap(message -> {
        if (from[0] < 0 && message.is(Direction.TO_TERMINAL, FIRST_MESSAGE)) {
          from[0] = message.index();
        }
        boolean now = from[0] >= 0 && message.index() == from[0] + index;
        if (now && kill.armed.compareAndSet(true, false)) {
          daemon.kill();
          kill.done.complete(null);
        }
        return Meddling.PASS;
      });
      return kill;
    }

    /// Waits until the sale is paid, or can be paid once more.
    private JsonNode awaitEnd(String transaction) {
      return kiosk.await(
          "an end of the payment", lane -> isPaid(lane, transaction) || canBePaid(lane));
    }

    private static boolean isPaid(JsonNode lane, String transaction) {
      return lane.at("/lastReceipt/transactionId").asString("").equals(transaction);
    }

    private static boolean canBePaid(JsonNode lane) {
      return lane.path("prompt").asString("").equals("pay")
          && lane.at("/transaction/payment").isNull();
    }

    private void awaitReady() {
      JsonNode lane =
          kiosk.await(
              "a lane that sells",
              seen ->
                  seen.path("state").asString("").equals("READY")
                      || !seen.path("problems").isEmpty());
      for (JsonNode problem : lane.path("problems")) {
        if (problem.path("code").asString().equals("print-doubtful")) {
          kiosk.post(
              "/v1/print-jobs/" + problem.path("id").asString() + "/resolve",
              KioskClient.body().put("decision", "copy"));
        }
      }
      shift.awaitReady();
      awaitDevices();
    }

    private void awaitDevices() {
      for (String category : List.of("POSPrinter", "PaymentTerminal")) {
        kiosk.await(category + " that is good", seen -> isGood(seen, category));
      }
    }

    private static boolean isGood(JsonNode lane, String category) {
      for (JsonNode device : lane.path("devices")) {
        if (device.path("category").asString().equals(category)) {
          return device.path("state").asString().equals("good");
        }
      }
      return false;
    }

    private List<Booking> standing(long amount) {
      return terminal.bookings().stream()
          .filter(made -> made.amountMinor() == amount && made.standing() != Standing.REVERSED)
          .toList();
    }

    void stop() {
      assertEquals(0, daemon.stop(), daemon::output);
    }

    /// Each sale was paid once, by the booking that stands.
    void compare() {
      List<JsonNode> sales = Stored.sales(floor.state());
      assertEquals(amounts.size(), sales.size());
      for (int i = 0; i < sales.size(); i++) {
        JsonNode sale = sales.get(i);
        List<Booking> standing = standing(amounts.get(i));
        assertEquals(1, standing.size(), () -> "" + terminal.bookings());
        assertEquals(1, sale.path("tenders").size(), sale::toString);
        JsonNode tender = sale.path("tenders").get(0);
        assertEquals("CreditDebit", tender.path("type").asString(), sale::toString);
        assertEquals(amounts.get(i), tender.path("amount").asLong(), sale::toString);
        assertEquals(
            standing.getFirst().receiptNumber(),
            tender.at("/authorization/receiptNumber").asString(),
            sale::toString);
      }
      System.out.println(amounts.size() + " payments with a kill: " + ends);
    }

    @Override
    public void close() {
      daemon.close();
    }
  }
}
