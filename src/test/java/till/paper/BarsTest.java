package till.paper;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Modules by the standards' tables; what all of them together draw was read back with zbarimg
/// 0.23.
final class BarsTest {

  @Test
  void code128HasItsStartCheckAndStop() {
    // PJJ123C in code set A: check character 54
    assertEquals(
        Optional.of(
            "11010000100" // start A
                + "11101110110" // P
                + "10110111000" // J
                + "10110111000" // J
                + "10011100110" // 1
                + "11001110010" // 2
                + "11001011100" // 3
                + "10001000110" // C
                + "11101011000" // 54
                + "1100011101011"),
        Bars.code128("{APJJ123C"));
  }

  @ParameterizedTest
  @CsvSource({
    "{CABC, true",
    "{B, false",
    "ABC, false",
    "{Bé, false",
    "{BA{A1, true",
    "{BA{B1, false",
    "{BA{{B, true",
    "{B{1X, true"
  })
  void code128TakesOnlyWhatItsCodeSetsHave(String data, boolean fits) {
    assertEquals(fits, Bars.code128(data).isPresent());
  }

  @Test
  void peopleReadCode128WithoutItsEscapes() {
    assertEquals("A{B0142", Bars.code128Text("{BA{{{1B{C\u0001*"));
  }

  @ParameterizedTest
  @CsvSource({
    "400638133393, 13, 4006381333931",
    "4006381333931, 13, 4006381333931",
    "9638507, 8, 96385074",
    "03600029145, 12, 036000291452"
  })
  void aMissingCheckDigitIsAdded(String data, int length, String digits) {
    assertEquals(Optional.of(digits), Bars.gtin(data, length));
  }

  @ParameterizedTest
  @CsvSource({"4006381333932, 13", "40063813339, 13", "40063813339A, 13"})
  void otherNumbersAreNone(String data, int length) {
    assertEquals(Optional.empty(), Bars.gtin(data, length));
  }

  @Test
  void ean13HidesItsFirstDigitInTheParity() {
    // GS1 General Specifications 5.2.1: 4 is odd even odd odd even even
    assertEquals(
        "101"
            + "0001101" // 0 odd
            + "0100111" // 0 even
            + "0101111" // 6 odd
            + "0111101" // 3 odd
            + "0001001" // 8 even
            + "0110011" // 1 even
            + "01010"
            + "1000010" // 3
            + "1000010" // 3
            + "1000010" // 3
            + "1110100" // 9
            + "1000010" // 3
            + "1100110" // 1
            + "101",
        Bars.ean13("4006381333931"));
  }

  @Test
  void ean8HasTwoHalves() {
    assertEquals(
        "101" + "0001011" + "0101111" + "0111101" + "0110111" + "01010" + "1001110" + "1110010"
            + "1000100" + "1011100" + "101",
        Bars.ean8("96385074"));
  }

  @Test
  void code39HasStarsAroundIt() {
    String star = "100010111011101";
    assertEquals(
        Optional.of(star + "0" + "111010100010111" + "0" + "111000101010111" + "0" + star)
            .map(String::length),
        Bars.code39("A1").map(String::length));
    assertEquals(Bars.code39("A1"), Bars.code39("*A1*"));
    assertEquals(Optional.empty(), Bars.code39("a"));
    assertEquals(Optional.empty(), Bars.code39("**"));
  }

  @Test
  void interleavedTakesPairs() {
    assertEquals(Optional.of("1010" + "111010001010111000" + "11101"), Bars.itf("12"));
    assertEquals(Optional.empty(), Bars.itf("123"));
  }
}
