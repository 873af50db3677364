package till.line;

import java.util.Random;
import java.util.concurrent.CompletableFuture;

/// How long the long-running tests last, and what they take their chances from: by system
/// properties, short where there are none.
///
/// `tilld.long=true` asks for the long forms; `tilld.kills` and `tilld.seconds` say how long
/// exactly, and `tilld.seed` repeats the choices of a run (not its timing, which is the machine's).
final class Torture {

  private static final int KILLS = 200;
  private static final int KILLS_SHORT = 6;
  private static final int SECONDS = 600;
  private static final int SECONDS_SHORT = 8;

  /// Beyond this a long form hangs; in the short ones it is for each wait to say so.
  static final int HOURS_MAX = 2;

  private Torture() {}

  static int kills() {
    return Integer.getInteger("tilld.kills", isLong() ? KILLS : KILLS_SHORT);
  }

  static int seconds() {
    return Integer.getInteger("tilld.seconds", isLong() ? SECONDS : SECONDS_SHORT);
  }

  static boolean isLong() {
    return Boolean.getBoolean("tilld.long");
  }

  /// Chances with a seed of their own, which is printed.
  static Random chance() {
    long seed = Long.getLong("tilld.seed", System.nanoTime());
    System.out.println("seed " + seed + " (repeat with -Dtilld.seed=" + seed + ")");
    return new Random(seed);
  }

  /// Does something on a thread of its own: the common ones are needed by those who wait for
  /// processes.
  static CompletableFuture<Void> start(Runnable work) {
    return CompletableFuture.runAsync(work, task -> Thread.ofPlatform().daemon().start(task));
  }
}
