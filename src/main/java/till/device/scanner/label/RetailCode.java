package till.device.scanner.label;

/// EAN and UPC: digits whose number says what they are. The check digit is looked at again, because
/// a serial line loses characters.
final class RetailCode {

  /// Begins the composite component of a symbol, which comes as a second message in the first.
  private static final String COMPONENT = "]e0";

  private static final int GTIN_8 = 8;
  private static final int GTIN_12 = 12;
  private static final int GTIN_13 = 13;
  private static final int GTIN_14 = 14;

  private RetailCode() {}

  /// Reads what follows a `]E`.
  ///
  /// @param modifier the identifier's last character
  static Meaning ofAim(char modifier, String data) {
    int component = data.indexOf(COMPONENT);
    if (component < 0) {
      return linear(modifier, data);
    }
    String first = data.substring(0, component);
    Meaning linear =
        linear(modifier, first.endsWith("|") ? first.substring(0, component - 1) : first);
    return linear.and(
        ElementString.read(data.substring(component + COMPONENT.length()), linear.gtin()));
  }

  private static Meaning linear(char modifier, String data) {
    if (!Ascii.isDigits(data) || data.isEmpty()) {
      return Meaning.faulty(
          modifier == '4' ? Symbology.EAN8 : Symbology.EAN13,
          data.isEmpty() ? "there are no digits" : data + " is not all digits");
    }
    return switch (modifier) {
      case '4' -> gtin(Symbology.EAN8, data);
      case '1', '2' -> addOn(modifier, data);
      case '3' -> withAddOn(data, 0);
      default -> byLength(data);
    };
  }

  /// 13 digits; real scanners also send UPC-A with its 12 and UPC-E with its 8 that way.
  private static Meaning byLength(String digits) {
    return switch (digits.length()) {
      case GTIN_12 -> gtin(Symbology.UPCA, digits).deviating("UPC-A comes without its leading 0");
      case GTIN_8 -> upcE(digits).deviating("UPC-E comes as it is printed, not as 13 digits");
      default -> gtin(Symbology.EAN13, digits);
    };
  }

  /// Two or five digits alone, which sell nothing and must not pass for a short code of the shop's
  /// own; real scanners also send the code before them.
  private static Meaning addOn(char modifier, String digits) {
    int length = modifier == '1' ? 2 : 5;
    if (digits.length() == length) {
      return Meaning.faulty(Symbology.UNKNOWN, digits + " is an add-on without its code");
    }
    return withAddOn(digits, length).deviating("an add-on comes with its code");
  }

  /// @param addOn digits of the add-on; 0 where only the length of the whole tells
  private static Meaning withAddOn(String digits, int addOn) {
    for (int length : addOn == 0 ? new int[] {2, 5} : new int[] {addOn}) {
      int code = digits.length() - length;
      if (code == GTIN_13) {
        return gtin(Symbology.EAN13, digits.substring(0, code));
      }
      if (code == GTIN_12) {
        return gtin(Symbology.UPCA, digits.substring(0, code))
            .deviating("UPC-A comes without its leading 0");
      }
    }
    return Meaning.faulty(
        Symbology.EAN13, digits + " is no code of 13 digits with an add-on of 2 or 5");
  }

  /// Reads digits of which the symbology is known.
  static Meaning told(Symbology symbology, String data) {
    if (!Ascii.isDigits(data) || data.isEmpty()) {
      return Meaning.faulty(symbology, "\"" + data + "\" is not all digits");
    }
    if (symbology == Symbology.UPCE && data.length() < GTIN_12) {
      return upcE(data);
    }
    boolean isUpc = symbology == Symbology.UPCA || symbology == Symbology.UPCE;
    boolean isPadded = isUpc && data.length() == GTIN_13 && data.startsWith("0");
    return gtin(symbology, isPadded ? data.substring(1) : data);
  }

  /// Reads digits that nobody says anything about.
  static Meaning guess(String digits, ScanDecoder.EightDigits eight) {
    boolean fits = digits.length() > 1 && CheckDigit.fits(digits);
    return switch (digits.length()) {
      case GTIN_14 -> fits ? Meaning.gtin(Symbology.UNKNOWN, digits) : none(digits);
      case GTIN_13 -> fits ? Meaning.gtin(Symbology.EAN13, digits) : none(digits);
      case GTIN_12 -> fits ? Meaning.gtin(Symbology.UPCA, digits) : none(digits);
      case GTIN_8 -> eightDigits(digits, eight);
      default -> none(digits);
    };
  }

  private static Meaning eightDigits(String digits, ScanDecoder.EightDigits eight) {
    boolean mayBeEan = CheckDigit.fits(digits);
    boolean mayBeUpc = digits.charAt(0) <= '1' && UpcE.of(digits).checkFits();
    if (mayBeEan && mayBeUpc) {
      return switch (eight) {
        case EAN8 -> gtin(Symbology.EAN8, digits);
        case UPCE -> upcE(digits);
        case UNDECIDED ->
            Meaning.faulty(
                Symbology.UNKNOWN,
                digits + " may be an EAN-8 and may be a UPC-E: nothing says which");
      };
    }
    if (mayBeEan) {
      return gtin(Symbology.EAN8, digits);
    }
    return mayBeUpc && eight == ScanDecoder.EightDigits.UPCE ? upcE(digits) : none(digits);
  }

  private static Meaning none(String digits) {
    return Meaning.plain(Symbology.UNKNOWN)
        .deviating("nothing says what kind of label " + digits + " is, and it is no GTIN");
  }

  private static Meaning gtin(Symbology symbology, String digits) {
    int length =
        switch (symbology) {
          case EAN8 -> GTIN_8;
          case UPCA, UPCE -> GTIN_12;
          default -> GTIN_13;
        };
    if (digits.length() != length) {
      return Meaning.faulty(
          symbology, "%s has %d digits, not %d".formatted(digits, digits.length(), length));
    }
    if (!CheckDigit.fits(digits)) {
      return Meaning.faulty(
          symbology,
          "%s ends with a wrong check digit: %d belongs there"
              .formatted(digits, CheckDigit.of(digits.substring(0, length - 1))));
    }
    return Meaning.gtin(symbology, digits);
  }

  private static Meaning upcE(String digits) {
    UpcE code;
    try {
      code = UpcE.of(digits);
    } catch (IllegalArgumentException e) {
      return Meaning.faulty(Symbology.UPCE, String.valueOf(e.getMessage()));
    }
    if (!code.checkFits()) {
      return Meaning.faulty(
          Symbology.UPCE, digits + " ends with a wrong check digit: it stands for " + code.upcA());
    }
    Meaning meaning = Meaning.gtin(Symbology.UPCE, code.upcA());
    return code.isCanonical()
        ? meaning
        : meaning.deviating(digits + " is not how " + code.upcA() + " is written as a UPC-E");
  }
}
