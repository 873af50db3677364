package till.demo;

import java.util.Optional;
import till.paper.PrintedSymbol;

/// A label's symbol as a drawing (SVG), as it is printed on goods: bars with their digits, or a QR
/// code.
final class SymbolPicture {

  /// Light modules around it, which readers need.
  private static final int QUIET = 9;

  private static final int QUIET_2D = 4;
  private static final int BAR_HEIGHT = 44;
  private static final int TEXT_HEIGHT = 13;

  private SymbolPicture() {}

  /// Draws the symbol that a label would be printed as.
  ///
  /// @return empty when no symbol has such data
  static Optional<String> of(Label label) {
    return symbol(label).map(SymbolPicture::draw);
  }

  private static Optional<PrintedSymbol> symbol(Label label) {
    return switch (label.aim()) {
      case "]E0", "]E4" -> PrintedSymbol.ean(label.data());
      case "]Q3", "]Q1" -> PrintedSymbol.qr(label.data());
      default -> label.data().isEmpty() ? Optional.empty() : PrintedSymbol.code128(label.data());
    };
  }

  private static String draw(PrintedSymbol symbol) {
    boolean isFlat = symbol.rows().size() > 1;
    int quiet = isFlat ? QUIET_2D : QUIET;
    int wide = symbol.rows().getFirst().length() + 2 * quiet;
    int high = isFlat ? wide : BAR_HEIGHT + TEXT_HEIGHT;
    var path = new StringBuilder();
    for (int y = 0; y < symbol.rows().size(); y++) {
      dark(path, symbol.rows().get(y), quiet, isFlat ? quiet + y : 3, isFlat ? 1 : BAR_HEIGHT - 3);
    }
    String text =
        isFlat
            ? ""
            : "<text x=\"%d\" y=\"%d\" font-family=\"DejaVu Sans Mono, monospace\" font-size=\"9\" textLength=\"%d\" text-anchor=\"middle\">%s</text>"
                .formatted(
                    wide / 2,
                    high - 3,
                    wide - 4 * quiet,
                    symbol.text().replace("&", "&amp;").replace("<", "&lt;"));
    return "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s\"><path fill=\"#fff\" d=\"M0 0h%dv%dH0z\"/><path shape-rendering=\"crispEdges\" d=\"%s\"/>%s</svg>"
        .formatted(wide, high, symbol.kind(), wide, high, path, text);
  }

  /// Adds the dark runs of a row.
  private static void dark(StringBuilder path, String row, int left, int top, int height) {
    for (int from = row.indexOf('1'); from >= 0; ) {
      int end = row.indexOf('0', from);
      int to = end < 0 ? row.length() : end;
      path.append("M%d %dh%dv%dh-%dz".formatted(left + from, top, to - from, height, to - from));
      from = row.indexOf('1', to);
    }
  }
}
