package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.sale.Entry;
import till.sale.LaneState;
import till.sale.LastClosing;
import till.sale.TillState;

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

  @Test
  void aDayIsClosedWithItsReportOrNotAtAllWheneverTheKillComes() throws Exception {
    var disk = new JournalOnDisk(directory);
    for (int lines : new int[] {1, 2, 15}) {
      List<String> said = linesUntilKilled(ClosingDaemon.class, lines);
      long closed = said.stream().filter(line -> !line.equals("day")).count();
      assertTrue(closed >= lines / 2, said::toString);
      try (Journal journal = disk.open();
          Documents documents = Documents.open(directory)) {
        TillState state = ClosingDaemon.state(journal);
        long last = state.lastClosing().map(LastClosing::number).orElse(0L);
        long heard =
            said.reversed().stream()
                .filter(line -> !line.equals("day"))
                .findFirst()
                .map(Long::parseLong)
                .orElse(0L);
        assertTrue(last == heard || last == heard + 1 || heard == 0, last + " after " + said);
        for (long n = 1; n <= last; n++) {
          assertTrue(documents.byReport(n).isPresent(), "no Z report " + n);
        }
        assertEquals(Optional.empty(), documents.byReport(last + 1));
        assertEquals(state.businessDay().isPresent(), state.day().isPresent());
        assertTrue(
            state.businessDay().isPresent() || state.lane() == LaneState.CLOSED, state::toString);
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
    List<String> said = linesUntilKilled(KilledDaemon.class, lines);
    return new Said(
        said.stream()
            .filter(line -> !line.equals("open"))
            .mapToLong(Long::parseLong)
            .max()
            .orElse(0),
        !said.isEmpty() && said.getLast().equals("open"));
  }

  /// What a process said until it was killed, which is after so many lines.
  private List<String> linesUntilKilled(Class<?> daemon, int lines)
      throws IOException, InterruptedException {
    Process process = start(daemon, directory);
    try (var out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      var said = new ArrayList<String>();
      for (String line = out.readLine(); line != null; line = out.readLine()) {
        said.add(line);
        if (said.size() == lines) {
          process
              .toHandle()
              .destroyForcibly(); // unlike the process's own, leaves its output readable
        }
      }
      return said;
    } finally {
      process.destroyForcibly().waitFor();
    }
  }
}
