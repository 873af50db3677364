package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import till.evidence.Evidence;
import till.journal.JournalVerifier;
import tools.jackson.databind.JsonNode;

/// A front end by somebody who has nothing but the served description, an address and a token: a
/// script that knows no Java, against a daemon that is killed under it.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class StrangerTest {

  private static final Path SCRIPT = Path.of("src/test/resources/till/line/stranger.py");
  private static final int ARTICLE = 7;

  @TempDir Path folder;

  @Test
  void whoeverHasReadTheDescriptionSellsAndLosesNothingOverLostAnswersAndKills() throws Exception {
    Path python = Tools.need("python3");
    try (var floor = new ShopFloor(folder);
        var counter = new Counter(floor)) {
      Process stranger =
          new ProcessBuilder(
                  python.toString(),
                  SCRIPT.toString(),
                  "http://127.0.0.1:" + floor.kioskPort,
                  counter.token().toString())
              .redirectErrorStream(true)
              .start();
      List<String> said = new ArrayList<>();
      try (BufferedReader out = stranger.inputReader();
          Writer in = stranger.outputWriter()) {
        for (String line = out.readLine(); line != null; line = out.readLine()) {
          if (line.startsWith("please ")) {
            counter.lendAHand(line.substring("please ".length()));
            in.write("done\n");
            in.flush();
          } else {
            said.add(line);
          }
        }
      } finally {
        stranger.destroyForcibly();
      }
      assertEquals(0, stranger.waitFor(), () -> String.join("\n", said));
      counter.stop();
      assertEquals(2, said.size(), said::toString);
      assertEquals(said, Stored.sales(floor.state()).stream().map(StrangerTest::inWords).toList());
      assertEquals(
          List.of(), JournalVerifier.verify(folder.resolve("state/journal.db")).findings());
    }
  }

  private static String inWords(JsonNode sale) {
    return "sold " + sale.path("transactionId").asString() + " " + sale.path("total").asLong();
  }

  /// What the script cannot do through the API.
  private static final class Counter implements AutoCloseable {

    private final ShopFloor floor;
    private DaemonProcess daemon;

    Counter(ShopFloor floor) throws IOException {
      this.floor = floor;
      this.daemon = started(floor);
    }

    Path token() {
      return floor.folder.resolve("tokens/kiosk.token");
    }

    private static DaemonProcess started(ShopFloor floor) throws IOException {
      DaemonProcess daemon = floor.startDaemon();
      floor.kiosk().await("a lane", lane -> lane.has("state"));
      Evidence.token(Files.readString(floor.folder.resolve("tokens/kiosk.token")).strip());
      return daemon;
    }

    void lendAHand(String word) throws IOException {
      switch (word) {
        case "scan" -> floor.scan(ARTICLE);
        case "kill" -> daemon.kill();
        case "start" -> daemon = started(floor);
        default -> throw new AssertionError("the script asks for " + word);
      }
    }

    void stop() {
      assertEquals(0, daemon.stop(), daemon::output);
    }

    @Override
    public void close() {
      daemon.close();
    }
  }
}
