package till.device.scanner.label;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// Which elements go together on an item, whose symbols complete each other (GS1 General
/// Specifications 4.14).
final class Associations {

  private static final String SIGNATURE = "8030";

  /// Keys that a signature needs with their serial number, and their length without one.
  private static final Map<String, Integer> SERIALISED = Map.of("253", 13, "255", 13, "8003", 14);

  private Associations() {}

  /// Two elements that contradict each other.
  static Optional<String> fault(List<Element> elements) {
    var values = new HashMap<String, String>();
    for (Element element : elements) {
      String other = values.putIfAbsent(element.ai(), element.value());
      if (other != null && !other.equals(element.value())) {
        return Optional.of(
            "(%s) is both %s and %s".formatted(element.ai(), other, element.value()));
      }
    }
    for (String ai : values.keySet()) {
      for (String stranger : known(ai).map(ApplicationIdentifier::strangers).orElse(List.of())) {
        Optional<String> met = met(stranger, values.keySet(), ai);
        if (met.isPresent()) {
          return Optional.of("(%s) and (%s) exclude each other".formatted(ai, met.get()));
        }
      }
    }
    return Optional.empty();
  }

  /// What the elements of one symbol leave to others.
  static List<String> missing(List<Element> elements) {
    Set<String> present = elements.stream().map(Element::ai).collect(Collectors.toSet());
    var missing = new ArrayList<String>();
    for (Element element : elements) {
      for (List<String> anyOf :
          known(element.ai()).map(ApplicationIdentifier::companions).orElse(List.of())) {
        if (anyOf.stream().noneMatch(companion -> isThere(companion, present))) {
          missing.add(
              "(%s) needs one of %s beside it".formatted(element.ai(), String.join(", ", anyOf)));
        }
      }
      if (present.contains(SIGNATURE)
          && SERIALISED.getOrDefault(element.ai(), -1) == element.value().length()) {
        missing.add("(%s) needs a serial number beside (8030)".formatted(element.ai()));
      }
    }
    return missing;
  }

  private static boolean isThere(String companion, Set<String> present) {
    for (String ai : companion.split("\\+", -1)) {
      if (met(ai, present, "").isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<String> met(String pattern, Set<String> present, String self) {
    return present.stream().filter(ai -> !ai.equals(self) && matches(pattern, ai)).findFirst();
  }

  /// Whether it is this identifier, `n` standing for any digit.
  private static boolean matches(String pattern, String ai) {
    if (pattern.length() != ai.length()) {
      return false;
    }
    for (int i = 0; i < ai.length(); i++) {
      if (pattern.charAt(i) != 'n' && pattern.charAt(i) != ai.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  private static Optional<ApplicationIdentifier> known(String ai) {
    return ApplicationIdentifiers.find(ai);
  }
}
