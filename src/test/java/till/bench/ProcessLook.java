package till.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A look at a process from outside, through `/proc`.
record ProcessLook(long pid) {

  private static final double TICKS_PER_SECOND = 100;

  /// In `/proc/PID/stat`, counted from behind the name.
  private static final int USER_TICKS = 11;

  private static final int SYSTEM_TICKS = 12;

  /// Resident memory.
  double rssMebibytes() throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
            .filter(line -> line.startsWith("VmRSS:"))
            .map(line -> line.replaceAll("[^0-9]", ""))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElseThrow()
        / 1024.0;
  }

  /// What it has computed so far.
  double cpuSeconds() throws IOException {
    String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[USER_TICKS]) + Long.parseLong(fields[SYSTEM_TICKS]))
        / TICKS_PER_SECOND;
  }

  /// Stops it where it is, or lets it go on.
  void freeze(boolean frozen) throws IOException, InterruptedException {
    new ProcessBuilder("kill", frozen ? "-STOP" : "-CONT", Long.toString(pid)).start().waitFor();
  }
}
