package till.cli;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import till.config.TerminalConfig;
import till.device.drawer.DrawerSettings;
import till.port.LineSettings;

/// What becomes of this board's GPIO outputs when the daemon dies. As a rule the kernel makes
/// inputs of them; that of Raspberry Pi OS keeps their levels, and says so in a parameter of its
/// driver.
final class ReleasedLines {

  private static final Path MODULES = Path.of("/sys/module");
  private static final String PARAMETER = "parameters/persist_gpio_outputs";

  private ReleasedLines() {}

  /// Nothing, where there are no outputs or no reason to worry.
  static Optional<Finding> run(TerminalConfig config) throws IOException {
    return run(config, MODULES);
  }

  static Optional<Finding> run(TerminalConfig config, Path modules) throws IOException {
    if (outputs(config).noneMatch(line -> line.address().startsWith("gpio:"))
        || !Files.isDirectory(modules)) {
      return Optional.empty();
    }
    try (DirectoryStream<Path> drivers = Files.newDirectoryStream(modules, "pinctrl*")) {
      for (Path driver : drivers) {
        Path parameter = driver.resolve(PARAMETER);
        if (Files.isReadable(parameter) && Files.readString(parameter).startsWith("Y")) {
          return Optional.of(
              Finding.warn(
                  "gpio outputs",
                  driver.getFileName() + " leaves relay and lamps as they are when the daemon dies",
                  "dtparam=strict_gpiod in /boot/firmware/config.txt, and resistors that switch"
                      + " them off"));
        }
      }
    }
    return Optional.empty();
  }

  private static Stream<LineSettings> outputs(TerminalConfig config) {
    return Stream.concat(
        config.lights().stream().flatMap(lights -> lights.lamps().values().stream()),
        config.drawer().map(DrawerSettings::opener).stream()
            .filter(DrawerSettings.Opener.Line.class::isInstance)
            .map(opener -> ((DrawerSettings.Opener.Line) opener).relay()));
  }
}
