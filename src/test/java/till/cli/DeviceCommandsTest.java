package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.LeastConfig;
import till.line.ShopFloor;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;

final class DeviceCommandsTest {

  private static final String TIME = "2026-11-24T09:15:00Z  ";

  private static final Executor OWN_THREAD = task -> Thread.ofPlatform().daemon().start(task);

  private final Prompt prompt = new Prompt();

  @TempDir Path folder;

  @Test
  void theDevicesOfThisBoardAreListed() {
    new Prompt().run("device", "list").succeeds();
  }

  @Test
  void whatIsConfiguredIsListedAndWhatIsMissingIsSaid() throws Exception {
    Path file = configuration("/dev/serial/by-id/usb-gone");

    String out = new Prompt().run("device", "list", "--config", file).succeeds().out();

    String row =
        out.lines().filter(line -> line.startsWith("/dev/serial/by-id/usb-gone")).findFirst().get();
    assertEquals("/dev/serial/by-id/usb-gone (not there) counter", row.replaceAll(" +", " "));
    assertTrue(out.startsWith("PORT "), out);
  }

  @Test
  void everyDeviceThatHasAPortOrALineIsListed() throws Exception {
    Path file = configuration("/dev/a");
    Files.writeString(
        file,
        """
        [printer]
        port = "/dev/b"
        [payment]
        port = "tcp://192.0.2.10:20007"
        [drawer]
        via = "gpio:4"
        sensor = "gpio:5"
        [display]
        port = "/dev/c"
        [lights]
        red = "gpio:6"
        blue = "gpio:7"
        [help_button]
        port = "gpio:8"
        [tamper_switch]
        port = "gpio:9"
        """,
        StandardOpenOption.APPEND);

    List<String> rows =
        new Prompt()
            .run("device", "list", "--config", file)
            .succeeds()
            .out()
            .lines()
            .map(row -> row.strip().replaceAll(" +", " "))
            .toList();

    for (String row :
        List.of(
            "/dev/a (not there) counter",
            "/dev/b (not there) printer",
            "tcp://192.0.2.10:20007 payment",
            "gpio:4 drawer",
            "gpio:5 drawer",
            "/dev/c (not there) display",
            "gpio:6 lights",
            "gpio:7 lights",
            "gpio:8 help_button",
            "gpio:9 tamper_switch")) {
      assertTrue(rows.contains(row), () -> row + " in " + rows);
    }
  }

  @Test
  void whatAPrinterSendsIsShownAndWhatItMeans() throws Exception {
    var floor = new ShopFloor(folder);
    var out = new BufferedReader(new InputStreamReader(pipe(), StandardCharsets.UTF_8));
    try (floor;
        SimulatedPrinter printer = floor.startPrinter()) {
      var watch = watch("printer", floor.config());
      readUntil(out, "=> printer good");

      printer.openCover(true);

      readUntil(out, "=> printer bad: the cover is open: close it");
      out.close();
      printer.openCover(false); // which nobody is there to read
      assertEquals(ExitCode.IO, watch.get(60, TimeUnit.SECONDS).exitCode());
    }
  }

  @Test
  void whetherTheDrawerIsOpenIsShown() throws Exception {
    var floor = new ShopFloor(folder);
    Path file = floor.config();
    Files.writeString(
        file, Files.readString(file).replace("[drawer]", "[drawer]\nsensor = \"printer\"\n"));
    var out = new BufferedReader(new InputStreamReader(pipe(), StandardCharsets.UTF_8));
    try (floor;
        SimulatedPrinter printer = floor.startPrinter()) {
      var watch = watch("drawer", file);

      readUntil(out, "=> drawer shut");
      out.close();
      printer.openCover(true); // which nobody is there to read
      assertEquals(ExitCode.IO, watch.get(60, TimeUnit.SECONDS).exitCode());
    }
  }

  private CompletableFuture<Prompt.Result> watch(String device, Path file) {
    return CompletableFuture.supplyAsync(
        () -> prompt.run("device", "watch", device, "--config", file), OWN_THREAD);
  }

  private static void readUntil(BufferedReader out, String end) throws IOException {
    String line = out.readLine();
    while (!line.endsWith(end)) {
      line = out.readLine();
    }
  }

  @Test
  void whatAScannerSendsIsShownRawAndDecodedAlsoAfterItWasPulledOut() throws Exception {
    try (PtyPair pair = PtyPair.open()) {
      var out = new BufferedReader(new InputStreamReader(pipe(), StandardCharsets.UTF_8));
      Path file = configuration(pair.near().toString());
      var watch = watch("counter", file);
      assertEquals("watching " + pair.near() + "; Ctrl-C ends it", out.readLine());
      try (Port far = far(pair)) {
        send(far, "]E04006381333931\r\n");

        var hex = new StringBuilder();
        String line = out.readLine();
        for (; !line.contains("=>"); line = out.readLine()) {
          assertTrue(line.startsWith(TIME), line);
          hex.append(line.substring(TIME.length(), TIME.length() + 47).strip()).append(' ');
        }
        assertEquals(
            "5d 45 30 34 30 30 36 33 38 31 33 33 33 39 33 31 0d 0a", hex.toString().strip());
        assertEquals(TIME + "=> EAN13 ]E0 4006381333931", line);
      }
      pair.unplug();
      pair.plug();
      try (Port far = far(pair)) {
        var seen = new CountDownLatch(1);
        var sender = CompletableFuture.runAsync(() -> sendUntil(seen, far), OWN_THREAD);
        readUntil(out, "=> UNKNOWN again");
        seen.countDown();
        sender.get(60, TimeUnit.SECONDS);

        out.close();
        send(far, "nobody\r\n");
        assertEquals(ExitCode.IO, watch.get(60, TimeUnit.SECONDS).exitCode());
      }
    }
  }

