package till.device.scanner;

import static java.util.Objects.requireNonNull;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import till.Tools;
import till.device.DeviceStatus;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.device.UnplugStorm;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.port.PtyPair;

/// The driver on an input device of the kernel's kind, in a program of its own. Debian's umockdev
/// stands before its libc and lets a pty be grabbed as if it were one; what is typed are the
/// kernel's records.
final class HidScannerTest {

  private static final String DEVICE = "dev/input/event9";
  private static final long WAIT_SECONDS_MAX = 60;

  private static final int SYN_DROPPED = 3;
  private static final int ENTER = 28;
  private static final int LEFTSHIFT = 42;

  private final KeyTape tape = new KeyTape();

  @Test
  void aTypedLabelArrivesOnce() throws Exception {
    try (var scanner = new Program(KeyLayout.US)) {
      scanner.type(tape.text("4006381333931").stroke(ENTER));
      scanner.type(tape.text("]C1101234\u001d21Xy").stroke(ENTER));

      assertEquals("4006381333931", scanner.nextScan());
      assertEquals("101234\u001d21Xy", scanner.nextScan());
      scanner.type(tape.text("last").stroke(ENTER));
      assertEquals("last", scanner.nextScan());
    }
  }

  @Test
  void keysThatTheKernelLostSpoilTheLabelTheyAreIn() throws Exception {
    try (var scanner = new Program(KeyLayout.US)) {
      scanner.type(
          tape.text("400638").event(0, SYN_DROPPED, 0).report().text("1333931").stroke(ENTER));
      scanner.type(tape.text("5449000000996").stroke(ENTER));

      assertEquals("5449000000996", scanner.nextScan());
    }
  }

  @Test
  void germanKeysAreGermanLetters() throws Exception {
    try (var scanner = new Program(KeyLayout.DE)) {
      scanner.type(tape.strokes(44, 21, 26).with(LEFTSHIFT, 8).strokes(53, ENTER));

      assertEquals("yz\u00fc/-", scanner.nextScan());
    }
  }

  /// What was typed of a label before the scanner went is not a part of the next one.
  @Test
  void aScannerThatComesAndGoesReadsOn() throws Exception {
    try (var scanner = new Program(KeyLayout.US)) {
      int[] round = {0};
      UnplugStorm.run(
          "HID scanner",
          scanner.log,
          () -> {
            scanner.type(tape.text("half"));
            scanner.unplug();
          },
          scanner::plug,
          () -> {
            String label = "label-" + ++round[0];
            scanner.type(tape.text(label).stroke(ENTER));
            assertEquals(label, scanner.nextScan());
          },
          scanner::count);
      assertNull(scanner.scans.poll());
    }
  }

  /// `HidScanner` under umockdev, and the device that it reads.
  private static final class Program implements AutoCloseable {

    final StatusLog log = new StatusLog();
    final BlockingQueue<String> scans = new LinkedBlockingQueue<>();
    private final BlockingQueue<UnplugStorm.Count> counts = new LinkedBlockingQueue<>();
    private final BoardPorts ports = BoardPorts.open();
    private final Process process;
    private final Writer told;
    private final PtyPair pair;
    private Port keyboard;

    /// Returns when the driver has found its device.
    Program(KeyLayout layout) throws Exception {
      Path umockdev = Tools.need("umockdev-run");
      process =
          new ProcessBuilder(
                  umockdev.toString(),
                  "--",
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "--enable-native-access=ALL-UNNAMED",
                  "-XX:TieredStopAtLevel=1",
                  "-Dstdout.encoding=UTF-8",
                  "-cp",
                  System.getProperty("java.class.path"),
                  HidScanner.class.getName(),
                  "/" + DEVICE,
                  layout.name())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      told = process.outputWriter(StandardCharsets.US_ASCII);
      BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
      Path device = folder(lines).resolve(DEVICE);
      assertTrue(requireNonNull(device.getParent()).toFile().mkdirs(), device.toString());
      pair = PtyPair.openAt(device);
      keyboard = ports.open(PortSettings.of(pair.far().toString()));
      Thread.ofPlatform().daemon().start(() -> lines.lines().forEach(this::hear));
      tell("begin");
      log.awaitLatest(State.GOOD);
    }

    /// What else it prints, such as its log's own messages, is skipped.
    private static Path folder(BufferedReader lines) throws IOException {
      String line = requireNonNull(lines.readLine());
      while (!line.startsWith("folder\t")) {
        line = requireNonNull(lines.readLine());
      }
      return Path.of(line.substring(line.indexOf('\t') + 1));
    }

    private void hear(String line) {
      String[] words = line.split("\t", -1);
      switch (words[0]) {
        case "scan" -> scans.add(words[1]);
        case "count" ->
            counts.add(new UnplugStorm.Count(Long.parseLong(words[1]), Long.parseLong(words[2])));
        case "status" ->
            log.accept(
                new DeviceStatus(
                    "counter",
                    "Scanner",
                    State.valueOf(words[1]),
                    Instant.parse(words[2]),
                    words[3]));
        default -> System.out.println(line);
      }
    }

    private void tell(String line) throws IOException {
      told.write(line + "\n");
      told.flush();
    }

    void type(KeyTape typed) throws Exception {
      byte[] events = typed.take();
      keyboard.write(events, 0, events.length);
    }

    void unplug() {
      pair.unplug();
      keyboard.close();
    }

    void plug() throws Exception {
      pair.plug();
      keyboard = ports.open(PortSettings.of(pair.far().toString()));
    }

    String nextScan() throws InterruptedException {
      return next(scans);
    }

    UnplugStorm.Count count() throws Exception {
      tell("count");
      return next(counts);
    }

    private static <T> T next(BlockingQueue<T> queue) throws InterruptedException {
      return Optional.ofNullable(queue.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS))
          .orElseThrow(() -> new AssertionError("the program said nothing more"));
    }

    @Override
    public void close() throws IOException {
      told.close(); // which ends the program
      try {
        int exit =
            process.onExit().orTimeout(WAIT_SECONDS_MAX, TimeUnit.SECONDS).join().exitValue();
        assertEquals(0, exit);
      } finally {
        process.destroyForcibly();
        keyboard.close();
        pair.close();
      }
    }
  }
}
