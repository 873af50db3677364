package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.ConfigReader;
import till.config.LeastConfig;
import till.config.TerminalConfig;
import till.port.MockBoard;

/// Devices at GPIO lines, checked through Pi4J's mock, and what the doctor says of them.
final class GpioDeviceCheckTest {

  @TempDir private Path folder;
  private final MockBoard board = new MockBoard();
  private final BlockingQueue<Finding> found = new LinkedBlockingQueue<>();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  @AfterEach
  void close() {
    board.close();
  }

  @Test
  void eachLampIsShownToAPersonInTurn() throws Exception {
    String lights = "[lights]\nwhite = \"gpio:7\"\ngreen = \"gpio:17\"\nyellow = \"gpio:18\"\n";
    check(lights, "lights", DeviceCheck.Level.INTERACTIVE, "y\nn\n");

    assertEquals(
        List.of("OK status", "OK green", "FAIL yellow", "WARN white"),
        found.stream().map(GpioDeviceCheckTest::verdict).toList());
    assertTrue(
        out.toString(StandardCharsets.UTF_8).contains("Is the yellow lamp on, and no other?"),
        out.toString(StandardCharsets.UTF_8));
    assertEquals(
        List.of("17 high", "18 high", "7 high"),
        board.story().stream().filter(each -> each.endsWith("high")).distinct().toList());
    for (int line : List.of(7, 17, 18)) {
      assertFalse(board.isHigh(line), "line " + line);
    }
  }

  @Test
  void aButtonIsPressedByAPerson() throws Exception {
    board.drive(24, true);
    Thread check =
        Thread.ofPlatform()
            .start(() -> checked("[help_button]\nport = \"gpio:24\"\n", "help_button"));
    assertEquals("OK status", verdict(next()));
    assertEquals("it is released", next().text());

    board.drive(24, false);

    assertEquals("it is pressed now", next().text());
    check.join();
    assertTrue(
        out.toString(StandardCharsets.UTF_8).contains("Press the button within 60 seconds."),
        out.toString(StandardCharsets.UTF_8));
  }

  @Test
  void aCaseThatIsOpenIsAWarningAndShutByAPerson() throws Exception {
    board.drive(25, true);
    Thread check =
        Thread.ofPlatform()
            .start(() -> checked("[tamper_switch]\nport = \"gpio:25\"\n", "tamper_switch"));
    next();
    Finding open = next();
    assertEquals("WARN level", verdict(open));
    assertEquals("it is open", open.text());

    board.drive(25, false);

    assertEquals("it is shut now", next().text());
    check.join();
  }

  @Test
  void aDrawerAtARelayIsSeenToOpen() throws Exception {
    String drawer = "[drawer]\nvia = \"gpio:22\"\nsensor = \"gpio:23\"\n";
    Thread hand =
        Thread.ofPlatform()
            .start(() -> {
              await("22 high");
              board.drive(23, true);
              await("22 low");
            });
    check(drawer, "drawer", DeviceCheck.Level.EXTERNAL, "");
    hand.join();
    assertEquals(
        List.of("OK status", "OK sensor", "OK open"),
        found.stream().map(GpioDeviceCheckTest::verdict).toList());
  }

  @Test
  void aKernelThatKeepsTheLevelsOfADeadProcessIsWarnedOf() throws Exception {
    Path modules = folder.resolve("module");
    Path parameter = modules.resolve("pinctrl_bcm2835/parameters/persist_gpio_outputs");
    Files.createDirectories(parameter.getParent());
    Files.writeString(parameter, "Y\n");
    TerminalConfig relay = config("[drawer]\nvia = \"gpio:22\"\n");
    TerminalConfig none = config("[help_button]\nport = \"gpio:24\"\n");
    TerminalConfig lamp = config("[lights]\nred = \"gpio:27\"\n");

    Finding warning = ReleasedLines.run(relay, modules).orElseThrow();
    assertEquals("WARN gpio outputs", verdict(warning));
    assertTrue(warning.text().startsWith("pinctrl_bcm2835 leaves relay and lamps"), warning.text());
    assertTrue(ReleasedLines.run(lamp, modules).isPresent());
    assertEquals(Optional.empty(), ReleasedLines.run(none, modules));

    Files.writeString(parameter, "N\n");
    assertEquals(Optional.empty(), ReleasedLines.run(relay, modules));
    assertFalse(ReleasedLines.run(relay, folder.resolve("none")).isPresent());
  }

  private void checked(String devices, String name) {
    try {
      check(devices, name, DeviceCheck.Level.INTERACTIVE, "");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void check(String devices, String name, DeviceCheck.Level level, String answers)
      throws IOException, InterruptedException {
    Shell shell = shell(answers);
    new DeviceCheck(
            config(devices),
            board,
            level,
            Duration.ofSeconds(60),
            new Person(shell),
            new ScaleStarter(shell, folder),
            new PaymentStarter(shell, folder),
            InstantSource.system(),
            found::add)
        .run(name);
  }

  private TerminalConfig config(String devices) throws IOException {
    return ConfigReader.read(
        Files.writeString(folder.resolve("tilld.toml"), LeastConfig.TOML + devices));
  }

  private Shell shell(String answers) {
    return new Shell(
        Map.of(),
        new ByteArrayInputStream(answers.getBytes(StandardCharsets.UTF_8)),
        new PrintStream(out, true, StandardCharsets.UTF_8),
        System.err,
        () -> false,
        _ -> Optional.empty(),
        InstantSource.system(),
        () -> true,
        new Random(1),
        "test",
        _ -> 0);
  }

  private static String verdict(Finding finding) {
    return finding.level() + " " + finding.check();
  }

  private Finding next() throws InterruptedException {
    Finding next = found.poll(60, TimeUnit.SECONDS);
    assertTrue(next != null, "nothing more was found");
    return next;
  }

  private void await(String change) {
    try {
      String seen;
      do {
        seen = board.story().poll(60, TimeUnit.SECONDS);
      } while (seen != null && !seen.equals(change));
      assertEquals(change, seen);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