  @Test
  void whatAScaleSaysIsShownRawAndInWords() throws Exception {
    try (PtyPair pair = PtyPair.open();
        SimulatedScale scale =
            SimulatedScale.start(
                far(pair),
                SimulatedScale.Settings.of(SimulatedScale.Language.MT_8217),
                new Random(7))) {
      scale.put(new BigDecimal("1.234"));
      var out = new BufferedReader(new InputStreamReader(pipe(), StandardCharsets.UTF_8));
      Path file = configuration("/dev/a");
      Files.writeString(
          file,
          Files.readString(file)
              + "[scale]\nprotocol = \"8217\"\nport = \"%s\"\nframing = \"8N1\"\n"
                  .formatted(pair.near()));
      var watch =
          CompletableFuture.supplyAsync(
              () -> prompt.run("device", "watch", "scale", "--config", file), OWN_THREAD);
      assertEquals("watching " + pair.near() + "; Ctrl-C ends it", out.readLine());
      var raw = new StringBuilder();
      String line = out.readLine();
      for (; !line.equals(TIME + "=> 1.234 kg"); line = out.readLine()) {
        raw.append(line.contains("=>") ? "" : line.substring(line.lastIndexOf(' ') + 1));
      }
      assertTrue(raw.toString().contains("01.234"), raw::toString);
      out.close();
      assertEquals(ExitCode.IO, watch.get(60, TimeUnit.SECONDS).exitCode());
    }
  }

  private PipedInputStream pipe() throws IOException {
    var in = new PipedInputStream();
    prompt.to(new PipedOutputStream(in));
    return in;
  }

  /// What is sent before the line is open again goes to nobody.
  private static void sendUntil(CountDownLatch seen, Port far) {
    try {
      do {
        send(far, "again\r\n");
      } while (!seen.await(100, TimeUnit.MILLISECONDS));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Port far(PtyPair pair) throws IOException {
    try (var ports = BoardPorts.open()) {
      return ports.open(PortSettings.of(pair.far().toString()));
    }
  }

  private static void send(Port far, String label) throws IOException {
    byte[] bytes = label.getBytes(StandardCharsets.US_ASCII);
    far.write(bytes, 0, bytes.length);
  }

  @Test
  void bytesAreShownInHexAndAsTextThatMovesNoCursor() {
    byte[] bytes = "\033[2J abc\u00e4\r\n0123456789".getBytes(StandardCharsets.ISO_8859_1);

    assertEquals(
        List.of(
            "1b 5b 32 4a 20 61 62 63 e4 0d 0a 30 31 32 33 34  .[2J abc\u00e4..01234",
            "35 36 37 38 39                                   56789"),
        HexDump.rows(bytes, bytes.length));
    assertEquals("a.b", HexDump.printable("a\u001db"));
  }

  @Test
  void aPortThatIsInUseOrNotThereIsRefusedWithWhatToDo() throws Exception {
    try (PtyPair pair = PtyPair.open();
        var ports = BoardPorts.open();
        Port _ = ports.open(PortSettings.of(pair.near().toString()))) {
      String refusal = new Prompt().run("device", "watch", pair.near()).fails(69);
      assertTrue(refusal.contains("in use"), refusal);
    }
    Path gone = folder.resolve("ttyUSB7");
    assertEquals(
        "till: " + gone + " is not there: is it plugged in and switched on?",
        new Prompt().run("device", "watch", gone).fails(69));
  }

  @Test
  void whatCannotBeWatchedSaysWhy() throws Exception {
    Path file = configuration("/dev/a");

    assertEquals(
        "till: cannot watch kitchen: there is no such device in " + file + "; it has counter",
        new Prompt().run("device", "watch", "kitchen", "--config", file).fails(64));
    assertEquals(
        "till: cannot watch payment: what a payment terminal sends may hold account numbers",
        new Prompt().run("device", "watch", "payment", "--config", file).fails(64));
    assertEquals(
        "till: cannot watch display: nothing comes from there; see till device check display",
        new Prompt().run("device", "watch", "display", "--config", file).fails(64));
    assertEquals(
        "till: cannot watch drawer: there is no [drawer] with a sensor in the configuration",
        new Prompt().run("device", "watch", "drawer", "--config", file).fails(64));
    assertEquals(
        "till: cannot watch /dev/a: framing must look like 8N1 or 7E1, not 9X9",
        new Prompt().run("device", "watch", "/dev/a", "--framing", "9X9").fails(64));
  }

  private Path configuration(String port) throws IOException {
    return Files.writeString(
        folder.resolve("tilld.toml"),
        LeastConfig.TOML + "[[scanner]]\nname = \"counter\"\nport = \"%s\"\n".formatted(port));
  }
}
