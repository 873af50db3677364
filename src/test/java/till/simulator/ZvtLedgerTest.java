package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Kind;
import till.simulator.SimulatedPaymentTerminal.Standing;
import till.simulator.SimulatedPaymentTerminal.State;

/// The simulated terminal's books: over its own restarts, and for both generations when a register
/// does not answer.
final class ZvtLedgerTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-24T12:34:56Z"));
  private static final String TEN_EUROS = "06010a04000000001000490978";

  @TempDir Path folder;
  private ZvtSettings settings = ZvtSettings.of("123456");

  @BeforeEach
  void keepBooks() {
    settings = settings.withLedger(file());
  }

  @Test
  void booksAreAsTheyWereWhenTheyAreOpenedAgain() throws Exception {
    ZvtBooks first = ZvtBooks.open(settings.ledger(), NOON);
    var payment = new ZvtPayment(Kind.PAYMENT, 1_000, "CHF");
    first.enter(payment, 900, "", true);
    first.closeDay();
    Booking second = first.enter(payment, 1_000, "", false);
    first.change(second, Booking::asPrinted);
    first.change(second, made -> made.as(Standing.ACKNOWLEDGED));
    first.enter(new ZvtPayment(Kind.REVERSAL, 1_000, "CHF"), 1_000, "000002", false);
    List<Booking> before = first.all();
    first.close();

    for (int i = 0; i < 2; i++) {
      ZvtBooks again = ZvtBooks.open(settings.ledger(), NOON);
      assertEquals(before, again.all());
      assertEquals(new ZvtBooks.Totals("0002", "0003", 0, 0), again.totals());
      again.close();
    }
    ZvtBooks again = ZvtBooks.open(settings.ledger(), NOON);
    assertEquals("0004", again.enter(payment, 1_000, "", false).receiptNumber());
  }

  @Test
  void aLineThatWasCutOffDoesNotCount() throws Exception {
    ZvtBooks first = ZvtBooks.open(settings.ledger(), NOON);
    first.enter(new ZvtPayment(Kind.PAYMENT, 1_000, "EUR"), 1_000, "", false);
    List<Booking> before = first.all();
    first.close();
    Files.writeString(file(), "booking 0002 0000", StandardOpenOption.APPEND);

    ZvtBooks again = ZvtBooks.open(settings.ledger(), NOON);
    assertEquals(before, again.all());
    assertEquals("000001", again.trace());
    again.close();

    Files.writeString(file(), "shopping list\n", StandardOpenOption.APPEND);
    assertThrows(IllegalArgumentException.class, () -> ZvtBooks.open(settings.ledger(), NOON));
  }

  @Test
  void numbersGoRoundAndAreNotZero() {
    ZvtBooks books = ZvtBooks.open(Optional.empty(), NOON);
    var payment = new ZvtPayment(Kind.PAYMENT, 1, "EUR");
    for (int i = 1; i < 9_999; i++) {
      books.enter(payment, 1, "", false);
    }
    assertEquals("9999", books.enter(payment, 1, "", false).receiptNumber());
    assertEquals("0001", books.enter(payment, 1, "", false).receiptNumber());
    assertEquals("010000", books.trace());
    assertEquals(1_000, books.all().size());
  }

  @Test
  void aTerminalWhosePlugIsPulledGoesOnFromItsBooks() throws Exception {
    try (var terminal = open()) {
      terminal.approveAutomatically(true);
      try (var register = new RawRegister(terminal.port())) {
        register.registers("1a");
        register.says(TEN_EUROS, "800000");
        register.readUntil("040f");
        terminal.powerOff();
        assertEquals(State.OFF, terminal.view().state());
        assertFalse(terminal.isOn());
        assertEquals("", register.read());
      }
      try (var register = new RawRegister(terminal.port())) {
        assertThrows(SocketException.class, register::read);
      }
      // what stands in its file is all that it knows
      String written = Files.readString(file());
      Files.writeString(file(), written.replace(" EUR ", " SEK "));
      terminal.powerOn();
      try (var register = new RawRegister(terminal.port())) {
        register.registers("1a");
        register.says("0620051234560303", "800000");
        String told = register.readUntil("040f");
        assertTrue(told.contains("490752"), told);
        assertTrue(told.contains("870001"), told);
        register.write("800000");
        register.hears("060f00");
        assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getFirst().standing());
        register.says(TEN_EUROS, "800000");
        assertEquals("060f00", register.hearsOut());
        assertEquals("0002", terminal.bookings().getLast().receiptNumber());
      }
    }
  }

  @Test
  void aTapMayPullThePlugWithAMessage() throws Exception {
    try (var terminal = open()) {
      terminal.approveAutomatically(true);
      terminal.tap(message -> {
        if (message.is(Direction.TO_REGISTER, 0x040F)) {
          terminal.powerOff();
        }
        return Meddling.PASS;
      });
      try (var register = new RawRegister(terminal.port())) {
        register.registers("12");
        register.says(TEN_EUROS, "800000");
        assertEquals("", register.read());
      }
      terminal.powerOn();
      try (var register = new RawRegister(terminal.port())) {
        register.registers("12");
        assertEquals(Standing.BOOKED, terminal.bookings().getFirst().standing());
      }
    }
  }

  @Test
  void aModernTerminalKeepsWhatIsNotAcknowledgedInTime() throws Exception {
    settings = impatient();
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      register.registers("1a");
      register.says(TEN_EUROS, "800000");
      register.readUntil("040f");
      assertEquals("", register.read());
      assertEquals(Standing.BOOKED, terminal.bookings().getFirst().standing());
    }
  }

  @Test
  void anOldTerminalReversesWhatIsNotAcknowledgedInTime() throws Exception {
    settings = impatient().withGeneration(ZvtSettings.Generation.OLD);
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      register.registers("1a");
      register.says(TEN_EUROS, "800000");
      register.readUntil("040f");
      register.hears("04ff0105");
      register.hears("040f07276c2952500041");
      register.hears("061e016c");
      assertEquals(Standing.REVERSED, terminal.bookings().getFirst().standing());
    }
  }

  @Test
  void anOldTerminalReversesWhenItLosesTheRegisterOrItsPower() throws Exception {
    settings = settings.withGeneration(ZvtSettings.Generation.OLD);
    try (var terminal = open()) {
      terminal.approveAutomatically(true);
      try (var register = new RawRegister(terminal.port())) {
        register.registers("12");
        register.says(TEN_EUROS, "800000");
        register.readUntil("040f");
      }
      try (var register = new RawRegister(terminal.port())) {
        register.registers("12");
        assertEquals(Standing.REVERSED, terminal.bookings().getFirst().standing());
        register.says(TEN_EUROS, "800000");
        register.readUntil("040f");
        terminal.powerOff();
        assertEquals(Standing.BOOKED, terminal.bookings().getLast().standing());
      }
      terminal.powerOn();
      try (var register = new RawRegister(terminal.port())) {
        register.registers("12");
        assertEquals(Standing.REVERSED, terminal.bookings().getLast().standing());
      }
    }
  }

  @Test
  void whatIsAcknowledgedStandsWithoutACompletion() throws Exception {
    for (ZvtSettings.Generation generation : ZvtSettings.Generation.values()) {
      for (Fault fault : List.of(Fault.DROP_BEFORE_COMPLETION, Fault.LOST_COMPLETION)) {
        settings = ZvtSettings.of("123456").withGeneration(generation);
        try (var terminal = open();
            var register = new RawRegister(terminal.port())) {
          terminal.approveAutomatically(true);
          terminal.script(fault);
          register.registers("12");
          register.says(TEN_EUROS, "800000");
          register.readUntil("040f");
          register.write("800000");
          if (fault == Fault.DROP_BEFORE_COMPLETION) {
            assertEquals("", register.read());
          }
          Ledger.await(terminal, Standing.ACKNOWLEDGED);
        }
      }
    }
  }

  @Test
  void aReceiptThatIsNotTakenLeavesThePaymentOpen() throws Exception {
    for (ZvtSettings.Generation generation : ZvtSettings.Generation.values()) {
      settings =
          impatient().withLedger(folder.resolve(generation.name())).withGeneration(generation);
      try (var terminal = open();
          var register = new RawRegister(terminal.port())) {
        terminal.approveAutomatically(true);
        register.registers("92");
        register.says(TEN_EUROS, "800000");
        register.readUntil("06d1");
        Ledger.await(
            terminal,
            generation == ZvtSettings.Generation.OLD ? Standing.REVERSED : Standing.BOOKED);
        assertFalse(terminal.bookings().getFirst().printed());
      }
    }
  }

  private ZvtSettings impatient() {
    return settings.withTiming(ZvtSettings.Timing.STANDARD.withAnswer(Duration.ofMillis(500)));
  }

  private Path file() {
    return folder.resolve("terminal.txt");
  }

  private SimulatedPaymentTerminal open() throws IOException {
    return SimulatedPaymentTerminal.open(0, settings, NOON);
  }
}
