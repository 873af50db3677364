package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.device.scanner.label.ScanDecoder;

final class ScanTextTest {

  /// `~` stands for the separator, `^` for another control character.
  @ParameterizedTest
  @CsvSource({
    "]E04006381333931, EAN13 ]E0 4006381333931",
    "LOT-17, UNKNOWN LOT-17",
    "]E004252614, UPCE ]E0 04252614 = 00042100005264",
    "]d20104006381333931~10A7, DATAMATRIX ]d2 0104006381333931{GS}10A7 ="
        + " (01)04006381333931(10)A7",
    "]E496385075, EAN8 ]E4 96385075: 96385075 ends with a wrong check digit: 4 belongs there",
    "]C0A^B, CODE128 ]C0 A.B"
  })
  void aLabelIsALineForPeople(String label, String text) {
    String raw = label.replace('~', '\u001D').replace('^', '\u001B');
    assertEquals(text, ScanText.of(ScanDecoder.TOLERANT.decode("counter", raw)));
  }
}
