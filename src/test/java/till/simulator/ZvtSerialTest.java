package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.Standing;

/// The simulated terminal on a serial line, against bytes.
final class ZvtSerialTest {

  private static final InstantSource NOON =
      InstantSource.fixed(Instant.parse("2026-11-24T12:34:56Z"));
  private static final String ACK = "06";
  private static final String NAK = "15";
  private static final String TEN_EUROS = "06010a04000000001000490978";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private SimulatedPorts ports;
  private SimulatedPaymentTerminal terminal;
  private Port port;

  @BeforeEach
  void plugIn() throws Exception {
    open(0);
  }

  private void open(int bitsPerSecond) throws IOException, PortException {
    ports = new SimulatedPorts(BoardPorts.open());
    var timing =
        ZvtSettings.Timing.STANDARD
            .withConfirmation(Duration.ofMillis(500))
            .withAnswer(Duration.ofSeconds(2));
    terminal =
        SimulatedPaymentTerminal.open(
            () -> ports.far("zvt"),
            ZvtSettings.of("123456").withTiming(timing).withBitsPerSecond(bitsPerSecond),
            NOON);
    terminal.approveAutomatically(true);
    port = ports.open(PortSettings.of("sim:zvt"));
  }

  @AfterEach
  void pullOut() {
    terminal.close();
    ports.close();
  }

  @Test
  void aPaymentFromTheRegistrationToTheCompletion() throws Exception {
    register("12");
    says(TEN_EUROS, "800000");
    String told = hears();
    assertTrue(told.startsWith("040f"), told);
    answers();
    assertEquals("060f00", hears());
    answers();
    Ledger.await(terminal, Standing.ACKNOWLEDGED);
  }

  @Test
  void aMessageIsAcknowledgedBeforeItIsObeyed() throws Exception {
    register("12");
    terminal.processFor(Duration.ofSeconds(30));
    write(frame(TEN_EUROS));
    assertEquals(ACK, read(1));
  }

  @Test
  void aMessageThatComesAgainIsAcknowledgedAndNotObeyedAgain() throws Exception {
    register("12");
    terminal.tap(MessageTap.at(1, Meddling.DROP));
    write(frame(TEN_EUROS));
    assertEquals(frame("800000"), read(9));
    // its acknowledgement was lost, and its answer is not acknowledged yet
    write(frame(TEN_EUROS));
    assertEquals(ACK, read(1));
    write(ACK);
    assertTrue(hears().startsWith("040f"));
    answers();
    assertEquals("060f00", hears());
    answers();
    Ledger.await(terminal, Standing.ACKNOWLEDGED);
    assertEquals(1, terminal.bookings().size());
  }

  @Test
  void anAnswerThatComesTogetherWithAnAcknowledgementIsNotTheOneBefore() throws Exception {
    register("12");
    says(TEN_EUROS, "800000");
    assertTrue(reads().startsWith("040f"));
    write(ACK + frame("800000"));
    assertEquals(ACK, read(1));
    assertEquals("060f00", reads());
    write(ACK + frame("800000"));
    assertEquals(ACK, read(1));
    Ledger.await(terminal, Standing.ACKNOWLEDGED);
    says("050100", "800000");
  }

  @Test
  void aTerminalThatWasSwitchedOffHasForgottenWhatItHeardLast() throws Exception {
    write(frame("050100"));
    assertEquals(ACK, read(1));
    assertEquals(frame("800000"), read(9));
    terminal.powerOff();
    terminal.powerOn();
    replug();
    says("050100", "800000");
  }

  @Test
  void whatIsNotAcknowledgedIsSentThreeTimes() throws Exception {
    register("12");
    write(frame("050100"));
    assertEquals(ACK, read(1));
    for (int i = 0; i < 3; i++) {
      assertEquals(frame("800000"), read(9));
    }
    // back in its basic state, it obeys
    says("067000", "800000");
    assertEquals("060f00", hears());
    answers();
  }

  @Test
  void whatIsAskedForAgainIsSentAgainAtOnce() throws Exception {
    write(frame("060004123456" + "12"));
    assertEquals(ACK, read(1));
    assertEquals(frame("800000"), read(9));
    write(NAK);
    assertEquals(frame("800000"), read(9));
    write(ACK);
    assertEquals("060f0a19002952500041490978", hears());
  }

  @Test
  void aDamagedMessageAndOneThatStopsAreAskedForAgain() throws Exception {
    write("1002" + "050100" + "1003" + "0000");
    assertEquals(NAK, read(1));
    write("1002" + "0501");
    assertEquals(NAK, read(1));
    says("050100", "800000");
  }

