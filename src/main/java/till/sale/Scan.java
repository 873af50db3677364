package till.sale;

import java.util.List;
import java.util.Optional;

/// What a scanner read, as the document keeps it: nothing of the label is lost.
///
/// @param symbology `EAN13`, `CODE128`, ...; `UNKNOWN` where the scanner does not say
/// @param data the label's text without framing and without symbology identifier
/// @param aim the AIM symbology identifier that came before the data; absent where none came
/// @param elements of a GS1 label, in its order: a batch, an expiry date
public record Scan(String symbology, String data, Optional<String> aim, List<Element> elements) {

  /// One GS1 element string.
  ///
  /// @param ai the application identifier, two to four digits
  public record Element(String ai, String value) {}

  public Scan {
    elements = List.copyOf(elements);
  }

  /// A label that says nothing beyond its data.
  public Scan(String symbology, String data) {
    this(symbology, data, Optional.empty(), List.of());
  }
}
