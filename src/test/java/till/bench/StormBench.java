package till.bench;

import java.util.List;
import till.uplink.Storm;

/// A fleet that lost its only broker, in simulated time with the terminals' own back-off.
final class StormBench {

  private static final int TERMINALS = 50_000;
  private static final int OUTAGE_SECONDS = 300;
  private static final int ACCEPTS_PER_SECOND = 1_000;

  private StormBench() {}

  static List<Figure> run() {
    Storm.Outcome storm = Storm.simulate(TERMINALS, OUTAGE_SECONDS, ACCEPTS_PER_SECOND, 0, 7);
    String what =
        "%,d terminals, %d s outage, %,d accepts/s"
            .formatted(TERMINALS, OUTAGE_SECONDS, ACCEPTS_PER_SECOND);
    return List.of(
        Figure.of("storm: all back after", "s", storm.backSeconds(), what + "; goal 150"),
        Figure.of(
            "storm: most attempts after recovery",
            "1/s",
            storm.peakPerSecond(),
            "goal: below " + ACCEPTS_PER_SECOND),
        Figure.of(
            "storm: attempts of a terminal",
            "",
            storm.attemptsPerTerminal(),
            "on average, from the loss to the new connection"));
  }
}
