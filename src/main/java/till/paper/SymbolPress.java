package till.paper;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Bar codes and two-dimensional symbols: their settings, their stored data, their rows.
final class SymbolPress {

  private static final int QR = 49;

  private static final Map<Integer, String> TWO_DIMENSIONAL =
      Map.of(
          48,
          "PDF417",
          QR,
          "QR",
          50,
          "MaxiCode",
          51,
          "GS1-DataBar",
          52,
          "Composite",
          53,
          "Aztec",
          54,
          "DataMatrix");

  /// By the m of `GS k m n d`; the older form counts from 0.
  private static final String[] BARCODES = {
    "UPC-A",
    "UPC-E",
    "EAN13",
    "EAN8",
    "CODE39",
    "ITF",
    "CODABAR",
    "CODE93",
    "CODE128",
    "GS1-128",
    "GS1-DataBar",
    "GS1-DataBar",
    "GS1-DataBar",
    "GS1-DataBar",
    "CODE128"
  };

  private static final int BAR_DOTS = 162;
  private static final int FRAME_DOTS = 288;

  private final Consumer<String> problems;

  private int barDots = BAR_DOTS;
  private int moduleDots = 3;
  private int textPlace;
  private Style.Font textFont = Style.Font.A;

  /// By the cn of `GS ( k`.
  private final Map<Integer, String> stored = new HashMap<>();

  private int qrModuleDots = 3;
  private int qrCorrection;

  SymbolPress(Consumer<String> problems) {
    this.problems = problems;
  }

  void barDots(int dots) {
    barDots = Math.max(1, dots);
  }

  void moduleDots(int dots) {
    moduleDots = Math.clamp(dots, 1, 6);
  }

  /// @param place 0 none, 1 above, 2 below, 3 both
  void textPlace(int place) {
    textPlace = place & 3;
  }

  void textFont(Style.Font font) {
    textFont = font;
  }

  /// `GS k`, both forms. The place on the line is not decided yet.
  Optional<Row> barcode(Command command) {
    boolean counted = command.at(2) >= 65;
    int kind = counted ? command.at(2) - 65 : command.at(2);
    if (kind >= BARCODES.length) {
      problems.accept("bar code kind " + command.at(2) + " is not known");
      return Optional.empty();
    }
    String data = counted ? command.text(4) : command.text(3, command.length() - 1);
    String symbology = BARCODES[kind];
    return switch (symbology) {
      case "UPC-A" -> gtin(symbology, data, 12, digits -> Bars.ean13("0" + digits));
      case "EAN13" -> gtin(symbology, data, 13, Bars::ean13);
      case "EAN8" -> gtin(symbology, data, 8, Bars::ean8);
      case "CODE39" -> drawn(symbology, data, Bars.code39(data));
      case "ITF" -> drawn(symbology, data, Bars.itf(data));
      case "CODE128" -> {
        String coded = data.startsWith("{") ? data : "{B" + data;
        yield drawn(symbology, Bars.code128Text(coded), Bars.code128(coded));
      }
      default -> Optional.of(new Row.Symbol(symbology, data, 0, FRAME_DOTS, barDots));
    };
  }

  private Optional<Row> gtin(
      String symbology, String data, int length, UnaryOperator<String> bars) {
    Optional<String> digits = Bars.gtin(data, length);
    return drawn(symbology, digits.orElse(data), digits.map(bars));
  }

  private Optional<Row> drawn(String symbology, String text, Optional<String> bars) {
    if (bars.isEmpty()) {
      problems.accept(
          "a printer leaves out the %s: its data does not fit: %s"
              .formatted(symbology, text.replaceAll("[^ -~]", "?")));
    }
    return bars.map(modules ->
        new Row.Barcode(
            symbology,
            text,
            0,
            modules,
            moduleDots,
            barDots,
            (textPlace & 1) != 0,
            (textPlace & 2) != 0,
            textFont));
  }

  /// `GS ( k`: a setting, data to keep, or an order to print what was kept.
  Optional<Row> twoDimensional(Command command) {
    if (command.length() < 7) {
      return Optional.empty();
    }
    int kind = command.at(5);
    switch (command.at(6)) {
      case 67 -> {
        if (kind == QR && command.length() > 7) {
          qrModuleDots = Math.clamp(command.at(7), 1, 16);
        }
      }
      case 69 -> {
        if (kind == QR && command.length() > 7) {
          qrCorrection = command.selector(7) & 3;
        }
      }
      case 80 -> stored.put(kind, command.utf8(8));
      case 81 -> {
        return stored(kind);
      }
      default -> {
        // Models, columns, rows: nothing that shows in a frame.
      }
    }
    return Optional.empty();
  }

  private Optional<Row> stored(int kind) {
    String symbology = TWO_DIMENSIONAL.getOrDefault(kind, "symbol " + kind);
    String data = stored.getOrDefault(kind, "");
    if (data.isEmpty()) {
      problems.accept("a printer leaves out the " + symbology + ": no data was stored for it");
      return Optional.empty();
    }
    int bytes = data.getBytes(StandardCharsets.UTF_8).length;
    int width = kind == QR ? qrModules(bytes, qrCorrection) * qrModuleDots : FRAME_DOTS;
    int height = kind == 48 || kind == 51 ? width / 3 : width;
    return Optional.of(new Row.Symbol(symbology, data, 0, width, height));
  }

  /// About how many modules a QR code with this many bytes is wide (ISO/IEC 18004 table 1; the
  /// share of error correction is an average over the versions).
  private static int qrModules(int dataBytes, int correction) {
    double share = new double[] {0.80, 0.62, 0.46, 0.35}[correction];
    for (int version = 1; version < 40; version++) {
      int bits = (16 * version + 128) * version + 64;
      if (version >= 2) {
        int align = version / 7 + 2;
        bits -= (25 * align - 10) * align - 55 + (version >= 7 ? 36 : 0);
      }
      if (bits / 8.0 * share >= dataBytes + 3) {
        return 17 + 4 * version;
      }
    }
    return 177;
  }
}
