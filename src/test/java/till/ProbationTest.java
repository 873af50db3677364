package till;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.ConfigShelf;
import till.config.Headquarters;
import till.config.LeastConfig;
import till.config.Offer;
import till.config.Scope;

/// What becomes of a configuration that is tried, on a real shelf. A window of no time makes every
/// look a late one.
final class ProbationTest {

  private static final Vitals ALL = new Vitals(true, Set.of("printer"));
  private static final Vitals NO_UPLINK = new Vitals(false, Set.of("printer"));

  @TempDir Path folder;

  @Test
  void whatWorksAgainIsPromoted() {
    var trial = new Trial(folder);
    trial.probation.adopt(ALL);
    assertEquals(Probation.Finding.DECIDED, trial.probation.look(ALL));
    assertEquals(Map.of("terminal/0042-03", 7L), trial.shelf.revisions());
  }

  @Test
  void whatWorksWithoutItAndNotWithItIsRolledBack() {
    var trial = new Trial(folder);
    trial.probation.adopt(ALL);
    assertEquals(Probation.Finding.REBUILD, trial.probation.look(NO_UPLINK));
    assertEquals(Probation.Step.SET_ASIDE, trial.probation.next());
    assertTrue(trial.probation.setAside(NO_UPLINK).contains("uplink"));
    assertEquals(Probation.Finding.DECIDED, trial.probation.look(ALL));
    assertEquals(Map.of(), trial.shelf.revisions());
    assertTrue(trial.shelf.staged().isEmpty());
  }

  @Test
  void whatDoesNotWorkWithoutItEitherIsTriedAgain() {
    var trial = new Trial(folder);
    trial.probation.adopt(ALL);
    trial.probation.look(NO_UPLINK);
    trial.probation.setAside(NO_UPLINK);
    assertEquals(Probation.Finding.REBUILD, trial.probation.look(NO_UPLINK));
    assertEquals(Probation.Step.ADOPT, trial.probation.next());
  }

  @Test
  void aVerdictBeforeTheLaneHasLeftLeavesNothingToAdopt() {
    var trial = new Trial(folder);
    trial.probation.adopt(ALL);
    assertEquals(Probation.Finding.REBUILD, trial.probation.look(NO_UPLINK));
    assertEquals(Probation.Finding.DECIDED, trial.probation.look(ALL)); // a customer took her time
    assertEquals(Probation.Step.KEEP, trial.probation.next());
  }

  @Test
  void whatTheFleetSendsDuringTheComparisonIsNotCondemnedWithTheRest() {
    var trial = new Trial(folder);
    trial.probation.adopt(ALL);
    trial.probation.look(NO_UPLINK);
    trial.probation.setAside(NO_UPLINK);
    trial.offer(8, "Mended");
    assertEquals(Probation.Finding.WAIT, trial.probation.look(ALL));
    assertEquals(Probation.Step.ADOPT, trial.probation.next());
    trial.probation.adopt(ALL);
    assertEquals(Map.of("terminal/0042-03", 8L), trial.shelf.revisions());
  }

  /// A shelf with revision 7 staged.
  private static final class Trial {

    final ConfigShelf shelf;
    final Probation probation;
    private final Headquarters headquarters;

    Trial(Path folder) {
      headquarters = new Headquarters(folder, "2026a");
      Path file = folder.resolve("tilld.toml");
      try {
        Files.createDirectories(folder.resolve("state"));
        Files.writeString(
            file,
            LeastConfig.TOML
                + """
                [receipt]
                name = "Acme Markt"
                [prices]
                file = "prices.ndjson"
                %s
                """
                    .formatted(headquarters.trust("config")));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      shelf = ConfigShelf.open(file);
      probation = new Probation(shelf, Duration.ZERO);
      offer(7, "Broken");
    }

    void offer(long revision, String name) {
      byte[] document =
          headquarters.config(
              "terminal/0042-03", revision, "{\"receipt\":{\"name\":\"" + name + "\"}}");
      assertInstanceOf(
          Offer.Staged.class, shelf.offer(Scope.TERMINAL, document, Instant.EPOCH, true));
    }
  }
}
