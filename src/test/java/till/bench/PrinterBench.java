package till.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import till.device.printer.PrinterProfile;
import till.device.printer.Sheet;
import till.device.printer.Sheet.Align;
import till.device.printer.Sheet.Look;
import till.device.printer.SheetPrinter;

/// How long a receipt takes from its words to the printer's bytes, drawn and as text, and how many
/// bytes that is on the wire.
final class PrinterBench {

  private static final int LINES = 80;
  private static final int ROUNDS = 30;

  /// Bits of a byte on a serial line, 8N1.
  private static final int BITS_PER_BYTE = 10;

  private static final int BAUD = 115_200;

  private PrinterBench() {}

  static List<Figure> run() {
    PrinterProfile profile = PrinterProfile.find("generic-48").orElseThrow();
    Locale arabic = Locale.forLanguageTag("ar");
    Sheet drawn = receipt(true, arabic, "حليب كامل الدسم طازج");
    Sheet written = receipt(false, Locale.GERMANY, "Frische Vollmilch, Größe 2");
    double first = first(profile, arabic, drawn);
    var printer = SheetPrinter.open(profile, arabic, Optional.empty());
    return List.of(
        Figure.of("first drawn receipt, fonts included", "ms", first, LINES + " lines of Arabic"),
        Figure.beside(
            "a drawn receipt",
            "ms",
            median(printer, drawn),
            "as text",
            median(printer, written),
            LINES + " lines of 48 columns: Arabic beside German, median of " + ROUNDS),
        Figure.beside(
            "its bytes on the wire",
            "s",
            wireSeconds(printer, drawn),
            "as text",
            wireSeconds(printer, written),
            "at " + BAUD + " baud; " + printer.print(drawn).length + " bytes"));
  }

  private static Sheet receipt(boolean rightToLeft, Locale locale, String name) {
    var parts = new ArrayList<Sheet.Part>();
    parts.add(new Sheet.Text(name, Align.CENTRE, Look.BIG));
    for (int line = 1; line < LINES; line++) {
      parts.add(new Sheet.Pair(name + " " + line, "1.99 A", 0, Look.PLAIN));
    }
    parts.add(new Sheet.Cut());
    return new Sheet(rightToLeft, locale, parts);
  }

  private static double first(PrinterProfile profile, Locale locale, Sheet sheet) {
    long begin = System.nanoTime();
    SheetPrinter.open(profile, locale, Optional.empty()).print(sheet);
    return (System.nanoTime() - begin) / 1e6;
  }

  private static double median(SheetPrinter printer, Sheet sheet) {
    double[] millis = new double[ROUNDS];
    for (int round = -ROUNDS; round < ROUNDS; round++) { // the first half warms up
      long begin = System.nanoTime();
      printer.print(sheet);
      millis[Math.max(0, round)] = (System.nanoTime() - begin) / 1e6;
    }
    Arrays.sort(millis);
    return millis[ROUNDS / 2];
  }

  private static double wireSeconds(SheetPrinter printer, Sheet sheet) {
    return (double) printer.print(sheet).length * BITS_PER_BYTE / BAUD;
  }
}
