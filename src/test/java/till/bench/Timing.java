package till.bench;

import java.util.ArrayList;
import java.util.List;

/// How fast something goes: blocks of it, each timed as a whole.
final class Timing {

  /// What is timed.
  interface Block {
    void run() throws Exception;
  }

  private final List<Double> rates = new ArrayList<>();

  /// Runs a block that does something `count` times.
  ///
  /// @param counts whether it is remembered, or only warms up
  void measure(boolean counts, int count, Block block) throws Exception {
    long start = System.nanoTime();
    block.run();
    if (counts) {
      rates.add(count * 1e9 / (System.nanoTime() - start));
    }
  }

  /// The median of the blocks.
  double perSecond() {
    return rates.stream().sorted().toList().get(rates.size() / 2);
  }
}
