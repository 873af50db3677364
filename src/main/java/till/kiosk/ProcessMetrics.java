package till.kiosk;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.GarbageCollectorMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/// The process and its JVM, under the names that Prometheus' own libraries give them.
final class ProcessMetrics {

  private static final Path STATUS = Path.of("/proc/self/status");
  private static final Path FILES = Path.of("/proc/self/fd");
  private static final int MILLIS = 1_000;

  private ProcessMetrics() {}

  static void write(Exposition metrics) {
    metrics
        .gauge("jvm_threads_current", "Threads of the JVM, without virtual ones.")
        .sample(ManagementFactory.getThreadMXBean().getThreadCount());
    var memory = ManagementFactory.getMemoryMXBean();
    List<Area> areas =
        List.of(
            new Area("heap", memory.getHeapMemoryUsage()),
            new Area("nonheap", memory.getNonHeapMemoryUsage()));
    metrics.gauge("jvm_memory_used_bytes", "Used bytes of the JVM's memory.");
    areas.forEach(area -> metrics.sample("area", area.name(), area.usage().getUsed()));
    metrics.gauge("jvm_memory_max_bytes", "Most bytes of the JVM's memory; -1 without a limit.");
    areas.forEach(area -> metrics.sample("area", area.name(), area.usage().getMax()));
    List<GarbageCollectorMXBean> collectors = ManagementFactory.getGarbageCollectorMXBeans();
    metrics.counter("jvm_gc_collections_total", "Garbage collections.");
    collectors.forEach(each -> metrics.sample("gc", each.getName(), each.getCollectionCount()));
    metrics.counter("jvm_gc_collection_seconds_total", "Time spent in garbage collections.");
    collectors.forEach(
        each -> metrics.sample("gc", each.getName(), (double) each.getCollectionTime() / MILLIS));
    metrics
        .gauge("process_start_time_seconds", "When the process began, in seconds since 1970.")
        .sample((double) ManagementFactory.getRuntimeMXBean().getStartTime() / MILLIS);
    metrics.gauge("process_resident_memory_bytes", "Memory of the process.");
    residentBytes().ifPresent(metrics::sample);
    metrics.gauge("process_open_fds", "Open files of the process.");
    openFiles().ifPresent(metrics::sample);
  }

  private record Area(String name, MemoryUsage usage) {}

  private static OptionalLong residentBytes() {
    try (Stream<String> lines = Files.lines(STATUS)) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024)
          .findFirst();
    } catch (IOException | UncheckedIOException _) {
      return OptionalLong.empty();
    }
  }

  private static OptionalLong openFiles() {
    try (Stream<Path> files = Files.list(FILES)) {
      return OptionalLong.of(files.count());
    } catch (IOException | UncheckedIOException _) {
      return OptionalLong.empty();
    }
  }
}
