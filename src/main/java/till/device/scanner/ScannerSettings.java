package till.device.scanner;

import java.util.Optional;
import till.device.scanner.label.ScanDecoder;
import till.port.PortSettings;

/// One `[[scanner]]`.
///
/// @param name unique among the scanners
/// @param framing its gap is at least five characters of the line
/// @param keyboard the layout of a scanner that types, whose port gives Linux's input events;
///   absent for one that sends text
/// @param decoder says what its labels mean
/// @param sameCodeMillis how long a label that is seen again counts as the same reading, 0 to
///   10,000; 0 for never: two equal items in a row are two items
/// @param signal whether the scanner beeps as the lane decides
/// @param gate whether the scanner is disabled while the lane takes no labels
public record ScannerSettings(
    String name,
    PortSettings port,
    LabelFraming framing,
    Optional<KeyLayout> keyboard,
    ScanDecoder decoder,
    int sameCodeMillis,
    ScannerProfile profile,
    boolean signal,
    boolean gate) {

  public static final int SAME_CODE_MILLIS_MAX = 10_000;

  public ScannerSettings {
    if (framing.gapMillis() < LabelFraming.gapMillisMin(port)) {
      throw new IllegalArgumentException(
          framing.gapMillis() + " ms are no pause at " + port.baud() + " baud");
    }
    if (sameCodeMillis < 0 || sameCodeMillis > SAME_CODE_MILLIS_MAX) {
      throw new IllegalArgumentException("the same code within " + sameCodeMillis + " ms");
    }
    if (gate && !profile.knows(ScannerCommand.ENABLE, ScannerCommand.DISABLE)) {
      throw new IllegalArgumentException("a gate needs commands to enable and disable");
    }
  }

  /// A scanner that is told nothing: it sends text, or types on an American keyboard where the port
  /// gives Linux's input events.
  public static ScannerSettings of(String name, PortSettings port) {
    return new ScannerSettings(
        name,
        port,
        LabelFraming.on(port),
        port.isInputDevice() ? Optional.of(KeyLayout.US) : Optional.empty(),
        ScanDecoder.TOLERANT,
        0,
        ScannerProfile.GENERIC,
        false,
        false);
  }

  Framer framer() {
    return Framer.of(framing, keyboard);
  }
}
