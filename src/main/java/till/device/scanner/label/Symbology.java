package till.device.scanner.label;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A kind of symbol.
enum Symbology {
  EAN13,
  EAN8,
  UPCA,
  UPCE,
  CODE39,
  CODE93,
  CODE128,
  CODABAR,
  ITF,
  DATABAR,
  PDF417,
  QRCODE,
  DATAMATRIX,
  DOTCODE,
  AZTEC,
  UNKNOWN;

  /// What the text of a symbol is.
  enum Content {
    /// A GTIN, its length as the symbol has it.
    RETAIL,
    /// Perhaps a GTIN-14.
    CASE,
    /// GS1 element strings.
    ELEMENTS,
    /// Anything; a web address may be a GS1 Digital Link.
    OPEN,
    /// Anything.
    PLAIN
  }

  /// A symbology and what its text is.
  record Sign(Symbology symbology, Content content) {}

  /// Names that people and programs have for symbologies, in capitals and without punctuation.
  private static final Map<String, Sign> NAMES =
      Map.ofEntries(
          Map.entry("EAN13", new Sign(EAN13, Content.RETAIL)),
          Map.entry("JAN13", new Sign(EAN13, Content.RETAIL)),
          Map.entry("EAN8", new Sign(EAN8, Content.RETAIL)),
          Map.entry("JAN8", new Sign(EAN8, Content.RETAIL)),
          Map.entry("UPCA", new Sign(UPCA, Content.RETAIL)),
          Map.entry("UPCE", new Sign(UPCE, Content.RETAIL)),
          Map.entry("CODE39", new Sign(CODE39, Content.PLAIN)),
          Map.entry("CODE93", new Sign(CODE93, Content.PLAIN)),
          Map.entry("CODE128", new Sign(CODE128, Content.PLAIN)),
          Map.entry("GS1128", new Sign(CODE128, Content.ELEMENTS)),
          Map.entry("GS1128CCA", new Sign(CODE128, Content.ELEMENTS)),
          Map.entry("GS1128CCC", new Sign(CODE128, Content.ELEMENTS)),
          Map.entry("EAN128", new Sign(CODE128, Content.ELEMENTS)),
          Map.entry("CODABAR", new Sign(CODABAR, Content.PLAIN)),
          Map.entry("ITF", new Sign(ITF, Content.CASE)),
          Map.entry("ITF14", new Sign(ITF, Content.CASE)),
          Map.entry("DATABAR", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("GS1DATABAR", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("DATABAROMNI", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("DATABARLIMITED", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("DATABAREXPANDED", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("RSS14", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("RSSEXPANDED", new Sign(DATABAR, Content.ELEMENTS)),
          Map.entry("PDF417", new Sign(PDF417, Content.PLAIN)),
          Map.entry("QRCODE", new Sign(QRCODE, Content.OPEN)),
          Map.entry("QR", new Sign(QRCODE, Content.OPEN)),
          Map.entry("GS1QRCODE", new Sign(QRCODE, Content.ELEMENTS)),
          Map.entry("GS1QR", new Sign(QRCODE, Content.ELEMENTS)),
          Map.entry("DATAMATRIX", new Sign(DATAMATRIX, Content.OPEN)),
          Map.entry("DM", new Sign(DATAMATRIX, Content.OPEN)),
          Map.entry("GS1DATAMATRIX", new Sign(DATAMATRIX, Content.ELEMENTS)),
          Map.entry("GS1DM", new Sign(DATAMATRIX, Content.ELEMENTS)),
          Map.entry("DOTCODE", new Sign(DOTCODE, Content.OPEN)),
          Map.entry("GS1DOTCODE", new Sign(DOTCODE, Content.ELEMENTS)),
          Map.entry("AZTEC", new Sign(AZTEC, Content.PLAIN)));

  /// `]`, the code character, the modifier.
  static final int AIM_LENGTH = 3;

  /// The AIM identifier (ISO/IEC 15424) that a label begins with; empty where there is none.
  static String aim(String label) {
    return label.length() >= AIM_LENGTH
            && label.charAt(0) == ']'
            && Ascii.isLetter(label.charAt(1))
            && (Ascii.isDigit(label.charAt(2)) || Ascii.isLetter(label.charAt(2)))
        ? label.substring(0, AIM_LENGTH)
        : "";
  }

  /// What an AIM identifier stands for. The symbology of a retail code depends on its length.
  static Sign ofAim(String aim) {
    char modifier = aim.charAt(2);
    return switch (aim.charAt(1)) {
      case 'A' -> new Sign(CODE39, Content.PLAIN);
      case 'C' -> new Sign(CODE128, modifier == '1' ? Content.ELEMENTS : Content.PLAIN);
      case 'E' -> new Sign(UNKNOWN, Content.RETAIL);
      case 'F' -> new Sign(CODABAR, Content.PLAIN);
      case 'G' -> new Sign(CODE93, Content.PLAIN);
      case 'I' -> new Sign(ITF, Content.CASE);
      case 'J' -> new Sign(DOTCODE, modifier == '1' ? Content.ELEMENTS : Content.OPEN);
      case 'L' -> new Sign(PDF417, Content.PLAIN);
      // 4 and 5: the same with the character set named in the symbol
      case 'Q' ->
          new Sign(QRCODE, modifier == '3' || modifier == '4' ? Content.ELEMENTS : Content.OPEN);
      case 'd' ->
          new Sign(
              DATAMATRIX, modifier == '2' || modifier == '5' ? Content.ELEMENTS : Content.OPEN);
      case 'e' -> new Sign(DATABAR, modifier == '0' ? Content.ELEMENTS : Content.PLAIN);
      case 'z' -> new Sign(AZTEC, modifier == '1' ? Content.ELEMENTS : Content.PLAIN);
      default -> new Sign(UNKNOWN, Content.PLAIN);
    };
  }

  /// What a name stands for, however it is written: `EAN-13`, `ean13`, `GS1_DataMatrix`.
  static Optional<Sign> named(String name) {
    return Optional.ofNullable(
        NAMES.get(name.toUpperCase(Locale.ROOT).replaceAll("[^A-Z0-9]", "")));
  }
}
