package till.device.display;

import java.nio.charset.Charset;

/// The code pages of Epson's DM-D displays that a shop in Europe may want, and their numbers for
/// `ESC t`.
public enum DisplayCodePage {
  CP437(0, "IBM437"),
  CP850(2, "IBM850"),
  CP1252(16, "windows-1252"),
  CP866(17, "IBM866"),
  CP852(18, "IBM852"),
  CP858(19, "IBM00858");

  private final int number;
  private final Charset charset;

  DisplayCodePage(int number, String charset) {
    this.number = number;
    this.charset = Charset.forName(charset);
  }

  int number() {
    return number;
  }

  Charset charset() {
    return charset;
  }
}
