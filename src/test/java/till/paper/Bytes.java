package till.paper;

import java.io.ByteArrayOutputStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/// Print jobs written by hand, byte by byte, as the manual says them.
public final class Bytes {

  /// Latin letters, box characters and the euro sign; code page 19.
  private static final Charset CP858 = Charset.forName("IBM00858");

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /// Bytes by their values; a character stands for its code.
  public Bytes put(int... values) {
    for (int value : values) {
      bytes.write(value);
    }
    return this;
  }

  /// Text in code page 858, which is to be selected before.
  public Bytes text(String text) {
    bytes.writeBytes(text.getBytes(CP858));
    return this;
  }

  /// Text and a line feed.
  public Bytes line(String text) {
    return text(text).put('\n');
  }

  /// `ESC @`, and code page 858.
  public static Bytes job() {
    return new Bytes().put(0x1B, '@', 0x1B, 't', 19);
  }

  /// A QR code: size, correction, data, print.
  public Bytes qr(String data) {
    byte[] content = data.getBytes(StandardCharsets.UTF_8);
    int length = content.length + 3;
    put(0x1D, '(', 'k', 3, 0, 49, 67, 5, 0x1D, '(', 'k', 3, 0, 49, 69, '1');
    put(0x1D, '(', 'k', length & 0xFF, length >> 8, 49, 80, '0');
    bytes.writeBytes(content);
    return put(0x1D, '(', 'k', 3, 0, 49, 81, '0');
  }

  public byte[] toBytes() {
    return bytes.toByteArray();
  }

  /// A receipt as a German supermarket prints it, for 42 columns.
  public static byte[] receipt() {
    return job()
        .put(0x1B, 'a', 1, 0x1D, '!', 0x11, 0x1B, 'E', 1)
        .line("Müllers Frischmarkt")
        .put(0x1D, '!', 0, 0x1B, 'E', 0)
        .line("Hauptstraße 12 · 70173 Stuttgart")
        .put(0x1B, 'a', 0, '\n')
        .line("                                       EUR")
        .line("Bio-Vollmilch 3,8%                  1,49 B")
        .line("Äpfel Elstar lose")
        .line("  1,234 kg x 2,49 EUR/kg            3,07 B")
        .line("Spülmittel Zitrone                  1,95 A")
        .line("─".repeat(42))
        .put(0x1D, '!', 0x11, 0x1B, 'E', 1)
        .line("SUMME            6,51")
        .put(0x1D, '!', 0, 0x1B, 'E', 0)
        .line("═".repeat(42))
        .line("girocard                              6,51")
        .put(0x1B, 'a', 1, 0x1D, 'B', 1)
        .line(" KUNDENBELEG ")
        .put(0x1D, 'B', 0, 0x1B, '-', 1)
        .line("Zahlung erfolgt")
        .put(0x1B, '-', 0, 0x1B, 'M', 1)
        .line("24.11.2026 14:05   Kasse 0042-03   Bon 1041")
        .put(0x1B, 'M', 0, 0x1D, 'h', 60, 0x1D, 'w', 2, 0x1D, 'H', 2, 0x1D, 'k', 67, 12)
        .text("400638133393")
        .qr("V0;0042-03;Größe")
        .line("1 € Rabatt beim nächsten Mal")
        .put(0x1D, 'V', 66, 0)
        .toBytes();
  }
}