  @Test
  void damageOnTheLineIsScripted() throws Exception {
    register("12");
    // 05 01, ACK, 80 00 and the register's ACK for it
    terminal.tap(MessageTap.at(1, new Meddling.Corrupt(0, 0x06 ^ 0x15)));
    write(frame("050100"));
    assertEquals(NAK, read(1));
    assertEquals(frame("800000"), read(9));
    write(ACK);
    hears();
    answers();

    terminal.tap(MessageTap.once(m -> m.is(Direction.TO_REGISTER, 0x8000), Meddling.CORRUPT));
    write(frame("050100"));
    assertEquals(ACK, read(1));
    assertEquals("1002c000001003f51f", read(9));
    write(NAK);
    assertEquals(frame("800000"), read(9));
    write(ACK);
    hears();
    answers();

    terminal.tap(MessageTap.at(0, Meddling.CORRUPT));
    write(frame("050100"));
    assertEquals(NAK, read(1));
    says("050100", "800000");
  }

  @Test
  void bothMaySendAtTheSameTime() throws Exception {
    register("1a");
    terminal.approveAutomatically(false);
    says(TEN_EUROS, "800000");
    assertEquals(frame("04ff010a"), read(9 + 1));
    // the register aborts in place of an acknowledgement
    write(frame("06b000"));
    assertEquals(ACK, read(1));
    assertEquals(frame("04ff010a"), read(9 + 1));
    write(ACK);
    assertEquals("800000", hears());
    answers();
    assertEquals("040f07276c2952500041", hears());
    answers();
    assertEquals("061e016c", hears());
    answers();
  }

  @Test
  void aLineThatIsCutIsPluggedInAgain() throws Exception {
    register("12");
    terminal.script(Fault.DROP_AFTER_BOOKING);
    says(TEN_EUROS, "800000");
    assertThrows(PortException.class, () -> read(1_000));
    replug();
    assertEquals(Standing.BOOKED, terminal.bookings().getFirst().standing());
    register("12");
    says("0620051234560303", "800000");
    assertTrue(hears().contains("870001"));
  }

  @Test
  void aTerminalWithoutPowerIsNotThere() throws Exception {
    register("12");
    terminal.powerOff();
    assertThrows(PortException.class, () -> read(1_000));
    assertThrows(PortException.class, () -> ports.open(PortSettings.of("sim:zvt")));
    terminal.powerOn();
    replug();
    write(frame(TEN_EUROS));
    assertEquals(ACK, read(1));
    assertEquals(frame("846b00"), read(9));
  }

  @Test
  void itSaysNothingFasterThanItsLineDoes() throws Exception {
    terminal.close();
    ports.close();
    open(9_600);
    register("12");
    long begin = System.nanoTime();
    says(TEN_EUROS, "800000");
    hears();
    // more than 140 bytes of 11 bits
    assertTrue(System.nanoTime() - begin > Duration.ofMillis(160).toNanos());
  }

  private void replug() throws Exception {
    port.close();
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!ports.isThere(PortSettings.of("sim:zvt")) && System.nanoTime() - end < 0) {
      Thread.onSpinWait();
    }
    port = ports.open(PortSettings.of("sim:zvt"));
  }

  private void register(String configuration) throws PortException {
    says("060004123456" + configuration, "800000");
    assertEquals("060f0a19002952500041490978", hears());
    answers();
  }

  /// Says a command and acknowledges its answer.
  private void says(String command, String answer) throws PortException {
    write(frame(command));
    assertEquals(ACK, read(1));
    assertEquals(answer, hears());
  }

  private void answers() throws PortException {
    write(frame("800000"));
    assertEquals(ACK, read(1));
  }

  /// The next message, acknowledged.
  private String hears() throws PortException {
    String message = reads();
    write(ACK);
    return message;
  }

  private String reads() throws PortException {
    var frames = new ZvtFrames();
    while (true) {
      int octet = Integer.parseInt(read(1), 16);
      if (frames.hear(octet).orElse(null) instanceof ZvtFrames.Heard.Message message) {
        return HexFormat.of().formatHex(message.apdu());
      }
    }
  }

  private static String frame(String apdu) {
    byte[] bytes = HexFormat.of().parseHex(apdu);
    return HexFormat.of().formatHex(ZvtFrames.frame(bytes, bytes));
  }

  private void write(String hex) throws PortException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    port.write(bytes, 0, bytes.length);
  }

  private String read(int count) throws PortException {
    var read = new StringBuilder();
    byte[] octet = new byte[1];
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (read.length() < 2 * count && System.nanoTime() - end < 0) {
      if (port.read(octet, 1_000) == 1) {
        read.append(HexFormat.of().formatHex(octet));
      }
    }
    return read.toString();
  }
}
