package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.line.DaemonProcess;
import till.line.ShopFloor;
import till.port.BoardPorts;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.ScannerLanguage;
import till.simulator.SimulatedDisplay;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;
import till.simulator.SimulatedScanner;
import till.simulator.SimulatedScanner.Heard;

/// Against simulated devices on real serial lines.
final class DeviceCheckCommandTest {

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();
  private final PtyPair display = PtyPair.open();
  private ShopFloor floor;
  private Path config;

  @BeforeEach
  void begin() throws IOException {
    floor =
        new ShopFloor(folder)
            .with("[display]\nport = \"" + display.near() + "\"")
            .with("[lights]\ngreen = \"gpio:nowhere/17\"")
            .with("[payment]\nport = \"tcp://127.0.0.1:9\"");
    config = floor.config();
  }

  @AfterEach
  void end() {
    floor.close();
    display.close();
  }

  @Test
  void aPrinterPrintsATestReceiptAndConfirmsIt() {
    try (SimulatedPrinter printer = floor.startPrinter()) {
      Prompt.Result result = check("printer").succeeds();

      assertEquals(List.of("ok status", "ok print"), verdicts(result));
      String paper = printer.receipts().getFirst().paper().text();
      assertTrue(paper.contains("TEST - TEST - TEST"), paper);
      assertTrue(paper.contains("äöüß ÄÖÜ €"), paper);
      assertTrue(paper.contains("0042-03"), paper);
      assertEquals(1, printer.receiptCount());

      assertEquals(List.of("ok status"), verdicts(check("printer", "--level", "internal")));
      assertEquals(1, printer.receiptCount());
    }
  }

  @Test
  void aPaymentTerminalSaysWhoItIs() throws Exception {
    try (SimulatedPaymentTerminal terminal =
        SimulatedPaymentTerminal.open(0, "000000", InstantSource.system())) {
      Files.writeString(
          config,
          Files.readString(config).replace("tcp://127.0.0.1:9\"", terminal.address() + "\""));

      Prompt.Result result = check("payment").succeeds();

      assertEquals(List.of("ok status", "ok diagnosis"), verdicts(result));
      assertTrue(
          result.out().contains("terminal " + SimulatedPaymentTerminal.TERMINAL_ID), result.out());
      assertTrue(result.out().contains("software SIM 1.0"), result.out());
      assertEquals(List.of(), terminal.bookings());
      assertEquals(List.of("ok status"), verdicts(check("payment", "--level", "internal")));
    }
    assertEquals(2, check("payment").exitCode());
  }

  @Test
  void aPrinterWithItsCoverOpenIsAFailureThatSaysSo() {
    try (SimulatedPrinter printer = floor.startPrinter()) {
      printer.openCover(true);

      Prompt.Result result = check("printer");

      assertEquals(2, result.exitCode());
      assertTrue(result.out().contains("the cover is open: close it"), result.out());
      assertEquals(0, printer.receiptCount());
    }
  }

  @Test
  void aDrawerWithoutASensorNobodyCanTell() {
    try (SimulatedPrinter printer = floor.startPrinter()) {
      Prompt.Result result = check("drawer");

      assertEquals(1, result.exitCode(), result::toString);
      assertEquals(List.of("ok status", "ok status", "warn open"), verdicts(result));
      assertEquals(1, printer.pulseCount());
    }
  }

  @Test
  void aDrawerWithASensorIsSeenToOpenAndToShut() throws Exception {
    withSensor("high");
    var done = new CountDownLatch(1);
    try (SimulatedPrinter printer = floor.startPrinter()) {
      Thread hand =
          Thread.ofPlatform().start(() -> every100Millis(done, () -> shutIfOpen(printer)));

      Prompt.Result result = check("drawer").succeeds();

      assertEquals(
          List.of("ok status", "ok status", "ok sensor", "ok open", "ok shut"), verdicts(result));
      assertTrue(result.out().contains("Shut the drawer within 60 seconds."), result.out());
      done.countDown();
      hand.join();
    }
  }

  @Test
  void aSensorOfTheOtherPolarityIsFoundOut() throws Exception {
    withSensor("low");
    try (SimulatedPrinter printer = floor.startPrinter()) {
      Prompt.Result result = check("drawer");

      assertEquals(2, result.exitCode());
      assertEquals(List.of("ok status", "ok status", "fail sensor"), verdicts(result));
      assertTrue(result.out().contains("open_when is the other level"), result.out());
      assertEquals(0, printer.pulseCount(), "an open drawer needs no pulse");
    }
  }

  @Test
  void aScannerShowsTheLabelThatIsScanned() throws Exception {
    var done = new CountDownLatch(1);
    Thread hand = Thread.ofPlatform().start(() -> every100Millis(done, () -> floor.scan(7)));

    Prompt.Result result = check("counter").succeeds();

    done.countDown();
    hand.join();
    assertEquals(List.of("ok status", "ok scan"), verdicts(result));
    assertTrue(result.out().contains("Scan a label within 60 seconds."), result.out());
    assertTrue(result.out().contains("EAN13 "), result.out());
  }

