package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;

/// Against Debian's umockdev, which stands before libc in a process of its own and plays an input
/// device.
final class EvdevLineTest {

  private static final int ROUNDS = Boolean.getBoolean("tilld.long") ? 100 : 10;

  private static final String DEVICE = "/dev/input/event9";

  private static final String DESCRIPTION =
      """
      P: /devices/pci0000:00/usb1/1-1/1-1:1.0/input/input9/event9
      N: input/event9
      E: DEVNAME=/dev/input/event9
      E: SUBSYSTEM=input
      E: MAJOR=13
      E: MINOR=73

      P: /devices/pci0000:00/usb1/1-1/1-1:1.0/input/input9
      E: SUBSYSTEM=input
      A: name=Barcode Scanner
      """;

  /// Key 1 pressed and released, each with its end of report; then Enter half a second later.
  private static final String EVENTS =
      """
      E: 0.000000 0001 0002 1
      E: 0.000000 0000 0000 0
      E: 0.004000 0001 0002 0
      E: 0.004000 0000 0000 0
      E: 5.000000 0001 001c 1
      E: 5.000000 0000 0000 0
      """;

  @TempDir Path folder;

  @Test
  void recordsComeWholeAndWhenTheyHappenAndClosingEndsAWaitingRead() throws Exception {
    Process umockdev = start(6);
    umockdev.outputWriter().close();

    List<String> said = new ArrayList<>();
    try (BufferedReader lines = umockdev.inputReader()) {
      lines.lines().forEach(said::add);
    }

    assertEquals("open files 0", said.removeFirst(), "after " + ROUNDS + " rounds");
    assertEquals("opened", said.removeFirst());
    assertEquals("evdev:" + DEVICE + " was closed", said.removeLast());
    assertEquals("waits", said.removeLast());
    assertEquals(
        List.of("1 2 1", "0 0 0", "1 2 0", "0 0 0", "1 28 1", "0 0 0"),
        said.stream().map(line -> line.substring(line.indexOf(' ') + 1)).toList());
    long pause = millis(said.get(4)) - millis(said.get(3));
    assertTrue(pause > 1_000, "Enter came " + pause + " ms after the key");
  }

  @Test
  void aDeviceThatIsPulledOutIsALoss() throws Exception {
    Process umockdev = start(1_000);
    try (BufferedReader lines = umockdev.inputReader()) {
      assertEquals("open files 0", lines.readLine());
      assertEquals("opened", lines.readLine());
      String record = lines.readLine();
      assertTrue(record.endsWith(" 1 2 1"), record);

      umockdev.children().findFirst().orElseThrow().destroyForcibly();

      assertEquals(
          "evdev:" + DEVICE + " is not there: is it plugged in and switched on?",
          lines.lines().filter(line -> !Character.isDigit(line.charAt(0))).findFirst().orElse(""));
    } finally {
      umockdev.outputWriter().close();
    }
  }

  @Test
  void whatIsNoInputDeviceIsRefused() throws Exception {
    Path file = Files.writeString(folder.resolve("event9"), "no device");

    for (String wrong : List.of(file.toString(), "/dev/null")) {
      PortException refused = assertThrows(PortException.class, () -> open(wrong));
      assertEquals(
          "cannot open evdev:"
              + wrong
              + ": it is no input device; name one of /dev/input/by-id/*-event-kbd",
          refused.getMessage());
    }
    PortException absent =
        assertThrows(PortException.class, () -> open(folder.resolve("gone").toString()));
    assertTrue(absent.getMessage().contains("is not there"), absent.getMessage());
  }

  private static void open(String path) throws PortException {
    try (Ports ports = BoardPorts.open()) {
      ports.open(PortSettings.of("evdev:" + path)).close();
    }
  }

  private static long millis(String line) {
    return Long.parseLong(line.substring(0, line.indexOf(' ')));
  }

  /// A shell around it, until it is told that it may end: what the device's reader says after the
  /// device was killed would be lost with the process that is read from.
  private Process start(int records) throws IOException {
    Path program = Tools.need("umockdev-run");
    Path description = Files.writeString(folder.resolve("device.umockdev"), DESCRIPTION);
    Path events = Files.writeString(folder.resolve("events.evemu"), EVENTS);
    return new ProcessBuilder(
            "sh",
            "-c",
            "\"$@\"; read line",
            "sh",
            program.toString(),
            "-d",
            description.toString(),
            "-e",
            DEVICE + "=" + events,
            "--",
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            EvdevReader.class.getName(),
            DEVICE,
            Integer.toString(ROUNDS),
            Integer.toString(records))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }
}
