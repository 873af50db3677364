package till;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What systemd itself says of the unit.
final class UnitFileTest {

  /// Known from systemd 254 on; older ones restart without growing pauses.
  private static final List<String> NEWER_KEYS = List.of("RestartSteps", "RestartMaxDelaySec");

  @TempDir Path folder;

  @Test
  void systemdUnderstandsTheUnit() throws Exception {
    Path unit = folder.resolve("tilld.service");
    Files.writeString(
        unit,
        Files.readString(Path.of("systemd/tilld.service"))
            .replace("ExecStart=/usr/bin/tilld", "ExecStart=/bin/true"));
    List<String> complaints =
        analyze("verify", unit.toString()).lines().stream()
            .filter(line -> line.contains("tilld.service"))
            .filter(line -> NEWER_KEYS.stream().noneMatch(line::contains))
            .toList();
    assertEquals(List.of(), complaints);
  }

  @Test
  void theUnitIsConfined() throws Exception {
    Said said = analyze("security", "--offline=true", "--threshold=20", "systemd/tilld.service");
    assertEquals(0, said.exitCode(), () -> String.join("\n", said.lines()));
  }

  private record Said(int exitCode, List<String> lines) {}

  private static Said analyze(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Tools.need("systemd-analyze").toString());
    command.addAll(List.of(arguments));
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return new Said(process.waitFor(), output.lines().toList());
  }
}
