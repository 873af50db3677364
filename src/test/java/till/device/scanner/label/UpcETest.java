package till.device.scanner.label;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UpcETest {

  @ParameterizedTest
  @CsvSource({
    "04252614, 042100005264",
    "01234558, 012345000058",
    "01234531, 012300000451",
    "01234543, 012340000053",
    // without check digit, and without number system
    "0425261, 042100005264",
    "425261, 042100005264",
    "1425261, 142100005261"
  })
  void sixDigitsStandForTwelve(String code, String upcA) {
    UpcE upcE = UpcE.of(code);
    assertEquals(upcA, upcE.upcA());
    assertTrue(upcE.checkFits());
    assertTrue(upcE.isCanonical());
  }

  /// 3 in the last place wants 3 or more in the third, 4 and more want no 0 before it.
  @ParameterizedTest
  @CsvSource({
    "012003, false",
    "012293, false",
    "013003, true",
    "012304, true",
    "012014, false",
    "012305, false",
    "012345, true",
    "012309, false",
    "000000, true"
  })
  void aFewAreNotHowAnybodyWouldWriteThem(String digits, boolean isCanonical) {
    assertEquals(isCanonical, UpcE.of(digits).isCanonical());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "12345", "042526140", "24252614", "9425261"})
  void lengthAndNumberSystemAreLookedAt(String code) {
    assertThrows(IllegalArgumentException.class, () -> UpcE.of(code));
  }

  @ParameterizedTest
  @ValueSource(strings = {"04252613", "01234559"})
  void aWrongCheckDigitIsFound(String code) {
    assertFalse(UpcE.of(code).checkFits());
  }
}
