package till;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Counting starts.
final class StartsTest {

  @TempDir Path state;

  @Test
  void eachStartKnowsHowManyThereWereBefore() {
    for (long before = 0; before < 3; before++) {
      assertEquals(before, Starts.count(state));
    }
  }

  @Test
  void whatCannotBeReadOrWrittenKeepsNobodyFromStarting() throws Exception {
    Files.writeString(state.resolve("starts"), "many");
    assertEquals(0, Starts.count(state));
    assertEquals(1, Starts.count(state));
    assertEquals(0, Starts.count(state.resolve("nowhere")));
  }
}
