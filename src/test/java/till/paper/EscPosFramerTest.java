package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class EscPosFramerTest {

  private static final byte[] LEADS = {0x10, 0x1B, 0x1C, 0x1D};

  /// Long enough for most commands, short enough for many.
  private static final int WINDOW = 600;

  /// However few bytes it takes to say how long a command is, more of them say the same; and none
  /// is longer than what is there. `-Dtilld.seed=N` repeats a run.
  @Test
  void whatFollowsACommandDoesNotChangeItsLength() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("random commands: seed " + seed);
    var random = new Random(seed);
    long bytes = Boolean.getBoolean("tilld.long") ? 10_000_000 : 1_000_000;
    byte[] stream = new byte[WINDOW];
    long whole = 0;
    long done = 0;
    while (done < bytes) {
      random.nextBytes(stream);
      stream[0] = LEADS[random.nextInt(LEADS.length)];
      if (random.nextBoolean()) {
        stream[1] = (byte) (0x20 + random.nextInt(0x5F));
        stream[random.nextInt(2, 8)] = (byte) random.nextInt(4);
      }
      int at = soonest(stream);
      int length = EscPosFramer.length(stream, 0, WINDOW);
      if (at > 0) {
        whole++;
        assertEquals(EscPosFramer.length(stream, 0, at), length, "seed " + seed);
        assertTrue(Math.abs(length) <= at, length + " of " + at + " bytes, seed " + seed);
      }
      done += at > 0 ? Math.abs(length) : WINDOW;
    }
    assertTrue(whole > 1_000, whole + " commands, seed " + seed);
  }

  /// After how many bytes it is known; 0 when never.
  private static int soonest(byte[] stream) {
    for (int available = 1; available <= stream.length; available++) {
      if (EscPosFramer.length(stream, 0, available) != EscPosFramer.INCOMPLETE) {
        return available;
      }
    }
    return 0;
  }
}
