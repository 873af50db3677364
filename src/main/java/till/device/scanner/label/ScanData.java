package till.device.scanner.label;

import java.util.List;
import java.util.Optional;

/// One label (UnifiedPOS ScanData). Who sells by it looks at `error` first: what was understood
/// stays beside it.
///
/// @param scanner the configuration's name of the scanner
/// @param raw exactly what came, without the scanner's framing
/// @param data the label without symbology identifier
/// @param symbology `EAN13`, `EAN8`, `CODE128`, `QRCODE`, ...; `UNKNOWN` where the scanner does not
///   say
/// @param aim the AIM symbology identifier as it came (`]E0`); empty where there was none
/// @param gtin of what is sold, in 14 digits, with a check digit that fits
/// @param elements of a GS1 symbol or web address, in the order of the label
/// @param error what is wrong, with what
/// @param deviations what is not as the standards have it and yet leaves no doubt
/// @param missing what the standards want beside an element; it may be on another symbol of the
///   same item, which is why it is never an error of this one
public record ScanData(
    String scanner,
    String raw,
    String data,
    String symbology,
    String aim,
    Optional<String> gtin,
    List<Element> elements,
    Optional<String> error,
    List<String> deviations,
    List<String> missing) {

  public ScanData {
    elements = List.copyOf(elements);
    deviations = List.copyOf(deviations);
    missing = List.copyOf(missing);
  }
}
