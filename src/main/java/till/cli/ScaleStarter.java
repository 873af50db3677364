package till.cli;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import till.device.DeviceStatus;
import till.device.scale.Article;
import till.device.scale.Scale;
import till.device.scale.ScaleSettings;
import till.device.scale.Weighing;
import till.port.Ports;

/// Starts the configured scale for a technician, with its secret where it has one.
///
/// @param configFile beside which the secret may lie
record ScaleStarter(Shell shell, Path configFile) {

  /// For a scale that weighs nothing without a price.
  private static final Article TEST = new Article(1_000, 0, "TEST");

  /// Starts it.
  ///
  /// @throws CommandException when its secret cannot be read, or is none
  Scale start(
      ScaleSettings settings,
      Ports ports,
      Consumer<Weighing> weighings,
      Consumer<DeviceStatus> status) {
    Optional<String> polynomial =
        settings
            .polynomialFile()
            .map(name -> CredentialFile.require(name, "[scale]", shell, configFile));
    try {
      Scale scale = Scale.start(settings, polynomial, ports, weighings, status, shell.clock());
      scale.show(Optional.of(TEST));
      return scale;
    } catch (IllegalArgumentException e) {
      throw new CommandException(ExitCode.CONFIGURATION, "[scale]: " + e.getMessage(), e);
    }
  }
}
