package till.cli;

import io.nayuki.qrcodegen.QrCode;
import java.nio.charset.Charset;

/// A QR code in the characters of a terminal: two modules above each other in one character, or,
/// where the terminal has no half blocks, two blanks for one module.
final class TerminalQr {

  /// Light modules that a reader wants around a code (ISO/IEC 18004).
  private static final int QUIET = 4;

  /// By whether the upper and the lower module are dark.
  private static final String[] HALF_BLOCKS = {" ", "▄", "▀", "█"};

  private static final String BLACK_ON_WHITE = "\033[30;107m";
  private static final String BLACK = "\033[40m";
  private static final String WHITE = "\033[107m";
  private static final String PLAIN = "\033[0m";

  private final QrCode code;

  /// @param text what it says; a few hundred characters at most, or it fits no terminal
  TerminalQr(String text) {
    this.code = QrCode.encodeText(text, QrCode.Ecc.LOW);
  }

  /// The code's lines.
  ///
  /// @param colours for a terminal, which may be light on dark; without them dark is ink
  /// @param charset of the terminal
  String lines(boolean colours, Charset charset) {
    return charset.newEncoder().canEncode('▀') ? halfBlocks(colours) : blanks(colours);
  }

  private String halfBlocks(boolean colours) {
    var lines = new StringBuilder();
    for (int y = -QUIET; y < code.size + QUIET; y += 2) {
      lines.append(colours ? BLACK_ON_WHITE : "");
      for (int x = -QUIET; x < code.size + QUIET; x++) {
        int upper = code.getModule(x, y) ? 2 : 0;
        int lower = code.getModule(x, y + 1) ? 1 : 0;
        lines.append(HALF_BLOCKS[upper + lower]);
      }
      lines.append(colours ? PLAIN : "").append('\n');
    }
    return lines.toString();
  }

  private String blanks(boolean colours) {
    var lines = new StringBuilder();
    for (int y = -QUIET; y < code.size + QUIET; y++) {
      for (int x = -QUIET; x < code.size + QUIET; x++) {
        boolean dark = code.getModule(x, y);
        lines.append(colours ? (dark ? BLACK : WHITE) + "  " : dark ? "##" : "  ");
      }
      lines.append(colours ? PLAIN : "").append('\n');
    }
    return lines.toString();
  }
}
