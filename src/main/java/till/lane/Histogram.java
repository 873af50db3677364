package till.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long something takes: how often it took how long, since this was made. Any thread, no lock.
public final class Histogram {

  /// What an SD card does on a good day and on a bad one.
  private static final List<Double> BOUNDS_SECONDS =
      List.of(0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0);

  private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_SECONDS.size() + 1);
  private final AtomicLong sumNanos = new AtomicLong();

  /// What it came to.
  ///
  /// @param upTo how many took at most so many seconds, ascending
  /// @param count of all
  public record Snapshot(List<Bucket> upTo, long count, double sumSeconds) {
    public Snapshot {
      upTo = List.copyOf(upTo);
    }
  }

  /// How many took at most this long.
  public record Bucket(double seconds, long count) {}

  void count(long nanos) {
    double seconds = (double) nanos / TimeUnit.SECONDS.toNanos(1);
    int bucket = 0;
    while (bucket < BOUNDS_SECONDS.size() && seconds > BOUNDS_SECONDS.get(bucket)) {
      bucket++;
    }
    counts.getAndIncrement(bucket);
    sumNanos.getAndAdd(nanos);
  }

  /// As of now, or a moment ago.
  public Snapshot look() {
    var upTo = new ArrayList<Bucket>();
    long count = 0;
    for (int bucket = 0; bucket < BOUNDS_SECONDS.size(); bucket++) {
      count += counts.get(bucket);
      upTo.add(new Bucket(BOUNDS_SECONDS.get(bucket), count));
    }
    count += counts.get(BOUNDS_SECONDS.size());
    return new Snapshot(upTo, count, (double) sumNanos.get() / TimeUnit.SECONDS.toNanos(1));
  }
}
