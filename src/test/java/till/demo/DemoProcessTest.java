package till.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.demo.DemoProcess.readUntil;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The demo as people start it.
final class DemoProcessTest {

  @TempDir Path temporary;
  private final List<Process> started = new ArrayList<>();

  @AfterEach
  void end() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void interruptedItClosesEverythingAndLeavesNothing() throws Exception {
    Process demo = start("--port", "0");
    List<String> said = readUntil(demo, "Ctrl-C");
    assertTrue(
        said.stream().anyMatch(line -> line.matches("  simulator +http://127.0.0.1:.*&to=/sim")),
        said::toString);
    readUntil(demo, "lane-open");
    demo.destroy();
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS), "it does not stop");
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.filter(each -> each.toString().contains("tilld-demo")).toList());
    }
  }

  @Test
  void aPortThatIsTakenIsSaidAndAnotherOneFound() throws Exception {
    try (var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Process demo =
          start("--dir", temporary.resolve("kept").toString(), "--port", "" + taken.getLocalPort());
      List<String> said = readUntil(demo, "Ctrl-C");
      assertTrue(
          said.stream().anyMatch(line -> line.contains(taken.getLocalPort() + " is taken")),
          said::toString);
      demo.destroy();
      assertTrue(demo.waitFor(60, TimeUnit.SECONDS), "it does not stop");
      assertTrue(Files.exists(temporary.resolve("kept/ledger.db")));
    }
  }

  @Test
  void interruptedInTheMiddleOfASaleItLeavesNothing() throws Exception {
    Process demo = start("--once");
    // the shop is being opened now
    readUntil(demo, "three sales");
    demo.destroy();
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS), "it does not stop");
    try (Stream<Path> left = Files.list(temporary)) {
      assertEquals(List.of(), left.filter(each -> each.toString().contains("tilld-demo")).toList());
    }
  }

  @Test
  void aFolderWithAnOpenShopIsRefused() throws Exception {
    String kept = temporary.resolve("kept").toString();
    Process first = start("--dir", kept, "--port", "0");
    readUntil(first, "lane-open");
    Process second = start("--once", "--dir", kept);
    readUntil(second, "another shop is open in " + kept);
    assertTrue(second.waitFor(60, TimeUnit.SECONDS), "it does not stop");
    assertEquals(69, second.exitValue());
    assertTrue(first.isAlive());
  }

  @Test
  void aFolderThatCannotBeMadeIsSaid() throws Exception {
    Path file = Files.createFile(temporary.resolve("file"));
    Process demo = start("--once", "--dir", file.resolve("shop").toString());
    readUntil(demo, "give another one with --dir");
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertEquals(73, demo.exitValue());
  }

  @Test
  void aWrongOptionIsAUsageError() throws Exception {
    Process demo = start("--twice");
    assertTrue(demo.waitFor(60, TimeUnit.SECONDS));
    assertEquals(64, demo.exitValue());
    assertFalse(demo.isAlive());
  }

  private Process start(String... arguments) throws IOException {
    Process process = DemoProcess.start(temporary, arguments);
    started.add(process);
    return process;
  }
}
