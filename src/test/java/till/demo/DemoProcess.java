package till.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The demo in a process of its own, as people start it.
final class DemoProcess {

  private DemoProcess() {}

  /// @param temporary where it makes its folder unless it is given one
  static Process start(Path temporary, String... arguments) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:TieredStopAtLevel=1",
            "--enable-native-access=ALL-UNNAMED",
            "--sun-misc-unsafe-memory-access=allow",
            "-Djava.awt.headless=true",
            "-Djava.io.tmpdir=" + temporary,
            "-cp",
            System.getProperty("java.class.path"),
            "till.demo.Demo"));
    command.addAll(List.of(arguments));
    return new ProcessBuilder(command).redirectErrorStream(true).start();
  }

  /// Waits until it says this.
  ///
  /// @return the lines up to there
  static List<String> readUntil(Process process, String text) throws IOException {
    BufferedReader lines = process.inputReader(StandardCharsets.UTF_8);
    var read = new ArrayList<String>();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      read.add(line);
      if (line.contains(text)) {
        return read;
      }
    }
    throw new AssertionError("it never said " + text + ": " + read);
  }
}
