package till.device.scanner.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What the standard says of one application identifier.
///
/// @param parts of its value, one behind the other
/// @param companions for each list, one of its entries has to be on the same item; an entry may
///   name several at once (`01+21`), and may have `n` for any digit
/// @param strangers must not be on the same item; may have `n` for any digit
/// @param isKey names something in a web address
/// @param qualifiers of a key, in the order in which they follow it in a web address; alternatives
/// @param isAttribute may stand behind the question mark of a web address
record ApplicationIdentifier(
    String ai,
    List<Part> parts,
    List<List<String>> companions,
    List<String> strangers,
    boolean isKey,
    List<List<String>> qualifiers,
    boolean isAttribute) {

  /// First digits of identifiers whose length everybody knows, so that nothing separates them from
  /// what follows (GS1 General Specifications 7.8.5).
  private static final Set<String> PREDEFINED =
      Set.of(
          "00", "01", "02", "03", "11", "12", "13", "15", "16", "17", "20", "31", "32", "33", "34",
          "35", "36", "41");

  /// A part of a value: `N6:date`, `X..20`, `N..12?`.
  ///
  /// @param isOptional may be absent, with all that is behind it
  record Part(
      Characters characters, int min, int max, boolean isOptional, Optional<ValueRule> rule) {}

  /// Which characters a part may have (GS1 General Specifications 7.11).
  enum Characters {
    N("0123456789"),
    X("!\"%&'()*+,-./0123456789:;<=>?ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz"),
    Y("#-/0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
    Z("-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz=");

    private final String allowed;

    Characters(String allowed) {
      this.allowed = allowed;
    }

    /// The first character that does not belong.
    Optional<String> stranger(String text) {
      for (int i = 0; i < text.length(); i++) {
        if (allowed.indexOf(text.charAt(i)) < 0) {
          return Optional.of(shown(text.charAt(i)));
        }
      }
      return Optional.empty();
    }

    /// Base64 in thirds: what is padded is so to a multiple of three, and only at its end.
    boolean isBadlyPadded(String text) {
      int padding = text.indexOf('=');
      return this == Z
          && padding >= 0
          && (text.length() % 3 != 0 || !text.substring(padding).matches("={1,2}"));
    }

    private static String shown(char character) {
      return character > ' ' && character < 0x7F
          ? "'" + character + "'"
          : "U+%04X".formatted((int) character);
    }
  }

  ApplicationIdentifier {
    parts = List.copyOf(parts);
    companions = List.copyOf(companions);
    strangers = List.copyOf(strangers);
    qualifiers = List.copyOf(qualifiers);
  }

  /// One that this version does not know: as long as all that begin so, else any text up to the
  /// next separator.
  static ApplicationIdentifier unknown(String ai) {
    Part part =
        switch (ai.substring(0, 2)) {
          case "31", "32", "33", "34", "35", "36" -> number(6);
          case "41" -> number(13);
          default -> new Part(Characters.X, 1, 90, false, Optional.empty());
        };
    return new ApplicationIdentifier(
        ai, List.of(part), List.of(), List.of(), false, List.of(), true);
  }

  private static Part number(int digits) {
    return new Part(Characters.N, digits, digits, false, Optional.empty());
  }

  /// How many characters follow without a separator.
  Optional<Integer> predefinedLength() {
    return PREDEFINED.contains(ai.substring(0, 2))
        ? Optional.of(parts.stream().mapToInt(Part::max).sum())
        : Optional.empty();
  }

  /// What is wrong with a value.
  Optional<String> fault(String value) {
    int at = 0;
    for (Part part : parts) {
      int end = Math.min(value.length(), at + part.max());
      if (end == at && part.isOptional()) {
        break;
      }
      if (end - at < part.min()) {
        return Optional.of(named(value) + " is too short");
      }
      Optional<String> fault = fault(part, value.substring(at, end));
      if (fault.isPresent()) {
        return fault;
      }
      at = end;
    }
    return at < value.length() ? Optional.of(named(value) + " is too long") : Optional.empty();
  }

  private Optional<String> fault(Part part, String text) {
    Optional<String> stranger = part.characters().stranger(text);
    if (stranger.isPresent()) {
      return Optional.of(named(text) + " must not have " + stranger.get());
    }
    if (part.characters().isBadlyPadded(text)) {
      return Optional.of(named(text) + " is padded wrongly");
    }
    return part.rule().flatMap(rule -> rule.fault(text)).map(fault -> named(text) + " " + fault);
  }

  private String named(String text) {
    return "(" + ai + ") " + text;
  }

  /// All alternatives that contain these qualifiers in their order.
  List<List<String>> alternatives(List<String> found) {
    var fitting = new ArrayList<List<String>>();
    for (List<String> alternative : qualifiers) {
      int at = 0;
      for (String each : alternative) {
        if (at < found.size() && each.equals(found.get(at))) {
          at++;
        }
      }
      if (at == found.size()) {
        fitting.add(alternative);
      }
    }
    return fitting;
  }
}
