package till.device.scanner.label;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// GS1 element strings: application identifiers and their values one behind the other (General
/// Specifications 7.8).
///
/// @param elements in the order of the label, up to what is wrong
/// @param fault what is wrong, with what
/// @param deviations what the standard does not allow and yet leaves no doubt
/// @param missing what belongs beside an element; it may be on another symbol of the same item
record ElementString(
    List<Element> elements, Optional<String> fault, List<String> deviations, List<String> missing) {

  /// The separator as scanners send it.
  static final char GS = 0x1D;

  private static final Pattern PRINTED = Pattern.compile("\\([0-9]{2,4}\\)");

  ElementString {
    elements = List.copyOf(elements);
    deviations = deviations.stream().distinct().toList();
    missing = missing.stream().distinct().toList();
  }

  /// Reads what stands behind the symbol's first FNC1.
  ///
  /// @param gtin of the code beside it, of which this is the composite component
  static ElementString read(String text, Optional<String> gtin) {
    var reader = new Reader();
    gtin.ifPresent(digits -> reader.beside.add(new Element("01", digits)));
    reader.scanned(text);
    return reader.done();
  }

  /// Whether text is in the form that is printed below a symbol.
  static boolean isPrinted(String text) {
    return PRINTED.matcher(text).lookingAt();
  }

  /// Reads the form that is printed below a symbol: `(01)04006381333931(10)A7`; a parenthesis that
  /// belongs to a value has a backslash before it.
  static ElementString readPrinted(String text) {
    var reader = new Reader();
    reader.printed(text);
    return reader.done();
  }

  /// Checks elements that came some other way.
  ///
  /// @param deviations found on that way
  static ElementString of(List<Element> elements, List<String> deviations) {
    var reader = new Reader();
    reader.deviations.addAll(deviations);
    for (Element element : elements) {
      if (!reader.take(element.ai(), element.value())) {
        break;
      }
    }
    return reader.done();
  }

  static ElementString faulty(String fault) {
    return new ElementString(List.of(), Optional.of(fault), List.of(), List.of());
  }

  /// The GTIN of what is sold.
  Optional<String> gtin() {
    return elements.stream()
        .filter(element -> element.ai().equals("01"))
        .map(Element::value)
        .findFirst();
  }

  private static final class Reader {

    private final List<Element> beside = new ArrayList<>();
    private final List<Element> elements = new ArrayList<>();
    private final List<String> deviations = new ArrayList<>();
    private Optional<String> fault = Optional.empty();

    void scanned(String text) {
      if (text.isEmpty()) {
        bad("there is nothing behind the FNC1");
      }
      int at = 0;
      while (at < text.length()) {
        if (text.charAt(at) == GS) {
          deviations.add("there is a separator too many");
          at++;
          continue;
        }
        Optional<String> ai = identifier(text, at);
        if (ai.isEmpty()) {
          bad("no application identifier begins with " + shown(text.substring(at)));
          return;
        }
        int from = at + ai.get().length();
        int to = end(ai.get(), text, from);
        if (!take(ai.get(), text.substring(from, to))) {
          return;
        }
        at = to < text.length() && text.charAt(to) == GS ? to + 1 : to;
      }
    }

    private static Optional<String> identifier(String text, int at) {
      if (text.length() - at < 2) {
        return Optional.empty();
      }
      return ApplicationIdentifiers.length(text.substring(at, at + 2))
          .filter(length -> text.length() - at >= length)
          .map(length -> text.substring(at, at + length))
          .filter(Ascii::isDigits);
    }

    private static int end(String ai, String text, int from) {
      int limit =
          ApplicationIdentifiers.find(ai)
              .orElseGet(() -> ApplicationIdentifier.unknown(ai))
              .predefinedLength()
              .map(length -> Math.min(text.length(), from + length))
              .orElse(text.length());
      int separator = text.indexOf(GS, from, limit);
      return separator < 0 ? limit : separator;
    }

    void printed(String text) {
      int at = 0;
      while (at < text.length()) {
        int close = text.indexOf(')', at);
        if (text.charAt(at) != '(' || close < 0 || !isIdentifier(text.substring(at + 1, close))) {
          bad(
              "an application identifier in parentheses is missing at "
                  + shown(text.substring(at)));
          return;
        }
        int end = close + 1;
        while (end < text.length() && (text.charAt(end) != '(' || text.charAt(end - 1) == '\\')) {
          end++;
        }
        String value = text.substring(close + 1, end).replace("\\(", "(");
        if (!take(text.substring(at + 1, close), value)) {
          return;
        }
        at = end;
      }
    }

    private static boolean isIdentifier(String text) {
      return text.length() >= 2 && text.length() <= 4 && Ascii.isDigits(text);
    }

    /// Whether this was right, and reading can go on.
    boolean take(String ai, String value) {
      Optional<ApplicationIdentifier> known = ApplicationIdentifiers.find(ai);
      if (known.isEmpty()) {
        deviations.add("the application identifier (" + ai + ") is not known");
      }
      fault = known.orElseGet(() -> ApplicationIdentifier.unknown(ai)).fault(value);
      if (fault.isEmpty()) {
        elements.add(new Element(ai, value));
      }
      return fault.isEmpty();
    }

    ElementString done() {
      if (fault.isPresent()) {
        return new ElementString(elements, fault, deviations, List.of());
      }
      var all = new ArrayList<Element>(beside);
      all.addAll(elements);
      return new ElementString(
          elements, Associations.fault(all), deviations, Associations.missing(all));
    }

    private void bad(String what) {
      fault = Optional.of(what);
    }

    private static String shown(String text) {
      return "\"" + text.substring(0, Math.min(8, text.length())).replace(GS, ' ') + "\"";
    }
  }
}
