package till.sale;

/// What a scanner read, as the document keeps it.
///
/// @param symbology `EAN13`, `CODE128`, ...; `UNKNOWN` where the scanner does not say
/// @param data the label's text without framing and without symbology identifier
public record Scan(String symbology, String data) {}
