package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.zxing.BarcodeFormat;
import com.google.zxing.BinaryBitmap;
import com.google.zxing.DecodeHintType;
import com.google.zxing.MultiFormatReader;
import com.google.zxing.NotFoundException;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.Result;
import com.google.zxing.ResultMetadataType;
import com.google.zxing.common.HybridBinarizer;
import io.nayuki.qrcodegen.QrCode;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A reader of symbols that nobody here wrote (ZXing) looks at pictures of the paper.
final class ScannedPaperTest {

  @ParameterizedTest
  @CsvSource({
    "65, 03600029145, UPC_A, 036000291452",
    "66, 123456, UPC_E, 01234565",
    "66, 01234565, UPC_E, 01234565",
    "66, 042100005264, UPC_E, 04252614",
    "66, 11234562, UPC_E, 11234562",
    "67, 4006381333931, EAN_13, 4006381333931",
    "67, 978020137962, EAN_13, 9780201379624",
    "68, 9638507, EAN_8, 96385074",
    "69, BON 0042-03/$+%., CODE_39, BON 0042-03/$+%.",
    "70, 00421041, ITF, 00421041",
    "71, A0123456789-$:/.+B, CODABAR, 0123456789-$:/.+",
    "72, TILL 93/Bon*{~}, CODE_93, TILL 93/Bon*{~}",
    "73, {BBon 1041, CODE_128, Bon 1041",
    "79, Kasse03 20261124140512, CODE_128, Kasse03 20261124140512",
    "79, 12345, CODE_128, 12345",
    "74, (01)04006381333931(3103)000750, CODE_128, 01040063813339313103000750"
  })
  void barCodesAreRead(int kind, String data, BarcodeFormat format, String read) throws Exception {
    var job =
        new Bytes()
            .put(0x1B, 'a', 1, 0x1D, 'h', 80, 0x1D, 'w', 2, 0x1D, 'H', 2)
            .put(0x1D, 'k', kind, data.length())
            .text(data);
    Paper paper = EscPosReader.decode(job.toBytes());
    assertEquals(List.of(), paper.problems());
    Result result = scan(paper.png(), format);
    assertEquals(read, result.getText());
    assertEquals(format, result.getBarcodeFormat());
  }

  @Test
  void aGs1CodeSaysThatItIsOne() throws Exception {
    var job = new Bytes().put(0x1D, 'w', 2, 0x1D, 'k', 74, 28).text("(01)04006381333931(10)AB1234");
    Result result = scan(EscPosReader.decode(job.toBytes()).png(), BarcodeFormat.CODE_128);
    assertEquals("]C1", result.getResultMetadata().get(ResultMetadataType.SYMBOLOGY_IDENTIFIER));
    assertEquals("010400638133393110AB1234", result.getText());
  }

  @ParameterizedTest
  @CsvSource({
    "1, L, 042",
    "2, M, https://example.com/r/0042-03/1041",
    "3, Q, Größe 38 · 12 € · 買い物 · قائمة",
    "4, H, V0;0042-03;Kassenbeleg-V1;Beleg^6.51_0.00_0.00_0.00_0.00^6.51:Unbar",
    "8, L, A",
    "16, M, 123"
  })
  void qrCodesAreRead(int moduleDots, String correction, String data) throws Exception {
    Paper paper = EscPosReader.decode(qr(moduleDots, "LMQH".indexOf(correction), data), 48);
    assertEquals(List.of(), paper.problems());
    Row.Symbol symbol = (Row.Symbol) paper.rows().getFirst();
    // a module of one dot is too small for an antialiased picture: twice as large
    Result result = scan(paper.png(moduleDots == 1 ? 1_336 : 668), BarcodeFormat.QR_CODE);
    assertEquals(data, result.getText());
    assertEquals(
        correction, result.getResultMetadata().get(ResultMetadataType.ERROR_CORRECTION_LEVEL));
    assertEquals(0, symbol.widthDots() % moduleDots);
  }

