package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.demo.MqttPeer;
import till.evidence.Evidence;
import till.fleet.Collector;
import till.fleet.Ledger;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.SimulatedPaymentTerminal.View;
import till.simulator.SimulatedPrinter;
import till.uplink.Mosquitto;
import tools.jackson.databind.JsonNode;

/// Sales that are paid by card, through a whole daemon: what it says of them to the kiosk and to
/// the fleet, what it stores and what it logs is kept, and searched for what it must not say.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class CardSalesTest {

  private static final String TERMINAL_PASSWORD = "470815";
  private static final String BROKER_PASSWORD = "kR7-broker-sesame-41";

  @TempDir private Path folder;
  private final BlockingQueue<View> views = new LinkedBlockingQueue<>();

  @Test
  void aCardIsSeenMaskedByAllWhoMaySeeIt() throws Exception {
    Path credentials = Files.createDirectory(folder.resolve("credentials"));
    Files.writeString(credentials.resolve("zvt"), TERMINAL_PASSWORD);
    Files.writeString(credentials.resolve("broker"), BROKER_PASSWORD);
    Evidence.password(TERMINAL_PASSWORD);
    Evidence.password(BROKER_PASSWORD);
    try (Mosquitto broker = Mosquitto.start(folder);
        MqttPeer everything = MqttPeer.connect(broker.url(), "everything", false);
        Ledger ledger = Ledger.open(folder.resolve("ledger.db"));
        Collector _ = Shift.collector(broker, ledger);
        var terminal = SimulatedPaymentTerminal.open(0, TERMINAL_PASSWORD, InstantSource.system());
        var floor =
            new ShopFloor(folder)
                .with(Shift.uplink(broker) + "password_file = \"broker\"\n")
                .with(
                    "[payment]\nport = \"" + terminal.address() + "\"\npassword_file = \"zvt\"\n");
        SimulatedPrinter _ = floor.startPrinter()) {
      everything.subscribe("#");
      terminal.listen(views::add);
      try (DaemonProcess daemon = floor.startDaemon()) {
        Shift shift = Shift.at(floor);
        KioskClient kiosk = shift.kiosk();
        shift.awaitReady();
        shift.openSale(1);
        String first = transaction(kiosk.total());

        kiosk.tender("CreditDebit");
        awaitTerminal(State.WAITING_FOR_CARD);
        assertTrue(terminal.decline());
        kiosk.await("a payment that failed", lane -> prompt(lane).equals("pay"));
        kiosk.tender("CreditDebit");
        awaitTerminal(State.WAITING_FOR_CARD);
        assertTrue(terminal.tap());
        kiosk.await("the first receipt", lane -> receipt(lane).equals(first));

        shift.awaitReady();
        terminal.approveAutomatically(true);
        terminal.script(Fault.DROP_AFTER_BOOKING);
        shift.openSale(2);
        String second = transaction(kiosk.total());
        kiosk.tender("CreditDebit");
        kiosk.await("the lost answer to be found", lane -> receipt(lane).equals(second));

        shift.awaitSent();
        assertEquals(0, daemon.stop(), daemon::output);
      }
      awaitMessage(everything, "############1234");
    }
    String journal = Stored.sales(folder.resolve("state")).toString();
    assertTrue(journal.contains("\"maskedAccount\":\"############1234\""), journal);
  }

  private void awaitTerminal(State state) throws InterruptedException {
    View view = views.poll(60, TimeUnit.SECONDS);
    while (view != null && view.state() != state) {
      view = views.poll(60, TimeUnit.SECONDS);
    }
    assertTrue(view != null, "the terminal never was " + state);
  }

  private static void awaitMessage(MqttPeer peer, String part) throws InterruptedException {
    String message;
    do {
      message = new String(peer.next().getPayload(), StandardCharsets.UTF_8);
    } while (!message.contains(part));
  }

  private static String prompt(JsonNode lane) {
    return lane.path("prompt").asString("");
  }

  private static String transaction(JsonNode lane) {
    return lane.at("/transaction/transactionId").asString();
  }

  /// Of which transaction the last receipt is.
  private static String receipt(JsonNode lane) {
    return lane.at("/lastReceipt/transactionId").asString("");
  }
}
