package till.demo;

import java.nio.charset.StandardCharsets;

/// A label as a scanner that names symbologies puts it on its wire: AIM identifier, data, CR.
///
/// @param aim AIM symbology identifier (ISO/IEC 15424); may be empty
record Label(String aim, String data) {

  /// EAN-13, UPC-A and UPC-E.
  private static final String EAN_13 = "]E0";

  private static final String EAN_8 = "]E4";
  private static final String CODE_128 = "]C0";
  private static final String GS_WORD = "{GS}";

  /// The label that a code would stand on. One that brings its identifier along keeps it.
  ///
  /// @param typed by a person: `{GS}` is the separator of a GS1 label, which has no key
  static Label of(String typed) {
    String code = typed.replace(GS_WORD, "\u001D");
    if (code.startsWith("]") && code.length() > 3) {
      return new Label(code.substring(0, 3), code.substring(3));
    }
    if (code.matches("[0-9]{12}")) {
      // scanners fill a UPC-A up to 13 digits
      return new Label(EAN_13, "0" + code);
    }
    if (code.matches("[0-9]{13}")) {
      return new Label(EAN_13, code);
    }
    return new Label(code.matches("[0-9]{8}") ? EAN_8 : CODE_128, code);
  }

  byte[] bytes() {
    return (aim + data + "\r").getBytes(StandardCharsets.UTF_8);
  }

  /// Bytes for people: what is no text stands in braces, as a key `{CR}` or in hex `{FF}`.
  static String visible(byte[] bytes) {
    var text = new StringBuilder();
    for (byte each : bytes) {
      int value = Byte.toUnsignedInt(each);
      text.append(
          switch (value) {
            case 0x0D -> "{CR}";
            case 0x1D -> GS_WORD;
            default ->
                value < 0x20 || value > 0x7E
                    ? "{%02X}".formatted(value)
                    : Character.toString(value);
          });
    }
    return text.toString();
  }
}
