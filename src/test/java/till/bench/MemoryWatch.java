package till.bench;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Looks at a process's memory ten times a second.
final class MemoryWatch implements AutoCloseable {

  private static final int SAMPLE_MILLIS = 100;

  /// What a process needs to settle in that has just started.
  private static final int SETTLING_MILLIS = 3_000;

  private final ProcessLook process;
  private final double idle;
  private final Thread thread;
  private volatile double peak;

  private MemoryWatch(ProcessLook process, double idle) {
    this.process = process;
    this.idle = idle;
    this.peak = idle;
    this.thread = Thread.ofPlatform().name("memory").daemon().unstarted(this::run);
  }

  /// Waits until the process has settled, and watches from there.
  static MemoryWatch start(ProcessLook process) throws IOException, InterruptedException {
    Thread.sleep(SETTLING_MILLIS);
    var watch = new MemoryWatch(process, process.rssMebibytes());
    watch.thread.start();
    return watch;
  }

  /// Resident MiB when it had settled.
  double idle() {
    return idle;
  }

  /// Most of it since then.
  double peak() {
    return peak;
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        peak = Math.max(peak, process.rssMebibytes());
        Thread.sleep(SAMPLE_MILLIS);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException("the process cannot be looked at any more", e);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