  @ParameterizedTest
  @ValueSource(ints = {10, 100, 500, 1_000})
  void longQrCodesAreReadToo(int bytes) throws Exception {
    String data = "Kassenbeleg;".repeat(bytes / 12 + 1).substring(0, bytes);
    Paper paper = EscPosReader.decode(qr(4, 0, data), 48);
    assertEquals(List.of(), paper.problems());
    assertEquals(data, scan(paper.png(), BarcodeFormat.QR_CODE).getText());
  }

  @Test
  void moreThanAQrCodeHoldsIsLeftOut() {
    Paper paper = EscPosReader.decode(qr(2, 3, "x".repeat(1_274)), 48);
    assertEquals("", paper.text());
    assertTrue(paper.problems().getFirst().startsWith("a printer leaves out the QR"));
  }

  @Test
  void whatIsWiderThanThePaperIsLeftOut() {
    // version 8: 49 modules
    String data = "x".repeat(190);
    assertEquals(1, EscPosReader.decode(qr(11, 0, data), 48).rows().size());
    Paper paper = EscPosReader.decode(qr(12, 0, data), 48);
    assertEquals(List.of(), paper.rows());
    assertEquals(
        List.of("a printer leaves out the QR: 190 bytes are too many for 576 dots, 12 a module"),
        paper.problems());
  }

  @Test
  void aQrCodeThatComesAsAPictureIsRead() throws Exception {
    QrCode code = QrCode.encodeText("https://example.com/1041", QrCode.Ecc.MEDIUM);
    int size = code.size * 4;
    int bytesPerRow = (size + 7) / 8;
    var job =
        new Bytes().put(0x1B, 'a', 1, 0x1D, 'v', '0', 0, bytesPerRow, 0, size & 0xFF, size >> 8);
    for (int y = 0; y < size; y++) {
      for (int at = 0; at < bytesPerRow; at++) {
        int bits = 0;
        for (int bit = 0; bit < 8; bit++) {
          int x = at * 8 + bit;
          bits |= x < size && code.getModule(x / 4, y / 4) ? 0x80 >> bit : 0;
        }
        job.put(bits);
      }
    }
    Paper paper = EscPosReader.decode(job.toBytes());
    assertEquals("https://example.com/1041", scan(paper.png(), BarcodeFormat.QR_CODE).getText());
  }

  /// Size, correction, data, print.
  private static byte[] qr(int moduleDots, int correction, String data) {
    byte[] content = data.getBytes(StandardCharsets.UTF_8);
    int length = content.length + 3;
    var job =
        new Bytes()
            .put(0x1B, 'a', 1)
            .put(0x1D, '(', 'k', 4, 0, 49, 65, '2', 0)
            .put(0x1D, '(', 'k', 3, 0, 49, 67, moduleDots)
            .put(0x1D, '(', 'k', 3, 0, 49, 69, '0' + correction)
            .put(0x1D, '(', 'k', length & 0xFF, length >> 8, 49, 80, '0');
    for (byte each : content) {
      job.put(each);
    }
    return job.put(0x1D, '(', 'k', 3, 0, 49, 81, '0').toBytes();
  }

  private static Result scan(byte[] png, BarcodeFormat format)
      throws IOException, NotFoundException {
    BufferedImage paper = ImageIO.read(new ByteArrayInputStream(png));
    int width = paper.getWidth();
    int height = paper.getHeight();
    var seen = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    seen.createGraphics().drawImage(paper, 0, 0, java.awt.Color.WHITE, null);
    int[] pixels = seen.getRGB(0, 0, width, height, new int[width * height], 0, width);
    var bitmap =
        new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(width, height, pixels)));
    return new MultiFormatReader()
        .decode(
            bitmap,
            Map.of(
                DecodeHintType.POSSIBLE_FORMATS, List.of(format), DecodeHintType.TRY_HARDER, true));
  }
}
