package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.SimulatedPorts;
import till.simulator.SimulatedScale.Language;

/// Byte for byte, as the manuals have it.
final class SimulatedScaleTest {

  private static final long WAIT_NANOS_MAX = TimeUnit.SECONDS.toNanos(60);
  private static final int GENERATOR = 0x10003;

  private final SimulatedPorts ports = new SimulatedPorts(BoardPorts.open());

  @SuppressWarnings("NullAway.Init") // opened with the scale
  private Port near;

  @AfterEach
  void close() {
    ports.close();
  }

  @Test
  void itSwingsBeforeItWeighs8217() throws Exception {
    try (SimulatedScale scale = start(Language.MT_8217, 0, 200)) {
      assertEquals("\u000200.000\r", ask("W", "\r"));
      scale.put(new BigDecimal("1.234"));
      assertEquals("\u0002?A\r", ask("W", "\r"));
      String answer = ask("W", "\r");
      while (answer.equals("\u0002?A\r")) {
        answer = ask("W", "\r");
      }
      assertEquals("\u000201.234\r", answer);
      assertEquals("\u0002?H\r", ask("Z", "\r"), "too far from its zero");
      assertEquals("\u0002?`\r", ask("T", "\r"));
      assertEquals("\u000200.000N\r", ask("W", "\r"));
      assertEquals("\u0002?@\r", ask("C", "\r"));
      assertEquals("\u0002E\rhello", ask("Ehello", "hello"));
      assertEquals(
          List.of(
              new SimulatedScale.Told("00.000", "kg", false),
              new SimulatedScale.Told("01.234", "kg", false),
              new SimulatedScale.Told("00.000", "kg", true)),
          scale.ledger());
    }
  }

  @Test
  void overAndUnderAndWhatItDoesNotKnowNci() throws Exception {
    try (SimulatedScale scale = start(Language.NCI_SCP_02, 0, 0)) {
      assertEquals("\n00.000KG\r\nS20\r\u0003", ask("W\r", "\u0003"));
      scale.put(new BigDecimal("15.010"));
      assertEquals("\nS02\r\u0003", ask("W\r", "\u0003"));
      scale.take();
      scale.drift(-3);
      assertEquals("\nS01\r\u0003", ask("W\r", "\u0003"));
      assertEquals("\nS20\r\u0003", ask("Z\r", "\u0003"));
      assertEquals("\n?\r\u0003", ask("Q\r", "\u0003"));
    }
  }

  @Test
  void itTrustsATillThatKnowsItsPolynomialDialog06() throws Exception {
    try (SimulatedScale scale = start(Language.DIALOG_06, 0, 0)) {
      scale.put(new BigDecimal("1.234"));
      String price = "\u0004\u000201\u001b000199\u001b\u0003";
      String wanted = ask(price, "\u0003");
      assertTrue(wanted.matches("\u000211\u001b2[0-9A-F]{2}\u0003"), wanted);
      assertEquals("\u0006", ask("\u0004\u000210\u001b12345678\u0003", "\u0006"));
      assertEquals("\u000211\u001b0\u0003", ask("\u0004\u0005", "\u0003"));

      int z = Integer.parseInt(ask(price, "\u0003").substring(5, 7), 16);
      // of 0001, what is left by x^16 + x + 1 is 0003
      String checksums = "%04X%04X".formatted(left(0x0001, z >> 4), left(0x0003, 16 - (z & 15)));
      assertEquals("\u0006", ask("\u0004\u000210\u001b" + checksums + "\u0003", "\u0006"));
      assertEquals("\u000211\u001b1\u0003", ask("\u0004\u0005", "\u0003"));

      assertEquals("\u0015", ask("\u0004\u000201\u001b1.99\u001b\u0003", "\u0015"));
      assertEquals("\u000209\u001b11\u0003", ask("\u0004\u000208\u0003", "\u0003"));
      assertEquals("\u0006", ask(price, "\u0006"));
      assertEquals(
          "\u000202\u001b3\u001b01234\u001b000199\u001b000246\u0003",
          ask("\u0004\u0005", "\u0003"));
      assertEquals("\u0006", ask(price, "\u0006"));
      assertEquals("\u0015", ask("\u0004\u0005", "\u0015"));
      assertEquals("\u000209\u001b21\u0003", ask("\u0004\u000208\u0003", "\u0003"));
    }
  }

  private static int left(int sixteenBits, int by) {
    return (sixteenBits << by | sixteenBits >>> (16 - by)) & 0xFFFF;
  }

  @Test
  void itSpeaksAtThePaceOfItsLine() throws Exception {
    try (SimulatedScale _ = start(Language.MT_8217, 1_200, 0)) {
      long before = System.nanoTime();
      ask("W", "\r");
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
      assertTrue(millis >= 60, "eight characters took " + millis + " ms");
    }
  }

  private SimulatedScale start(Language language, int bitsPerSecond, int motionMillis)
      throws PortException {
    SimulatedScale scale =
        SimulatedScale.start(
            ports.far("scale"),
            new SimulatedScale.Settings(language, false, bitsPerSecond, motionMillis, GENERATOR),
            new Random(3));
    near = ports.open(PortSettings.of("sim:scale"));
    return scale;
  }

  private String ask(String question, String end) throws PortException {
    byte[] bytes = question.getBytes(StandardCharsets.US_ASCII);
    near.write(bytes, 0, bytes.length);
    var heard = new StringBuilder();
    byte[] one = new byte[1];
    long deadline = System.nanoTime() + WAIT_NANOS_MAX;
    while (heard.isEmpty() || !heard.toString().endsWith(end)) {
      assertTrue(System.nanoTime() - deadline < 0, () -> "only " + heard);
      if (near.read(one, 1_000) > 0) {
        heard.append((char) one[0]);
      }
    }
    return heard.toString();
  }
}
