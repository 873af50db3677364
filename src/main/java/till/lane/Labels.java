package till.lane;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import till.device.msr.AccountNumber;
import till.device.scanner.label.Element;
import till.device.scanner.label.ScanData;
import till.sale.Scan;

/// The scanner's words in the sale's and the screens'.
final class Labels {

  private Labels() {}

  /// What the document keeps.
  static Scan kept(ScanData label) {
    return new Scan(
        label.symbology(),
        label.data(),
        Optional.of(label.aim()).filter(aim -> !aim.isEmpty()),
        label.elements().stream()
            .map(element -> new Scan.Element(element.ai(), element.value()))
            .toList());
  }

  /// For screens: what was read, what it means, what came of it.
  ///
  /// @param outcome `accepted`, or the code of a reason
  static Map<String, String> facts(ScanData label, String outcome) {
    var facts = new LinkedHashMap<String, String>();
    facts.put("scanner", label.scanner());
    facts.put("symbology", label.symbology());
    facts.put("data", label.data());
    label.gtin().ifPresent(gtin -> facts.put("gtin", gtin));
    if (!label.elements().isEmpty()) {
      facts.put(
          "elements",
          label.elements().stream().map(Element::toString).collect(Collectors.joining()));
    }
    facts.put("outcome", outcome);
    return facts;
  }

  /// The code of an article may look like a card's number; what is none of an article's may be one.
  static Map<String, String> veiled(Map<String, String> facts) {
    var veiled = new TreeMap<>(facts);
    if (!facts.containsKey("gtin")) {
      veiled.replaceAll((_, text) -> AccountNumber.maskedIn(text));
    }
    return veiled;
  }
}
