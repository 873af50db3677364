package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;

/// The counter's payment terminal on a real pseudo-terminal, against bytes of the specification.
final class CounterPaymentTest {

  private static final String STATUS_ENQUIRY = "10020501001003" + "1006";
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  @TempDir Path folder;

  @Test
  void itSpeaksOnASerialLineAndKeepsItsBooksWhenItIsUnplugged() throws Exception {
    var console =
        new Console(new PrintStream(OutputStream.nullOutputStream()), false, ZoneOffset.UTC);
    InstantSource clock = InstantSource.system();
    CounterOptions options = CounterOptions.parse("--dir", folder.toString(), "--serial-payment");
    try (CounterBooks books = CounterBooks.open(folder, clock, console);
        Counter counter = Counter.open(options, folder, clock, books);
        BoardPorts ports = BoardPorts.open()) {
      Path line = folder.resolve("payment");
      assertTrue(counter.configuration().contains("port = \"" + line + "\""));
      try (Port port = ports.open(PortSettings.of(line.toString()))) {
        assertEquals("06" + "10028000001003f51f", answer(port, 10));
        write(port, "06");
        assertEquals("1002060f0b", read(port, 5));
      }
      assertEquals("payment is off", counter.act("power off payment"));
      assertTrue(Files.notExists(line));
      assertEquals("payment is on", counter.act("power on payment"));
      try (Port port = ports.open(PortSettings.of(line.toString()))) {
        assertEquals("06", answer(port, 1));
      }
      assertEquals("the terminal is silent", counter.act("card silent"));
      assertEquals("the next payment is SLOW", counter.act("card next slow"));
      assertTrue(Files.readString(folder.resolve("payment-terminal.txt")).contains("numbers 0 0"));
    }
  }

  private static String answer(Port port, int count) throws PortException {
    write(port, STATUS_ENQUIRY);
    return read(port, count);
  }

  private static void write(Port port, String hex) throws PortException {
    byte[] bytes = HexFormat.of().parseHex(hex);
    port.write(bytes, 0, bytes.length);
  }

  private static String read(Port port, int count) throws PortException {
    var read = new StringBuilder();
    byte[] octet = new byte[1];
    long end = System.nanoTime() + PATIENCE_NANOS;
    while (read.length() < 2 * count && System.nanoTime() - end < 0) {
      if (port.read(octet, 1_000) == 1) {
        read.append(HexFormat.of().formatHex(octet));
      }
    }
    return read.toString();
  }
}
