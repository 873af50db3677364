package till.paper;

import io.nayuki.qrcodegen.DataTooLongException;
import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// A bar code or a QR code as it is printed on goods, without its quiet zone.
///
/// @param kind `EAN-13`, `EAN-8`, `Code 128` or `QR`
/// @param rows from the top, one character a module, `1` is dark; of a bar code the one row
/// @param text what people read below it; empty below a QR code
public record PrintedSymbol(String kind, List<String> rows, String text) {

  public PrintedSymbol {
    rows = List.copyOf(rows);
  }

  /// A retail item's number.
  ///
  /// @param digits with their check digit: 13 or 8 of them
  /// @return empty when it is no such number
  public static Optional<PrintedSymbol> ean(String digits) {
    return digits.length() == 8
        ? Bars.gtin(digits, 8)
            .map(whole -> new PrintedSymbol("EAN-8", List.of(Bars.ean8(whole)), whole))
        : Bars.gtin(digits, 13)
            .map(whole -> new PrintedSymbol("EAN-13", List.of(Bars.ean13(whole)), whole));
  }

  /// Any short text.
  ///
  /// @param data printable ASCII
  /// @return empty when there is something else in it
  public static Optional<PrintedSymbol> code128(String data) {
    return data.chars().allMatch(c -> c >= ' ' && c <= '~')
        ? Bars.code128(Bars.code128Sets(data))
            .map(bars -> new PrintedSymbol("Code 128", List.of(bars), data))
        : Optional.empty();
  }

  /// Any text, with medium error correction.
  ///
  /// @return empty when it is too much for one
  public static Optional<PrintedSymbol> qr(String data) {
    try {
      QrCode code = QrCode.encodeBinary(data.getBytes(StandardCharsets.UTF_8), QrCode.Ecc.MEDIUM);
      return Optional.of(
          new PrintedSymbol(
              "QR", IntStream.range(0, code.size).mapToObj(row -> row(code, row)).toList(), ""));
    } catch (DataTooLongException _) {
      return Optional.empty();
    }
  }

  private static String row(QrCode code, int row) {
    var modules = new StringBuilder();
    for (int column = 0; column < code.size; column++) {
      modules.append(code.getModule(column, row) ? '1' : '0');
    }
    return modules.toString();
  }
}
