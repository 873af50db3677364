package till.device.scanner.label;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SymbologyTest {

  @ParameterizedTest
  @CsvSource({
    "]E04006381333931, EAN13, ]E0, 4006381333931",
    "]E0036000291452, UPCA, ]E0, 036000291452",
    "]E004252614, UPCE, ]E0, 04252614",
    "]E496385074, EAN8, ]E4, 96385074",
    "]E112, UNKNOWN, ]E1, 12",
    "]E3400638133393112, EAN13, ]E3, 400638133393112",
    "]C0Code 128, CODE128, ]C0, Code 128",
    "]C1010400638133393110LOT, CODE128, ]C1, 010400638133393110LOT",
    "]e00104412345678909, DATABAR, ]e0, 0104412345678909",
    "]d10123456789, DATAMATRIX, ]d1, 0123456789",
    "]d20104006381333931, DATAMATRIX, ]d2, 0104006381333931",
    "]Q1hello, QRCODE, ]Q1, hello",
    "]Q30104006381333931, QRCODE, ]Q3, 0104006381333931",
    "]A0TEST-SHEET, CODE39, ]A0, TEST-SHEET",
    "]I030712345000010, ITF, ]I0, 30712345000010",
    "]L0This is PDF417, PDF417, ]L0, This is PDF417",
    "]z0abc, AZTEC, ]z0, abc",
    "]F01234567890, CODABAR, ]F0, 1234567890",
    "]G01234567890, CODE93, ]G0, 1234567890",
    "]X0whatever, UNKNOWN, ]X0, whatever",
  })
  void theScannersIdentifierSaysWhatItIs(String label, String symbology, String aim, String data) {
    ScanData scan = ScanDecoder.TOLERANT.decode("counter", label);
    assertEquals(symbology, scan.symbology());
    assertEquals(aim, scan.aim());
    assertEquals(data, scan.data());
  }

  @ParameterizedTest
  @CsvSource({
    "4006381333931, EAN13",
    "036000291452, UPCA",
    "96385074, EAN8",
    // one digit is wrong
    "4006381333932, UNKNOWN",
    "96385075, UNKNOWN",
    // an EAN-8 and a UPC-E at once
    "00000000, EAN8",
    // fourteen digits may be ITF-14, Code 128 or DataBar
    "30712345000010, UNKNOWN",
    "LOT-17, UNKNOWN",
    "], UNKNOWN",
    "]E, UNKNOWN",
    "]00123, UNKNOWN",
  })
  void withoutAnIdentifierOnlyTheDigitsSpeak(String label, String symbology) {
    ScanData scan = ScanDecoder.TOLERANT.decode("counter", label);
    assertEquals(symbology, scan.symbology());
    assertEquals("", scan.aim());
    assertEquals(label, scan.data());
  }
}
