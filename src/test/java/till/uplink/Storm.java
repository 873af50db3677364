package till.uplink;

import java.net.URI;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Random;

/// Terminals that lose their only broker all at once, in simulated time: each does what
/// `BrokerFleet` says in the field.
public final class Storm {

  private static final Ending REFUSED = Ending.of("lost");

  private Storm() {}

  /// What became of them.
  ///
  /// @param backSeconds from the broker's return to the last terminal's connection
  /// @param peakPerSecond most attempts in one second after the broker's return
  /// @param attemptsPerTerminal on average, the last one included
  public record Outcome(double backSeconds, int peakPerSecond, double attemptsPerTerminal) {}

  private record Attempt(long atMillis, BrokerFleet fleet) {}

  /// Lets them all come back.
  ///
  /// @param acceptsPerSecond connections that the broker takes in a second, once it is back
  /// @param lossCode the reason code they lose it with, 0 for none
  public static Outcome simulate(
      int terminals, int outageSeconds, int acceptsPerSecond, int lossCode, long seed) {
    var chance = new Random(seed);
    var only = List.of(new UplinkSettings.Broker("a", URI.create("mqtt://a:1883"), 1));
    var queue = new PriorityQueue<Attempt>(Comparator.comparingLong(Attempt::atMillis));
    for (int i = 0; i < terminals; i++) {
      var fleet = new BrokerFleet(only, "t-" + i, Patience.FIELD, chance, 0);
      queue.add(new Attempt(fleet.ended(Ending.of("code", lossCode), 0).toMillis(), fleet));
    }
    Map<Long, Integer> attempts = new HashMap<>();
    long all = 0;
    int peak = 0;
    long lastMillis = 0;
    while (!queue.isEmpty()) {
      Attempt attempt = queue.remove();
      long atMillis = attempt.atMillis();
      int inThisSecond = attempts.merge(atMillis / 1_000, 1, Integer::sum);
      boolean isBack = atMillis >= outageSeconds * 1_000L;
      all++;
      if (isBack) {
        peak = Math.max(peak, inThisSecond);
      }
      if (isBack && inThisSecond <= acceptsPerSecond) {
        lastMillis = atMillis;
      } else {
        long pause = attempt.fleet().ended(REFUSED, atMillis * 1_000_000).toMillis();
        queue.add(new Attempt(atMillis + pause, attempt.fleet()));
      }
    }
    return new Outcome(lastMillis / 1e3 - outageSeconds, peak, (double) all / terminals);
  }
}
