package till.paper;

import java.nio.charset.Charset;

/// In which code a printer reads characters of several bytes (`FS &`). It is built in by country;
/// no command asks for it or sets it.
public enum WideCode {
  /// China, and most printers that nobody ordered for a country.
  GB18030("GB18030"),
  /// Taiwan and Hong Kong.
  BIG5("Big5"),
  /// Japan; `FS C` chooses between two ways of writing it.
  JAPANESE("windows-31j"),
  KOREAN("x-windows-949");

  private final String charset;

  WideCode(String charset) {
    this.charset = charset;
  }

  Charset charset() {
    return Charset.forName(charset);
  }
}
