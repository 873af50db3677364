package till.device.printer;

import io.nayuki.qrcodegen.QrCode;

/// A QR code as a picture, for printers that cannot draw one, and what others need to know of it.
final class QrPicture {

  /// Larger modules are no easier to read.
  private static final int MODULE_DOTS_MAX = 6;

  /// White modules on every side (ISO/IEC 18004).
  private static final int QUIET = 4;

  private QrPicture() {}

  static QrCode of(String data) {
    return QrCode.encodeText(data, QrCode.Ecc.MEDIUM);
  }

  static int moduleDots(QrCode code, int widthMax) {
    return Math.clamp(widthMax / (code.size + 2 * QUIET), 1, MODULE_DOTS_MAX);
  }

  static Dots dots(String data, int widthMax) {
    QrCode code = of(data);
    int module = moduleDots(code, widthMax);
    int width = (code.size + 2 * QUIET) * module;
    var dots = new Dots(width, width);
    for (int y = 0; y < width; y++) {
      for (int x = 0; x < width; x++) {
        if (code.getModule(x / module - QUIET, y / module - QUIET)) {
          dots.blacken(x, y);
        }
      }
    }
    return dots;
  }
}
