package till.device.scanner.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What is understood of a label.
///
/// @param gtin in 14 digits
/// @param fault what is wrong in any case
/// @param deviations what is wrong where one is strict
/// @param missing what belongs beside an element
record Meaning(
    Symbology symbology,
    Optional<String> gtin,
    List<Element> elements,
    Optional<String> fault,
    List<String> deviations,
    List<String> missing) {

  private static final int GTIN_DIGITS = 14;

  /// Text that says nothing more.
  static Meaning plain(Symbology symbology) {
    return alone(symbology, Optional.empty(), Optional.empty());
  }

  static Meaning of(Symbology symbology, ElementString elements) {
    return new Meaning(
        symbology,
        elements.gtin(),
        elements.elements(),
        elements.fault(),
        elements.deviations(),
        elements.missing());
  }

  /// A GTIN that stands alone.
  ///
  /// @param digits 8, 12, 13 or 14, with a check digit that fits
  static Meaning gtin(Symbology symbology, String digits) {
    String gtin = "0".repeat(GTIN_DIGITS - digits.length()) + digits;
    return alone(symbology, Optional.of(gtin), Optional.empty());
  }

  static Meaning faulty(Symbology symbology, String fault) {
    return alone(symbology, Optional.empty(), Optional.of(fault));
  }

  private static Meaning alone(Symbology symbology, Optional<String> gtin, Optional<String> fault) {
    return new Meaning(symbology, gtin, List.of(), fault, List.of(), List.of());
  }

  Meaning deviating(String deviation) {
    var all = new ArrayList<String>(deviations);
    all.add(deviation);
    return new Meaning(symbology, gtin, elements, fault, all, missing);
  }

  /// This code and the composite component above it.
  Meaning and(ElementString component) {
    var all = new ArrayList<String>(deviations);
    all.addAll(component.deviations());
    return new Meaning(
        symbology,
        gtin,
        component.elements(),
        fault.or(component::fault),
        all,
        component.missing());
  }
}
