package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// The power-cut matrix as it can be played in the demo: the till is a process that is killed.
///
/// `tilld.long=true` plays all of its rows.
final class PowerCutsTest {

  private static final Duration PATIENCE = Duration.ofMinutes(4);

  @TempDir Path folder;
  private final News news = new News();
  private EmbeddedBroker broker;
  private PowerCuts cuts;

  @BeforeEach
  void openShop() throws IOException {
    broker = EmbeddedBroker.start(folder.resolve("broker"), FreePort.any());
    cuts =
        new PowerCuts(
            folder.resolve("cuts"),
            Assortment.load(),
            broker.url(),
            InstantSource.system(),
            new SecureRandom(),
            news);
  }

  @AfterEach
  void closeShop() {
    cuts.close();
    broker.close();
  }

  static Stream<CutRow> rows() {
    return Boolean.getBoolean("tilld.long")
        ? Arrays.stream(CutRow.values())
        : Stream.of(CutRow.NOT_STORED, CutRow.PARTLY_PRINTED);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void whatComesOfACutIsWhatHasToCome(CutRow row) {
    assertTrue(cuts.play(row));
    assertFalse(cuts.play(CutRow.ENTERING), "two at once");

    CutView played = awaitEnd(row);

    assertEquals("good", played.state(), played::toString);
    assertTrue(played.facts().size() >= 4, played::toString);
    for (int paper = 1; paper <= played.papers(); paper++) {
      assertFalse(cuts.paper(row, paper).orElseThrow().text().isBlank());
    }
    assertEquals(Optional.empty(), cuts.paper(row, played.papers() + 1));
  }

  @Test
  void aShopThatClosesDoesNotWaitForTheEndOfACut() {
    assertTrue(cuts.play(CutRow.ENTERING));

    cuts.close();

    assertEquals("bad", awaitEnd(CutRow.ENTERING).state());
    assertFalse(cuts.play(CutRow.ENTERING));
  }

  private CutView awaitEnd(CutRow row) {
    return new Patience(news, PATIENCE)
        .until(
            "the end of " + row.id(),
            () -> Optional.of(view(row)).filter(view -> !view.isRunning()));
  }

  private CutView view(CutRow row) {
    return cuts.views().stream()
        .filter(view -> view.row().equals(row.id()))
        .findFirst()
        .orElseThrow();
  }
}
