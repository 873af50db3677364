package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// How long things took.
final class HistogramTest {

  @Test
  void eachDurationCountsInItsBucketAndInAllAboveIt() {
    var histogram = new Histogram();
    for (int millis : new int[] {1, 2, 2, 70, 60_000}) {
      histogram.count(Duration.ofMillis(millis).toNanos());
    }
    Histogram.Snapshot seen = histogram.look();
    assertEquals(5, seen.count());
    assertEquals(60.075, seen.sumSeconds(), 1e-9);
    assertEquals(new Histogram.Bucket(0.001, 1), seen.upTo().getFirst());
    assertEquals(new Histogram.Bucket(0.0025, 3), seen.upTo().get(1));
    assertEquals(new Histogram.Bucket(0.05, 3), seen.upTo().get(5));
    assertEquals(new Histogram.Bucket(0.1, 4), seen.upTo().get(6));
    assertEquals(new Histogram.Bucket(5, 4), seen.upTo().getLast());
  }
}
