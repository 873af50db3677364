package till.device.printer;

import java.io.IOException;
import java.nio.file.Path;

/// The `logo` of `[receipt]`: a picture that can be printed, when it was looked at.
///
/// @param file PNG, at most 1 MiB and 2048 pixels on either side
public record LogoSettings(Path file) {

  /// @throws IllegalArgumentException saying what is wrong with the picture
  public LogoSettings {
    try {
      Logo.read(file);
    } catch (IOException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }
}
