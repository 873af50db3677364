package till.device.scanner.label;

import java.util.Optional;
import till.device.scanner.label.Symbology.Sign;

/// Says what a label means. No I/O, no clock, no state: one decoder serves any number of threads.
///
/// Strict and tolerant understand the same. What is wrong in any case (a check digit, a value, two
/// elements that exclude each other, eight digits that may be two things) is an error in both. What
/// deviates from the standards and yet leaves no doubt is an error where one is strict: a UPC with
/// its own 8 or 12 digits behind `]E0`, a separator too many, an application identifier that is not
/// known, a web address in a QR code that is no GS1 Digital Link, text without an identifier that
/// does not say itself what it is.
public record ScanDecoder(Mode mode, EightDigits eightDigits) {

  /// What becomes of a label that is understood and yet not as it should be.
  public enum Mode {
    STRICT,
    TOLERANT
  }

  /// What eight digits are that may be either and come without an identifier.
  public enum EightDigits {
    EAN8,
    UPCE,
    /// Nobody knows, which is an error.
    UNDECIDED
  }

  /// What there is where nothing else is configured: real scanners deviate, and a scanner that
  /// reads UPC-E says so or adds what it stands for.
  public static final ScanDecoder TOLERANT = new ScanDecoder(Mode.TOLERANT, EightDigits.EAN8);

  /// Decodes a label as it came out of the scanner's framing.
  public ScanData decode(String scanner, String raw) {
    return decode(scanner, raw, "");
  }

  /// Decodes a label of which somebody else knows what symbol it was.
  ///
  /// @param told a name such as `EAN13` or `GS1 DataMatrix`; empty where nobody knows. An
  ///   identifier in the label has the last word
  public ScanData decode(String scanner, String raw, String told) {
    String aim = Symbology.aim(raw);
    String data = raw.substring(aim.length());
    Meaning meaning = aim.isEmpty() ? told(told, data) : identified(aim, data);
    Optional<String> error =
        meaning
            .fault()
            .or(() ->
                mode == Mode.STRICT ? meaning.deviations().stream().findFirst() : Optional.empty());
    return new ScanData(
        scanner,
        raw,
        data,
        meaning.symbology().name(),
        aim,
        meaning.gtin(),
        meaning.elements(),
        error,
        meaning.deviations(),
        meaning.missing());
  }

  private Meaning identified(String aim, String data) {
    Sign sign = Symbology.ofAim(aim);
    if (sign.content() == Symbology.Content.RETAIL) {
      return RetailCode.ofAim(aim.charAt(2), data);
    }
    Meaning meaning = signed(sign, data);
    return sign.symbology() == Symbology.UNKNOWN
        ? meaning.deviating(aim + " is no symbol of a shop")
        : meaning;
  }

  private Meaning told(String told, String data) {
    if (told.isEmpty()) {
      return nobodyKnows(data);
    }
    Optional<Sign> sign = Symbology.named(told);
    return sign.isPresent()
        ? signed(sign.get(), data)
        : nobodyKnows(data).deviating("\"" + told + "\" is no symbology");
  }

  private static Meaning signed(Sign sign, String data) {
    Symbology symbology = sign.symbology();
    return switch (sign.content()) {
      case RETAIL -> RetailCode.told(symbology, data);
      case CASE -> inCase(symbology, data);
      case ELEMENTS -> elements(symbology, data);
      case OPEN -> open(symbology, data);
      case PLAIN -> plain(symbology, data);
    };
  }

  private static Meaning inCase(Symbology symbology, String data) {
    return isGtin14(data) ? Meaning.gtin(symbology, data) : Meaning.plain(symbology);
  }

  private static Meaning elements(Symbology symbology, String data) {
    ElementString elements = ElementString.read(data, Optional.empty());
    return elements.fault().isPresent() && isGtin14(data)
        ? Meaning.gtin(symbology, data).deviating("a GTIN comes without its (01)")
        : Meaning.of(symbology, elements);
  }

  private static Meaning open(Symbology symbology, String data) {
    if (!DigitalLink.isWebAddress(data)) {
      return plain(symbology, data);
    }
    ElementString link = DigitalLink.read(data);
    return link.fault().isEmpty()
        ? Meaning.of(symbology, link)
        : Meaning.plain(symbology).deviating(link.fault().get());
  }

  /// Some scanners send the first FNC1 as a separator instead of in the identifier.
  private static Meaning plain(Symbology symbology, String data) {
    return data.indexOf(ElementString.GS) == 0
        ? Meaning.of(symbology, ElementString.read(data, Optional.empty()))
        : Meaning.plain(symbology);
  }

  /// Takes a label at its own word.
  private Meaning nobodyKnows(String data) {
    if (data.isEmpty()) {
      return Meaning.faulty(Symbology.UNKNOWN, "there is nothing on the label");
    }
    if (ElementString.isPrinted(data)) {
      return Meaning.of(Symbology.UNKNOWN, ElementString.readPrinted(data));
    }
    if (DigitalLink.isWebAddress(data)) {
      return open(Symbology.UNKNOWN, data);
    }
    if (data.startsWith("01") || data.indexOf(ElementString.GS) >= 0) {
      boolean begun = data.charAt(0) == ElementString.GS;
      ElementString elements =
          ElementString.read(begun ? data.substring(1) : data, Optional.empty());
      if (elements.fault().isEmpty() || begun) {
        return Meaning.of(Symbology.UNKNOWN, elements);
      }
    }
    if (Ascii.isDigits(data)) {
      return RetailCode.guess(data, eightDigits);
    }
    return Meaning.plain(Symbology.UNKNOWN).deviating("nothing says what kind of label this is");
  }

  private static boolean isGtin14(String data) {
    return data.length() == 14 && Ascii.isDigits(data) && CheckDigit.fits(data);
  }
}
