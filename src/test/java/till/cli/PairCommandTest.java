package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.ReaderException;
import com.google.zxing.common.GlobalHistogramBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.config.LeastConfig;

/// The code that is shown is read from the characters by a reader that nobody here wrote (ZXing).
final class PairCommandTest {

  /// Pixels of a module, for the reader's sake.
  private static final int MODULE = 4;

  @TempDir private Path folder;
  private final Prompt prompt = new Prompt();
  private Path config = Path.of("");

  @BeforeEach
  void write() throws IOException {
    config = folder.resolve("tilld.toml");
    Files.writeString(
        config,
        LeastConfig.TOML
            + """
            [kiosk]
            token_directory = "tokens"
            """);
  }

  private String pair(String... more) {
    var words = new ArrayList<Object>(List.of("pair", "--role", "kiosk", "--config", config));
    words.addAll(Arrays.asList(more));
    return prompt.run(words.toArray()).succeeds().out();
  }

  @Test
  void onATerminalTheAddressIsAQrCodeToo() throws Exception {
    prompt.onTerminal();
    String out = pair();
    List<String> lines = out.lines().toList();
    assertEquals("http://127.0.0.1:8180/pair?code=" + lines.getFirst(), read(lines, 1));
    assertTrue(lines.getLast().startsWith("\033[30;107m"), "black on white, whatever the terminal");
    assertTrue(lines.getLast().endsWith("\033[0m"));
    assertTrue(plain(lines).stream().allMatch(line -> line.length() <= 78), out);
  }

  @Test
  void elsewhereOnlyWhenItIsAskedFor() throws Exception {
    assertEquals(2, pair().lines().count());
    String out = pair("--qr");
    assertFalse(out.contains("\033["), "no colours in a file");
    List<String> lines = out.lines().toList();
    assertEquals("http://127.0.0.1:8180/pair?code=" + lines.getFirst(), read(lines, 1));
  }

  @Test
  void aTerminalWithACertificateIsCalledOverTls() throws Exception {
    Files.writeString(
        config,
        """
        listen = "192.0.2.7:8443"
        tls_certificate = "kiosk.pem"
        tls_key = "kiosk.key"
        """,
        StandardOpenOption.APPEND);
    List<String> lines = pair("--qr").lines().toList();
    assertEquals("https://192.0.2.7:8443/pair?code=" + lines.getFirst(), read(lines, 1));
  }

  @Test
  void aTerminalWithoutHalfBlocksHasWholeOnes() throws Exception {
    var code = new TerminalQr("http://127.0.0.1:8180/pair?code=4F7K-9QXD");
    List<String> plain = code.lines(false, StandardCharsets.US_ASCII).lines().toList();
    assertEquals("http://127.0.0.1:8180/pair?code=4F7K-9QXD", read(plain, 2));
    String coloured = code.lines(true, StandardCharsets.US_ASCII);
    assertTrue(StandardCharsets.US_ASCII.newEncoder().canEncode(coloured));
    List<String> inked =
        coloured.replace("\033[40m  ", "##").replace("\033[107m  ", "  ").lines().toList();
    assertEquals("http://127.0.0.1:8180/pair?code=4F7K-9QXD", read(inked, 2));
  }

  private static List<String> plain(List<String> lines) {
    return lines.stream().map(line -> line.replaceAll("\033\\[[0-9;]*m", "")).toList();
  }

  /// The code in these lines, drawn as a terminal draws them.
  ///
  /// @param columns of one module
  private static String read(List<String> lines, int columns) throws ReaderException {
    List<String> code = plain(lines).stream().filter(line -> line.matches("[ ▀▄█#]{20,}")).toList();
    int height = code.size() * 2 / columns * MODULE;
    int width = code.getFirst().length() / columns * MODULE;
    int[] pixels = new int[width * height];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int line = y / MODULE * columns / 2;
        boolean upper = columns == 2 || y / MODULE % 2 == 0;
        char c = code.get(line).charAt(x / MODULE * columns);
        boolean dark = c == '█' || c == '#' || c == (upper ? '▀' : '▄');
        pixels[y * width + x] = dark ? 0 : 0xFFFFFF;
      }
    }
    var source = new RGBLuminanceSource(width, height, pixels);
    return new QRCodeReader()
        .decode(new BinaryBitmap(new GlobalHistogramBinarizer(source)))
        .getText();
  }
}
