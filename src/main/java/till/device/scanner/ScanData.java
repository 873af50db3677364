package till.device.scanner;

/// One label (UnifiedPOS ScanData).
///
/// @param scanner the configuration's name of the scanner
/// @param data the label without framing and without symbology identifier
/// @param symbology `EAN13`, `EAN8`, `CODE128`, `QRCODE`, ...; `UNKNOWN` where the scanner does not
///   say
/// @param aim the AIM symbology identifier as it came (`]E0`); empty where there was none
public record ScanData(String scanner, String data, String symbology, String aim) {}
