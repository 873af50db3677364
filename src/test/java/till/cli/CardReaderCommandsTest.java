package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.line.ShopFloor;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.SimulatedMsr;
import till.simulator.SimulatedNfcReader;

/// Card readers put to the test by a technician, on real serial lines.
final class CardReaderCommandsTest {

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();
  private final PtyPair msr = PtyPair.open();
  private final PtyPair nfc = PtyPair.open();
  private ShopFloor floor;
  private Path config;

  @BeforeEach
  void begin() throws IOException {
    floor =
        new ShopFloor(folder)
            .with("[msr]\nport = \"" + msr.near() + "\"\nloyalty_prefixes = [\"636400\"]")
            .with("[nfc]\nport = \"" + nfc.near() + "\"")
            .with("[wiegand]\nzeros = \"gpio:nowhere/5\"\nones = \"gpio:nowhere/6\"");
    config = floor.config();
  }

  @AfterEach
  void end() {
    floor.close();
    msr.close();
    nfc.close();
  }

  @Test
  void aBadgeThatIsHeldToTheReaderIsShown() throws Exception {
    try (var chip = SimulatedNfcReader.start(far(nfc))) {
      chip.hold(HexFormat.of().parseHex("04a1b2c3d4e5f6"));
      Prompt.Result result = check("nfc").succeeds();
      assertEquals(List.of("ok status", "ok read"), verdicts(result));
      assertTrue(result.out().contains("badge 04A1B2C3D4E5F6"), result.out());
    }
  }

  @Test
  void aCardThatIsDrawnThroughShowsWhatMayBeShown() throws Exception {
    var done = new CountDownLatch(1);
    try (var reader = new SimulatedMsr(far(msr), false)) {
      Thread hand =
          Thread.ofPlatform()
              .start(() -> every100Millis(done, reader, "B4111111111111111^DOE/J^2912201"));
      Prompt.Result result = check("msr").succeeds();
      done.countDown();
      hand.join();
      assertEquals(List.of("ok status", "ok read"), verdicts(result));
      assertTrue(result.out().contains("payment 411111######1111"), result.out());
    }
  }

  @Test
  void whatIsWatchedIsShownWithoutItsBytes() throws Exception {
    var in = new PipedInputStream();
    prompt.to(new PipedOutputStream(in));
    var done = new CountDownLatch(1);
    try (var reader = new SimulatedMsr(far(msr), false);
        var out = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
      Thread hand =
          Thread.ofPlatform().start(() -> every100Millis(done, reader, "B4111111111111111^D^2912"));
      var _ =
          CompletableFuture.supplyAsync(
              () -> prompt.run("device", "watch", "msr", "--config", config, "--seconds", "60"),
              task -> Thread.ofPlatform().daemon().start(task));
      var said = new StringBuilder();
      String line = out.readLine();
      for (; !line.contains("=> PAYMENT"); line = out.readLine()) {
        said.append(line);
      }
      done.countDown();
      hand.join();
      assertTrue(line.endsWith("=> PAYMENT 411111######1111"), line);
      assertFalse(said.toString().contains("31 31 31"), said::toString);
    }
  }

  @Test
  void linesThatAreNotThereAreAFailureThatSaysSo() {
    Prompt.Result result = check("wiegand");
    assertEquals(2, result.exitCode());
    assertEquals(List.of("fail status"), verdicts(result));
    assertTrue(
        new Prompt()
            .run("device", "list", "--config", config)
            .succeeds()
            .out()
            .contains("gpio:nowhere/5,gpio:nowhere/6"));
  }

  private static Port far(PtyPair pair) throws IOException {
    return BoardPorts.open().open(PortSettings.of(pair.far().toString()));
  }

  private Prompt.Result check(String name) {
    return prompt.run("device", "check", name, "--config", config, "--seconds", "60");
  }

  private static List<String> verdicts(Prompt.Result result) {
    return result
        .out()
        .lines()
        .filter(line -> line.matches("(ok|warn|fail) .*"))
        .map(line -> line.replaceAll(" +", " ").split(" ", 3))
        .map(words -> words[0] + " " + words[1])
        .toList();
  }

  private static void every100Millis(CountDownLatch done, SimulatedMsr reader, String track) {
    try {
      do {
        reader.swipe(track);
      } while (!done.await(100, TimeUnit.MILLISECONDS));
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
