package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPaymentTerminal.State;
import till.simulator.SimulatedPaymentTerminal.View;

/// The simulated terminal against a register that speaks bytes from the public specification's
/// examples.
final class SimulatedPaymentTerminalTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-24T12:34:56Z"));

  /// Receipt 0001 over 10.00 EUR, with the card's number in clear.
  private static final String APPROVAL =
      "040f8027000400000000100049"
          + "09780c1234560d11240e301217000119702"
          + "2f0f84761730000091234"
          + "8700013b30303030303100000b00000129525000418a0a8bf0f55649534100"
          + "2a313030343631373633202020202020"
          + "3cf0f1f4"
          + "47454e2e4e522e3a303030303031"
          + "a00006152f081f1001021f120102"
          + "60094307a0000000031010";

  private final BlockingQueue<View> views = new LinkedBlockingQueue<>();

  @Test
  void aPaymentIsBookedWhenTheCardIsPresentedAndKeptWhenTheRegisterKnows() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      assertEquals(State.IDLE, terminal.view().state());
      assertFalse(terminal.tap());
      register.registers("1a");
      register.says("06010a04000000001000490978", "800000");
      register.hears("04ff010a");
      assertEquals(
          new View(
              State.WAITING_FOR_CARD, 1_000, "EUR", "EUR 10.00\nPlease present card", List.of()),
          terminal.view());
      assertTrue(terminal.tap());
      register.hears("04ff010e");
      register.hears(APPROVAL);
      await(State.APPROVED);
      register.hears("060f00");
      assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getFirst().standing());
      assertFalse(terminal.bookings().getFirst().printed());
    }
  }

  @Test
  void aRegisterThatWantsReceiptTextsGetsThemAfterTheApproval() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      register.registers("ba");
      register.says("06010a04000000001000490978", "800000");
      register.hears("04ff010a");
      register.hears("04ff010e");
      register.hears(APPROVAL);
      for (String kind : List.of("Customer copy", "Merchant copy")) {
        String label = "06041f07010" + (kind.startsWith("M") ? 1 : 2);
        register.hears("06d114" + "00" + text(kind) + label);
        register.hears("06d113" + "00" + text("Receipt 0001") + label);
        register.hears("06d110" + "00" + text("EUR 10.00") + label);
        register.hears("06d10181");
      }
      register.hears("060f00");
      assertTrue(terminal.bookings().getFirst().printed());
    }
  }

  @Test
  void aRefusedApprovalIsReversed() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      register.registers("12");
      register.says("06010a04000000001000490978", "800000");
      assertEquals(APPROVAL, register.read());
      register.write("84a000");
      register.hears("040f07276c2952500041");
      register.hears("061e016c");
      assertEquals(Standing.REVERSED, terminal.bookings().getFirst().standing());
      register.says("0620051234560303", "800000");
      register.hears("061e0183");
    }
  }

  @Test
  void theLastBookingIsToldAgain() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.bookByHand(1_000, "EUR");
      register.registers("1a");
      register.says("0620051234560303", "800000");
      register.hears(APPROVAL);
      register.hears("060f00");
      register.says("0620050000000303", "848300");
    }
  }

  @Test
  void whatIsNotRegisteredOrNotKnownIsRefused() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.says("06010a04000000001000490978", "846b00");
      register.says("0600046543211a", "848300");
      register.says("066000", "848300");
      register.says("050100", "800000");
      register.hears("060f0bf0f0f753494d20312e3000");
    }
  }

  @Test
  void leftAloneItIsBusyUntilTheCustomerHasPaid() throws Exception {
    try (var terminal = open()) {
      try (var register = new RawRegister(terminal.port())) {
        register.registers("1a");
        terminal.script(Fault.LEAVE_ALONE);
        register.says("06010a04000000001000490978", "800000");
        assertEquals("", register.read());
      }
      try (var register = new RawRegister(terminal.port())) {
        register.says("050100", "800000");
        register.hears("060f0bf0f0f753494d20312e309c");
        register.says("0600041234561a", "849c00");
        assertTrue(terminal.tap());
        await(State.APPROVED);
        register.registers("1a");
        register.says("0620051234560303", "800000");
        register.hears(APPROVAL);
      }
    }
  }

  private SimulatedPaymentTerminal open() throws IOException {
    SimulatedPaymentTerminal terminal = SimulatedPaymentTerminal.open(0, "123456", NOON);
    terminal.listen(views::add);
    return terminal;
  }

  private void await(State state) throws InterruptedException {
    View view = views.poll(60, TimeUnit.SECONDS);
    while (view != null && view.state() != state) {
      view = views.poll(60, TimeUnit.SECONDS);
    }
    assertTrue(view != null, "never " + state);
  }

  private static String text(String text) {
    return HexFormat.of().formatHex(text.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
  }
}
