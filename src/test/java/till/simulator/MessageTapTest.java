package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// A tap in the wire between register and terminal, over TCP.
final class MessageTapTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-24T12:34:56Z"));
  private static final String TEN_EUROS = "06010a04000000001000490978";

  @Test
  void itIsToldOfEveryMessageInOrder() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      List<String> seen = new CopyOnWriteArrayList<>();
      terminal.tap(message -> {
        seen.add(message.toString());
        return Meddling.PASS;
      });
      register.registers("12");
      register.says(TEN_EUROS, "800000");
      register.hearsOut();
      register.says("050100", "800000");
      assertEquals(
          List.of(
              "0 TO_TERMINAL 0600 (7 bytes)",
              "1 TO_REGISTER 8000 (3 bytes)",
              "2 TO_REGISTER 060f (13 bytes)",
              "3 TO_TERMINAL 8000 (3 bytes)",
              "4 TO_TERMINAL 0601 (13 bytes)",
              "5 TO_REGISTER 8000 (3 bytes)",
              "6 TO_REGISTER 040f (131 bytes)",
              "7 TO_TERMINAL 8000 (3 bytes)",
              "8 TO_REGISTER 060f (3 bytes)",
              "9 TO_TERMINAL 8000 (3 bytes)",
              "10 TO_TERMINAL 0501 (3 bytes)",
              "11 TO_REGISTER 8000 (3 bytes)"),
          seen.subList(0, 12));
    }
  }

  @Test
  void whatIsDroppedIsNotHeard() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.tap(MessageTap.at(4, Meddling.DROP));
      register.registers("12");
      register.write(TEN_EUROS);
      register.says("050100", "800000");
      assertEquals(List.of(), terminal.bookings());
    }
  }

  @Test
  void aCutInPlaceOfTheAcknowledgementLeavesABookingThatNobodyKnows() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.tap(MessageTap.at(7, Meddling.CUT));
      register.registers("12");
      register.says(TEN_EUROS, "800000");
      register.readUntil("040f");
      register.write("800000");
      assertEquals("", register.read());
      assertEquals(Standing.BOOKED, terminal.bookings().getFirst().standing());
    }
  }

  @Test
  void aCommandThatComesTwiceIsObeyedOnce() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.tap(
          MessageTap.once(
              message -> message.is(Direction.TO_TERMINAL, 0x0601), Meddling.DUPLICATE));
      register.registers("12");
      register.says(TEN_EUROS, "800000");
      assertTrue(register.read().startsWith("040f"));
      register.write("800000");
      register.hears("060f00");
      assertEquals(1, terminal.bookings().size());
    }
  }

  @Test
  void whatComesTwiceIsSentTwice() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.tap(
          MessageTap.once(
              message -> message.is(Direction.TO_REGISTER, 0x040F), Meddling.DUPLICATE));
      register.registers("12");
      register.says(TEN_EUROS, "800000");
      String told = register.readUntil("040f");
      register.hears(told);
      assertEquals("060f00", register.hearsOut());
    }
  }

  @Test
  void damageIsOfTheGivenBits() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.tap(MessageTap.at(1, new Meddling.Corrupt(1, 0x81)));
      register.says("066000", "840200");
    }
  }

  @Test
  void whatIsDelayedComesLater() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.tap(MessageTap.at(1, Meddling.delay(Duration.ofMillis(300))));
      long begin = System.nanoTime();
      register.says("0600041234561a", "800000");
      assertTrue(System.nanoTime() - begin >= Duration.ofMillis(300).toNanos());
    }
  }

  @Test
  void aMuteTerminalHearsAndSaysNothing() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers("12");
      terminal.silence(true);
      register.write(TEN_EUROS);
      terminal.drop();
      assertEquals("", register.read());
      terminal.silence(false);
      assertEquals(List.of(), terminal.bookings());
    }
  }

  /// Registration and payment are ten messages; one of them goes wrong.
  @Test
  void whateverGoesWrongItWorksAfterwards() throws Exception {
    List<Meddling> meddlings =
        List.of(
            Meddling.DROP,
            Meddling.DUPLICATE,
            Meddling.CUT,
            Meddling.CORRUPT,
            new Meddling.Corrupt(3, 0xFF));
    try (var terminal = open()) {
      for (int index = 0; index < 10; index++) {
        for (Meddling meddling : meddlings) {
          terminal.tap(MessageTap.at(index, meddling));
          int before = terminal.bookings().size();
          pay(terminal);
          terminal.tap(_ -> Meddling.PASS);
          try (var register = new RawRegister(terminal.port())) {
            register.registers("12");
            register.says("050100", "800000");
            register.hears("060f0bf0f0f753494d20312e3000");
          }
          assertTrue(terminal.bookings().size() <= before + 1, meddling + " at " + index);
        }
      }
    }
  }

  /// As far as it goes.
  private static void pay(SimulatedPaymentTerminal terminal) throws IOException {
    try (var register = new RawRegister(terminal.port())) {
      register.waitFor(Duration.ofMillis(100));
      register.write("06000412345612");
      boolean asked = false;
      boolean ended = false;
      while (!ended) {
        String message = register.read();
        if (!message.startsWith("8")) {
          register.write("800000");
        }
        ended = message.isEmpty() || (asked && message.startsWith("060f"));
        if (message.startsWith("060f") && !asked) {
          register.write(TEN_EUROS);
          asked = true;
        }
      }
    } catch (SocketTimeoutException | SocketException _) {
      // that is how it went wrong
    }
  }

  private static SimulatedPaymentTerminal open() throws IOException {
    SimulatedPaymentTerminal terminal = SimulatedPaymentTerminal.open(0, "123456", NOON);
    terminal.approveAutomatically(true);
    return terminal;
  }
}
