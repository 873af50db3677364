package till.paper;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import io.nayuki.qrcodegen.QrSegment;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/// Bar codes and two-dimensional symbols: their settings, their stored data, their rows.
final class SymbolPress {

  private static final int QR = 49;
  private static final int MODEL_2 = '2';
  private static final int MASK_AUTOMATIC = -1;

  /// By the n of function 69.
  private static final QrCode.Ecc[] CORRECTIONS = {
    QrCode.Ecc.LOW, QrCode.Ecc.MEDIUM, QrCode.Ecc.QUARTILE, QrCode.Ecc.HIGH
  };

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

  private static final int CODE128_AUTOMATIC = 79 - 65;

  private static final int BAR_DOTS = 162;
  private static final int FRAME_DOTS = 288;

  /// Two lines of text and the frame.
  private static final int FRAME_DOTS_MIN = 60;

  private final Consumer<String> problems;

  private int barDots = BAR_DOTS;
  private int moduleDots = 3;
  private int textPlace;
  private Style.Font textFont = Style.Font.A;

  /// By the cn of `GS ( k`.
  private final Map<Integer, byte[]> stored = new HashMap<>();

  private int qrModel = MODEL_2;
  private int qrModuleDots = 3;
  private QrCode.Ecc qrCorrection = QrCode.Ecc.LOW;

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
      case "UPC-E" -> {
        Optional<String> digits = Bars.upcE(data);
        yield drawn(symbology, digits.orElse(data), digits.map(Bars::upcEBars));
      }
      case "CODABAR" -> drawn(symbology, data, Bars.codabar(data));
      case "CODE93" -> drawn(symbology, data, Code93.modules(data));
      case "GS1-128" ->
          drawn(
              symbology, data.replace("{1", ""), Bars.code128(Bars.code128Sets("{1" + bare(data))));
      case "CODE39" -> drawn(symbology, data, Bars.code39(data));
      case "ITF" -> drawn(symbology, data, Bars.itf(data));
      case "CODE128" -> {
        // kind 79 leaves the code sets to the printer
        String coded =
            kind == CODE128_AUTOMATIC
                ? Bars.code128Sets(data)
                : data.startsWith("{") ? data : "{B" + data;
        yield drawn(symbology, Bars.code128Text(coded), Bars.code128(coded));
      }
      default -> Optional.of(frame(symbology, data, Math.max(barDots, FRAME_DOTS_MIN)));
    };
  }

  /// Brackets and blanks are for people.
  private static String bare(String data) {
    return data.replaceAll("[() ]", "");
  }

  private static Row.Symbol frame(String symbology, String data, int heightDots) {
    return new Row.Symbol(symbology, data, 0, FRAME_DOTS, heightDots, Optional.empty());
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
  ///
  /// @param areaDots how wide it may be
  Optional<Row> twoDimensional(Command command, int areaDots) {
    if (command.length() < 7) {
      return Optional.empty();
    }
    int kind = command.at(5);
    int function = command.at(6);
    if (function == 80) {
      stored.put(kind, command.bytes(8));
    } else if (function == 81) {
      return stored(kind, areaDots);
    } else if (kind == QR && command.length() > 7) {
      qrSetting(function, command);
    }
    // The other kinds' columns, rows and sizes: nothing that shows in a frame.
    return Optional.empty();
  }

  private void qrSetting(int function, Command command) {
    switch (function) {
      case 65 -> qrModel = command.at(7);
      case 67 -> qrModuleDots = Math.clamp(command.at(7), 1, 16);
      case 69 -> qrCorrection = CORRECTIONS[command.selector(7) & 3];
      default -> {
        // Later models' settings.
      }
    }
  }

  private Optional<Row> stored(int kind, int areaDots) {
    String symbology = TWO_DIMENSIONAL.getOrDefault(kind, "symbol " + kind);
    byte[] data = stored.getOrDefault(kind, new byte[0]);
    if (data.length == 0) {
      problems.accept("a printer leaves out the " + symbology + ": no data was stored for it");
      return Optional.empty();
    }
    String text = new String(data, StandardCharsets.UTF_8);
    return kind == QR
        ? qr(data, text, areaDots)
        : Optional.of(
            frame(symbology, text, kind == 48 || kind == 51 ? FRAME_DOTS / 3 : FRAME_DOTS));
  }

  private Optional<Row> qr(byte[] data, String text, int areaDots) {
    if (qrModel != MODEL_2) {
      problems.accept("a QR code of another model is drawn as model 2");
    }
    int widest = Math.min((areaDots / qrModuleDots - 17) / 4, QrCode.MAX_VERSION);
    Optional<QrCode> code =
        widest < QrCode.MIN_VERSION ? Optional.empty() : qrCode(segments(data, text), widest);
    if (code.isEmpty()) {
      problems.accept(
          "a printer leaves out the QR: %d bytes are too many for %d dots, %d a module"
              .formatted(data.length, areaDots, qrModuleDots));
    }
    return code.map(found -> Raster.ofModules(found.size, qrModuleDots, found::getModule))
        .map(drawing ->
            new Row.Symbol("QR", text, 0, drawing.width(), drawing.height(), Optional.of(drawing)));
  }

  /// A model 2 code in the smallest version that takes the data, with no more correction than the
  /// job asks for. None is drawn that would not be printed: a large one takes 50 ms.
  private Optional<QrCode> qrCode(List<QrSegment> segments, int versionMax) {
    try {
      return Optional.of(
          QrCode.encodeSegments(
              segments, qrCorrection, QrCode.MIN_VERSION, versionMax, MASK_AUTOMATIC, false));
    } catch (DataTooLongException _) {
      return Optional.empty();
    }
  }

  /// Digits and capitals take less room; what is not text goes in as it is.
  private static List<QrSegment> segments(byte[] data, String text) {
    boolean isText = Arrays.equals(data, text.getBytes(StandardCharsets.UTF_8));
    return isText ? QrSegment.makeSegments(text) : List.of(QrSegment.makeBytes(data));
  }
}
