package till.device.scanner.label;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// GS1 Digital Link: element strings in a web address (GS1 Digital Link standard, URI syntax).
///
/// `https://example.com/some/path/01/04006381333931/10/A7?17=271231`: the last key of the path and
/// its qualifiers in their order, then attributes behind the question mark.
final class DigitalLink {

  /// The scheme is in small letters or in capitals, as an alphanumeric QR code has it.
  private static final Pattern WEB = Pattern.compile("(?:https?|HTTPS?)://.*", Pattern.DOTALL);

  /// What a web address may consist of (RFC 3986).
  private static final Pattern ADDRESS =
      Pattern.compile("[A-Za-z]+://([A-Za-z0-9.:\\[\\]-]+)((?:/[^?]*)?)(?:\\?(.*))?");

  private static final Pattern LEGAL = Pattern.compile("[A-Za-z0-9._~:/?#\\[\\]@!$&'()*+,;=%-]*");

  /// Words of the standard's first edition that stood for identifiers in a path.
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("sscc", "00"),
          Map.entry("gtin", "01"),
          Map.entry("lot", "10"),
          Map.entry("ser", "21"),
          Map.entry("cpv", "22"),
          Map.entry("gdti", "253"),
          Map.entry("glnx", "254"),
          Map.entry("gcn", "255"),
          Map.entry("ginc", "401"),
          Map.entry("gsin", "402"),
          Map.entry("gln", "414"),
          Map.entry("payTo", "415"),
          Map.entry("party", "417"),
          Map.entry("grai", "8003"),
          Map.entry("giai", "8004"),
          Map.entry("itip", "8006"),
          Map.entry("cpid", "8010"),
          Map.entry("cpsn", "8011"),
          Map.entry("gmn", "8013"),
          Map.entry("gsrnp", "8017"),
          Map.entry("gsrn", "8018"),
          Map.entry("srin", "8019"),
          Map.entry("refno", "8020"));

  private static final int GTIN_DIGITS = 14;

  private final List<Element> elements = new ArrayList<>();
  private final List<String> deviations = new ArrayList<>();

  private DigitalLink() {}

  static boolean isWebAddress(String text) {
    return WEB.matcher(text).matches();
  }

  /// Reads a web address.
  static ElementString read(String address) {
    try {
      var link = new DigitalLink();
      link.take(address);
      return ElementString.of(link.elements, link.deviations);
    } catch (NoLinkException e) {
      return ElementString.faulty(e.getMessage() + ": not a GS1 Digital Link");
    }
  }

  private static final class NoLinkException extends Exception {

    private static final long serialVersionUID = 1;

    private final String message;

    NoLinkException(String message) {
      super(message, null, false, false);
      this.message = message;
    }

    @Override
    public String getMessage() {
      return message;
    }
  }

  private void take(String address) throws NoLinkException {
    int fragment = address.indexOf('#');
    var parts = ADDRESS.matcher(fragment < 0 ? address : address.substring(0, fragment));
    if (!isWebAddress(address) || !LEGAL.matcher(address).matches() || !parts.matches()) {
      throw new NoLinkException("the web address is malformed");
    }
    // behind the first slash
    String path = parts.group(2);
    String[] segments = path.isEmpty() ? new String[0] : path.substring(1).split("/", -1);
    int key = key(segments);
    List<List<String>> places = path(segments, key);
    String query = parts.group(3);
    if (query != null) {
      attributes(query, places);
    }
  }

  /// Where the last key of the path stands.
  private static int key(String[] segments) throws NoLinkException {
    for (int i = segments.length - 2; i >= 0; i -= 2) {
      if (find(segments[i]).filter(ApplicationIdentifier::isKey).isPresent()) {
        return i;
      }
    }
    throw new NoLinkException("the web address has no GS1 key");
  }

  private static Optional<ApplicationIdentifier> find(String segment) {
    return ApplicationIdentifiers.find(WORDS.getOrDefault(segment, segment));
  }

  /// Takes the key and its qualifiers.
  ///
  /// @return what may follow the key, in the alternatives that the path leaves open
  private List<List<String>> path(String[] segments, int key) throws NoLinkException {
    var qualifiers = new ArrayList<String>();
    for (int i = key; i < segments.length; i += 2) {
      String ai = WORDS.getOrDefault(segments[i], segments[i]);
      if (!ai.equals(segments[i])) {
        deviations.add("\"" + segments[i] + "\" in a web address stands for (" + ai + ")");
      }
      if (i > key) {
        qualifiers.add(ai);
      }
      add(ai, unescape(segments[i + 1], false));
    }
    ApplicationIdentifier first = find(segments[key]).orElseThrow();
    List<List<String>> places = first.alternatives(qualifiers);
    if (places.isEmpty() && !qualifiers.isEmpty()) {
      throw new NoLinkException(
          "(" + first.ai() + ") is not followed by " + String.join(", ", qualifiers));
    }
    return places;
  }

  private void attributes(String query, List<List<String>> places) throws NoLinkException {
    var seen = new HashSet<String>();
    elements.forEach(element -> seen.add(element.ai()));
    for (String parameter : query.split("&", -1)) {
      int equals = parameter.indexOf('=');
      String ai = equals < 0 ? "" : parameter.substring(0, equals);
      if (ai.isEmpty() || !Ascii.isDigits(ai)) {
        continue; // a parameter of the web site
      }
      if (ai.length() < 2
          || ai.length() > 4
          || !find(ai).map(ApplicationIdentifier::isAttribute).orElse(true)
          || places.stream().anyMatch(place -> place.contains(ai))) {
        throw new NoLinkException("(" + ai + ") must not stand behind the question mark");
      }
      if (!seen.add(ai)) {
        throw new NoLinkException("(" + ai + ") comes twice");
      }
      add(ai, unescape(parameter.substring(equals + 1), true));
    }
  }

  private void add(String ai, String value) {
    boolean isShort =
        ai.equals("01")
            && (value.length() == 8 || value.length() == 12 || value.length() == 13)
            && Ascii.isDigits(value);
    if (isShort) {
      deviations.add("the GTIN " + value + " in a web address lacks its zeros");
    }
    elements.add(
        new Element(ai, isShort ? "0".repeat(GTIN_DIGITS - value.length()) + value : value));
  }

  /// Undoes percent-encoding, each byte a character; what is not properly encoded stays.
  ///
  /// @param query whether + is a space
  static String unescape(String text, boolean query) {
    var plain = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char next = text.charAt(i);
      if (next == '%' && isHex(text, i + 1)) {
        plain.append((char) Integer.parseInt(text.substring(i + 1, i + 3), 16));
        i += 2;
      } else {
        plain.append(query && next == '+' ? ' ' : next);
      }
    }
    return plain.toString();
  }

  private static boolean isHex(String text, int at) {
    return at + 1 < text.length()
        && Character.digit(text.charAt(at), 16) >= 0
        && Character.digit(text.charAt(at + 1), 16) >= 0;
  }
}
