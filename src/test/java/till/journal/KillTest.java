package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Entry;

/// What a daemon said is on disk is there when it was killed in the middle of something, again and
/// again in one directory.
final class KillTest {

  @TempDir Path directory;

  @Test
  void whatWasSaidToBeOnDiskIsThereAfterAKill() throws Exception {
    var disk = new JournalOnDisk(directory);
    for (int lines : new int[] {1, 2, 101, 160}) {
      Said said = sellAndKill(lines);
      try (Journal journal = disk.open()) {
        long head = journal.head().number();
        assertTrue(head == said.number || head == said.number + 1, said + ", head " + head);
        if (said.open && head == said.number) {
          assertTrue(
              journal.recover().entries().stream().anyMatch(Entry.LineAdded.class::isInstance),
              said::toString);
        }
      }
      assertEquals(List.of(), JournalVerifier.verify(disk.file()).findings());
    }
  }

  /// A process that works in a state directory until it is killed.
  static Process start(Class<?> daemon, Path directory) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            daemon.getName(),
            directory.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private record Said(long number, boolean open) {}

  private Said sellAndKill(int lines) throws IOException, InterruptedException {
    Process daemon = start(KilledDaemon.class, directory);
    try (var out =
        new BufferedReader(
            new InputStreamReader(daemon.getInputStream(), StandardCharsets.UTF_8))) {
      long number = 0;
      boolean open = false;
      int seen = 0;
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        open = line.equals("open");
        number = open ? number : Long.parseLong(line);
        if (++seen == lines) {
          daemon
              .toHandle()
              .destroyForcibly(); // unlike the process's own, leaves its output readable
        }
      }
      return new Said(number, open);
    } finally {
      daemon.destroyForcibly().waitFor();
    }
  }
}
