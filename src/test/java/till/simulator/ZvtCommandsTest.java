package till.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import till.simulator.SimulatedPaymentTerminal.Booking;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Kind;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// What a register may ask of the simulated terminal, byte by byte from the public specification.
final class ZvtCommandsTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-24T12:34:56Z"));

  private static final String TEN_EUROS = "06010a04000000001000490978";

  /// Wants nothing but payments.
  private static final String PLAIN = "12";

  private final ZvtSettings settings =
      ZvtSettings.of("123456")
          .withTiming(ZvtSettings.Timing.STANDARD.withAskAgain(Duration.ofMillis(10)));

  @Test
  void aPaymentMayBeAbortedUntilTheCardIsThere() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers("1a");
      register.says(TEN_EUROS, "800000");
      register.hears("04ff010a");
      register.says("06b000", "800000");
      register.hears("040f07276c2952500041");
      register.hears("061e016c");

      terminal.processFor(Duration.ofMinutes(5));
      register.says(TEN_EUROS, "800000");
      register.hears("04ff010a");
      assertTrue(terminal.tap());
      register.hears("04ff010e");
      register.says("06b000", "848300");
      register.says("050100", "849c00");
      assertEquals(List.of(), terminal.bookings());
    }
  }

  @Test
  void aBookingOfTheDayIsReversedOnce() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      pays(terminal, register);
      register.says("06300612345687" + "0001", "800000");
      String told = register.readUntil("040f");
      assertTrue(told.contains("040000000010004909780c1234560d1124"), told);
      assertTrue(told.contains("870002"), told);
      assertTrue(told.contains("37000001"), told);
      register.write("800000");
      register.hears("060f00");
      Booking reversal = terminal.bookings().getLast();
      assertEquals(Kind.REVERSAL, reversal.kind());
      assertEquals("000001", reversal.reverses());
      assertEquals(Standing.ACKNOWLEDGED, reversal.standing());
      assertEquals(Standing.REVERSED, terminal.bookings().getFirst().standing());

      register.says("06300612345687" + "0001", "800000");
      assertEquals("061e01b4", register.hearsOut());
      register.says("06300612345687" + "0009", "800000");
      assertEquals("061e01b5", register.hearsOut());
      register.says("06300600000087" + "0001", "848300");
    }
  }

  @Test
  void aReversalThatTheRegisterRefusesLetsThePaymentStand() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      pays(terminal, register);
      register.says("06300612345687" + "0001", "800000");
      register.readUntil("040f");
      register.write("846600");
      assertEquals("061e016c", register.hearsOut());
      assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getFirst().standing());
      assertEquals(Standing.REVERSED, terminal.bookings().getLast().standing());
    }
  }

  @Test
  void aRefundIsBookedForItself() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      pays(terminal, register);
      register.says("06310d123456" + "04000000000250" + "490978", "800000");
      assertEquals("060f00", register.hearsOut());
      assertEquals(Kind.REFUND, terminal.bookings().getLast().kind());
      assertEquals(250, terminal.bookings().getLast().approvedMinor());
    }
  }

  @Test
  void theEndOfTheDayTellsItsSumsAndStartsAnother() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      pays(terminal, register);
      register.says("06310d123456" + "04000000000250" + "490978", "800000");
      register.hearsOut();
      String none = "00" + "000000000000";
      String sums = "00010002" + none.repeat(4) + "02000000000750" + none.repeat(2);
      String totals = "040f4d2700040000000007500b0000020c1234560d112460f0f5f3" + sums;
      register.says("061003123456", "800000");
      register.hears(totals);
      register.hears("060f00");
      register.says("065003123456", "800000");
      register.hears(totals);
      register.hears("060f00");
      assertEquals(
          "End of day\nReceipts 0001 to 0002\nCount 2\nEUR 7.50", terminal.printed().getLast());

      register.says("065003123456", "800000");
      register.hears(
          "040f4d2700040000000000000b0000020c1234560d112460f0f5f3"
              + "0000"
              + "0000"
              + none.repeat(7));
      register.hears("060f00");
      register.says("06300612345687" + "0001", "800000");
      assertEquals("061e01b5", register.hearsOut());
      pays(terminal, register);
      assertEquals("0003", terminal.bookings().getLast().receiptNumber());
    }
  }

  @Test
  void theDaysEndIsPrintedByARegisterThatDoesSo() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers("96");
      register.says("065003123456", "800000");
      register.readUntil("040f");
      register.write("800000");
      register.hears("06d111" + "00" + text("End of day") + "06041f070103");
      assertEquals("060f00", register.hearsOut());
      assertEquals(List.of(), terminal.printed());
    }
  }

  @Test
  void aTerminalThatNeedsCareSaysSoAndGetsIt() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.requireInitialisation();
      terminal.requireDiagnosis();
      register.says("060004123456" + PLAIN, "800000");
      register.hears("060f0a19032952500041490978");
      register.says(TEN_EUROS, "845100");
      register.says("069303123456", "800000");
      register.hears("060f00");
      register.says("050100", "800000");
      register.hears("060f0bf0f0f753494d20312e30c2");
      register.says("067000", "800000");
      register.hears("060f00");
      pays(terminal, register);
    }
  }

  @Test
  void aLogOffEndsTheRegistrationAndAResetTheConnection() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers(PLAIN);
      register.says("060200", "800000");
      register.says(TEN_EUROS, "846b00");
      register.says("061800", "800000");
      assertEquals("", register.read());
    }
  }

  @Test
  void aCardMayBeGoodForLess() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers("1a");
      register.says(TEN_EUROS, "800000");
      register.hears("04ff010a");
      assertTrue(terminal.tapPartly(400));
      String told = register.readUntil("040f");
      assertTrue(told.contains("04000000000400"), told);
      register.write("800000");
      register.hears("060f00");
      assertEquals(1_000, terminal.bookings().getFirst().amountMinor());
      assertEquals(400, terminal.bookings().getFirst().approvedMinor());
    }
  }

  @Test
  void aCustomerWhoHasToSignDoesSoOnTheMerchantsReceipt() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      terminal.script(Fault.SIGNATURE);
      register.registers("10");
      register.says(TEN_EUROS, "800000");
      String told = register.readUntil("040f");
      assertTrue(told.contains("1f100101"), told);
      register.write("800000");
      register.hears("060f00");
      assertTrue(terminal.bookings().getFirst().signed());
      assertTrue(terminal.printed().getLast().endsWith("EUR 10.00\nSignature: " + "_".repeat(20)));
      assertEquals("Customer copy\nReceipt 0001\nEUR 10.00", terminal.printed().getFirst());
    }
  }

  @Test
  void aRegisterThatWantsMoreTimeIsToldAgain() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      register.registers(PLAIN);
      register.says("06010c" + "04000000001000" + "490978" + "0203", "800000");
      String told = register.read();
      register.write("849c00");
      assertEquals(told, register.read());
      register.write("849d07" + "04000000000700");
      register.hears("060f00");
      assertEquals(700, terminal.bookings().getFirst().approvedMinor());
      assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getFirst().standing());

      register.says("06010c" + "04000000001000" + "490978" + "0202", "800000");
      register.read();
      register.write("849c00");
      register.read();
      register.write("849c00");
      assertEquals("061e016c", register.hearsOut());
      assertEquals(Standing.REVERSED, terminal.bookings().getLast().standing());
    }
  }

  @Test
  void whatTheRegisterMirrorsDecidesOfWhatItDidNotAcknowledge() throws Exception {
    for (String mirror : List.of("1f1f020002", "1f1f020001", "1f1f00")) {
      try (var terminal = open()) {
        try (var register = new RawRegister(terminal.port())) {
          pays(terminal, register);
          terminal.script(Fault.DROP_AFTER_APPROVAL);
          register.says(TEN_EUROS, "800000");
          register.readUntil("040f");
        }
        assertEquals(Standing.BOOKED, terminal.bookings().getLast().standing());
        try (var register = new RawRegister(terminal.port())) {
          register.registers("1a");
          String container = "06%02x%s".formatted(mirror.length() / 2, mirror);
          register.says(command("0601", "04000000002000490978" + container), "800000");
          boolean known = mirror.endsWith("0002");
          if (!known) {
            register.hears("04ff0105");
          }
          register.hears("04ff010a");
          assertEquals("060f00", register.hearsOut());
          assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getFirst().standing());
          assertEquals(
              known ? Standing.ACKNOWLEDGED : Standing.REVERSED,
              terminal.bookings().get(1).standing());
          assertEquals("0003", terminal.bookings().getLast().receiptNumber());
        }
      }
    }
  }

  @Test
  void messagesAreNumberedForARegisterThatAsks() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.says("0600141234569e0978060c26040a0206d31f7303000000", "800000");
      register.hears("060f18190029525000414909780" + "60c26040a0206d31f7303000000");
      register.says("06011404000000000100490978194406061f7303000001", "80000806061f7303000001");
      assertEquals("04ff09" + "0a" + "06061f7303000002", register.read());
      // an answer to another message is none
      register.write("80000806061f7303000001");
      register.write("80000806061f7303000002");
      assertTrue(terminal.tap());
      assertEquals("04ff09" + "0e" + "06061f7303000003", register.read());
      register.write("80000806061f7303000003");
      String told = register.read();
      assertTrue(told.endsWith("1f7303000004"), told);
      register.write("80000806061f7303000004");
      String block = register.read();
      assertTrue(block.startsWith("06d3"), block);
      assertTrue(block.contains("1f070102"), block);
      assertTrue(block.endsWith("1f7303000005"), block);
      register.write("80000806061f7303000005");
      assertTrue(register.read().contains("1f070101"));
      register.write("80000806061f7303000006");
      assertEquals("060f0806061f7303000007", register.read());
      register.write("80000806061f7303000007");
    }
  }

  @Test
  void aTerminalWithoutNumbersDoesNotPromiseThem() throws Exception {
    try (var terminal =
            SimulatedPaymentTerminal.open(0, settings.withNumberedMessages(false), NOON);
        var register = new RawRegister(terminal.port())) {
      register.says("0600141234569e0978060c26040a0206d31f7303000000", "800000");
      register.hears("060f1219002952500041490978060626040a0206d3");
    }
  }

  @Test
  void aReceiptThatCannotBePrintedUndoesThePayment() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      register.registers("92");
      register.says(TEN_EUROS, "800000");
      register.readUntil("06d1");
      register.write("84cc00");
      assertEquals("061e01cc", register.hearsOut());
      assertEquals(Standing.REVERSED, terminal.bookings().getFirst().standing());
    }
  }

  @Test
  void aTerminalWithoutPaperWorksForRegistersThatPrint() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.printerless(true);
      register.registers("10");
      register.says(TEN_EUROS, "84cc00");
      register.says("050100", "800000");
      register.hears("060f0bf0f0f753494d20312e30cc");
      pays(terminal, register);
    }
  }

  @Test
  void aSlowBankIsWaitedForWithSignsOfLife() throws Exception {
    var timing = ZvtSettings.Timing.STANDARD.withSignOfLife(Duration.ofMillis(20));
    try (var terminal = SimulatedPaymentTerminal.open(0, settings.withTiming(timing), NOON);
        var register = new RawRegister(terminal.port())) {
      terminal.approveAutomatically(true);
      terminal.processFor(Duration.ofMillis(300));
      register.registers("1a");
      register.says(TEN_EUROS, "800000");
      register.hears("04ff010a");
      register.hears("04ff010e");
      register.hears("04ff010e");
      register.hears("04ff010e");
      assertEquals("060f00", register.hearsOut());
    }
  }

  @Test
  void whileItIsServedItIsBusy() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers(PLAIN);
      terminal.serveFor(Duration.ofMinutes(5));
      register.says(TEN_EUROS, "849c00");
      register.says("060004123456" + PLAIN, "849c00");
      register.says("050100", "800000");
      register.hears("060f0bf0f0f753494d20312e309c");
      terminal.serveFor(Duration.ZERO);
      pays(terminal, register);
    }
  }

  @Test
  void theLastBookingIsPrintedAgainUnlessThatIsNotWanted() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      register.registers("10");
      register.says("0620051234560303", "800000");
      register.hears("061e0183");
      terminal.bookByHand(1_000, "EUR");
      register.says("062003123456", "800000");
      register.hears("060f00");
      assertEquals(List.of("Customer copy\nReceipt 0001\nEUR 10.00"), terminal.printed());
      register.says("0620051234560303", "800000");
      assertEquals("060f00", register.hearsOut());
      assertEquals(1, terminal.printed().size());
    }
  }

  @Test
  void theCardsNumberIsMaskedWhereItShallBe() throws Exception {
    try (var terminal = open();
        var register = new RawRegister(terminal.port())) {
      terminal.maskAccount(true);
      terminal.approveAutomatically(true);
      register.registers(PLAIN);
      register.says(TEN_EUROS, "800000");
      String told = register.readUntil("040f");
      assertTrue(told.contains("22f0f8476173eeeeee1234"), told);
      assertFalse(told.contains("4761730000091234"), told);
    }
  }

  private SimulatedPaymentTerminal open() throws IOException {
    return SimulatedPaymentTerminal.open(0, settings, NOON);
  }

  /// Ten euros, acknowledged.
  private static void pays(SimulatedPaymentTerminal terminal, RawRegister register)
      throws IOException {
    terminal.approveAutomatically(true);
    register.registers(PLAIN);
    register.says(TEN_EUROS, "800000");
    assertEquals("060f00", register.hearsOut());
    assertEquals(Standing.ACKNOWLEDGED, terminal.bookings().getLast().standing());
  }

  private static String command(String control, String data) {
    return "%s%02x%s".formatted(control, data.length() / 2, data);
  }

  private static String text(String text) {
    return HexFormat.of().formatHex(text.getBytes(US_ASCII));
  }
}