  @Test
  void aScannerThatIsTriggeredLooksAndIsToldWhatBecameOfItsLabel() throws Exception {
    var heard = new LinkedBlockingQueue<Heard>();
    try (PtyPair wire = PtyPair.open();
        var hand =
            new SimulatedScanner(
                BoardPorts.open().open(PortSettings.of(wire.far().toString())),
                new SimulatedScanner.Settings("", "\r", true, 0, ScannerLanguage.HONEYWELL, 0),
                heard::add)) {
      floor.with(
          "[[scanner]]\nname = \"hand\"\nport = \"" + wire.near() + "\"\nprofile = \"honeywell\"");
      config = floor.config();
      Thread finger =
          Thread.ofPlatform()
              .start(() -> {
                assertEquals(Heard.TRIGGER, next(heard));
                scan(hand, "]E0", "4006381333932");
              });

      Prompt.Result result = check("hand");

      finger.join();
      assertEquals(Heard.RELEASE, next(heard));
      assertEquals(1, result.exitCode(), result::toString);
      assertEquals(List.of("ok status", "warn scan"), verdicts(result));
      assertTrue(result.out().contains("wrong check digit"), result.out());
    }
  }

  private static Heard next(BlockingQueue<Heard> heard) {
    try {
      return Objects.requireNonNull(heard.poll(60, TimeUnit.SECONDS), "it heard nothing");
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void scan(SimulatedScanner hand, String aim, String data) {
    try {
      hand.scan(aim, data);
    } catch (PortException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aScannerThatSendsNothingFails() {
    Prompt.Result result = check("counter", "--seconds", "1");

    assertEquals(2, result.exitCode());
    assertEquals(List.of("ok status", "fail scan"), verdicts(result));
  }

  @Test
  void aDisplayIsLookedAtByAPerson() throws Exception {
    var shown = new LinkedBlockingQueue<List<String>>();
    try (SimulatedDisplay _ =
        SimulatedDisplay.start(
            BoardPorts.open().open(PortSettings.of(display.far().toString())), 20, 2, shown::add)) {
      prompt.input("y\n".getBytes(StandardCharsets.UTF_8));
      assertEquals(List.of("ok status", "ok show"), verdicts(check("display").succeeds()));
      List<String> seen;
      do {
        seen = shown.poll(60, TimeUnit.SECONDS);
        assertTrue(seen != null, "the display does not show it");
      } while (!seen.getFirst().equals("TEST äöüß      12,34"));

      prompt.input("n\n".getBytes(StandardCharsets.UTF_8));
      Prompt.Result notSeen = check("display");
      assertEquals(2, notSeen.exitCode());
      assertEquals(List.of("ok status", "fail show"), verdicts(notSeen));

      prompt.input(new byte[0]);
      Prompt.Result nobody = check("display");
      assertEquals(1, nobody.exitCode());
      assertEquals(List.of("ok status", "warn show"), verdicts(nobody));

      assertEquals(
          List.of("ok status", "ok show"), verdicts(check("display", "--level", "external")));
    }
  }

  @Test
  void aScaleIsReadAndAPersonPutsSomethingOnIt() throws Exception {
    var done = new CountDownLatch(1);
    try (PtyPair line = PtyPair.open();
        SimulatedScale scale = scale(line, SimulatedScale.Language.MT_8217, 0)) {
      withScale("8217", line);
      assertEquals(
          List.of("ok status", "ok weight"), verdicts(check("scale", "--level", "external")));
      Thread hand =
          Thread.ofPlatform().start(() -> every100Millis(done, () -> putOnce(scale, done)));

      Prompt.Result result = check("scale").succeeds();

      hand.join();
      assertEquals(List.of("ok status", "ok weight"), verdicts(result));
      assertTrue(result.out().contains("1.234 kg"), result.out());
    }
  }

  private static void putOnce(SimulatedScale scale, CountDownLatch done) {
    scale.put(new BigDecimal("1.234"));
    done.countDown();
  }

  @Test
  void aScaleThatIsOverloadedOrSilentFails() throws Exception {
    try (PtyPair line = PtyPair.open();
        SimulatedScale scale = scale(line, SimulatedScale.Language.NCI_SCP_02, 0)) {
      withScale("nci", line);
      scale.put(new BigDecimal("20"));
      Prompt.Result over = check("scale", "--level", "external");
      assertEquals(2, over.exitCode());
      assertTrue(over.out().contains("overload"), over.out());

      scale.line(_ -> new byte[0]);
      Prompt.Result silent = check("scale");
      assertEquals(List.of("fail status"), verdicts(silent));
      assertTrue(silent.out().contains("the scale does not answer"), silent.out());
    }
  }

  @Test
  void aScaleWithASecretIsCheckedWithItAndNeverShowsIt() throws Exception {
    try (PtyPair line = PtyPair.open();
        SimulatedScale _ = scale(line, SimulatedScale.Language.DIALOG_06, 0x1A2B3)) {
      withScale("dialog06\"\npolynomial_file = \"polynomial", line);
      assertTrue(check("scale").fails(78).contains("the credential polynomial of [scale]"));

      Path secret = folder.resolve("credentials/polynomial");
      Files.createDirectories(folder.resolve("credentials"));
      Files.writeString(secret, "nothing\n");
      String refused = check("scale").fails(78);
      assertTrue(refused.contains("hexadecimal") && !refused.contains("nothing"), refused);

      Files.writeString(secret, "1A2B3\n");
      Prompt.Result result = check("scale", "--level", "external").succeeds();
      assertEquals(List.of("ok status", "ok weight"), verdicts(result));
    }
  }

  private void withScale(String protocol, PtyPair line) throws IOException {
    Files.writeString(
        config,
        Files.readString(config)
            + "\n[scale]\nprotocol = \""
            + protocol
            + "\"\nport = \""
            + line.near()
            + "\"\nframing = \"8N1\"\n"); // a pseudo-terminal has no parity
  }

  private static SimulatedScale scale(PtyPair line, SimulatedScale.Language language, int generator)
      throws IOException {
    return SimulatedScale.start(
        BoardPorts.open().open(PortSettings.of(line.far().toString())),
        new SimulatedScale.Settings(language, false, 9_600, 500, generator),
        new Random(7));
  }

  @Test
  void aDeviceThatIsNotThereIsAFailureThatSaysSo() {
    display.unplug();
    Prompt.Result result = check("display");
    assertEquals(2, result.exitCode());
    assertTrue(result.out().contains("is not there"), result.out());

    Prompt.Result lights = check("lights");
    assertEquals(2, lights.exitCode());
    assertEquals(List.of("fail status"), verdicts(lights));
  }

  @Test
  void whatCannotBeCheckedIsSaidBeforeAnythingIsOpened() {
    assertTrue(
        check("kitchen").fails(64).contains("there is counter, printer, payment, drawer, display"));
    assertTrue(check("printer", "--level", "deep").fails(64).contains("--level must be"));
    assertTrue(check("printer", "--seconds", "0").fails(64).contains("1 to 3600"));
    assertTrue(
        prompt
            .run("device", "check", "printer", "--config", folder.resolve("none.toml"))
            .fails(78)
            .contains("none.toml"));
  }

  @Test
  void whileTheDaemonRunsItKeepsItsDevices() {
    try (SimulatedPrinter printer = floor.startPrinter()) {
      try (DaemonProcess daemon = floor.startDaemon()) {
        floor
            .kiosk()
            .await("the lane to be ready", lane -> lane.at("/state").asString().equals("READY"));

        String refusal = check("printer").fails(69);

        assertTrue(refusal.contains("the daemon runs and has the devices"), refusal);
        assertTrue(refusal.contains("systemctl stop tilld"), refusal);
        assertEquals(
            refusal, prompt.run("device", "watch", "printer", "--config", config).fails(69));
        assertEquals(0, daemon.stop());
      }
      assertEquals(0, printer.receiptCount());
      check("printer").succeeds();
    }
  }

  private void withSensor(String openWhen) throws IOException {
    String text = Files.readString(config);
    Files.writeString(
        config,
        text.replace(
            "via = \"printer\"",
            "via = \"printer\"\nsensor = \"printer\"\nopen_when = \"" + openWhen + "\""));
  }

  private static void shutIfOpen(SimulatedPrinter printer) {
    if (printer.condition().drawerOpen()) {
      printer.shutDrawer();
    }
  }

  private static void every100Millis(CountDownLatch done, Runnable act) {
    try {
      while (!done.await(100, TimeUnit.MILLISECONDS)) {
        act.run();
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private Prompt.Result check(String name, String... more) {
    var words = new ArrayList<Object>(List.of("device", "check", name));
    words.addAll(List.of("--config", config));
    words.addAll(more.length > 0 ? List.of(more) : List.of("--seconds", "60"));
    return prompt.run(words.toArray());
  }

  /// `ok status`, `fail print`: without what was found and what to do.
  private static List<String> verdicts(Prompt.Result result) {
    return result
        .out()
        .lines()
        .map(line -> line.replaceFirst("^.*\\[y/n] ", "")) // which a person's return key ends
        .filter(line -> line.matches("(ok|warn|fail) .*"))
        .map(line -> line.replaceFirst("^(\\w+) +(\\w+) .*", "$1 $2"))
        .toList();
  }
}
