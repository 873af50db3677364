package till.device.scanner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ElementDateTest {

  @ParameterizedTest
  @CsvSource({
    "261231, 2026, 2026-12-31",
    "260200, 2026, 2026-02-28",
    "280200, 2026, 2028-02-29",
    // 50 years ahead, 49 back
    "760101, 2026, 2076-01-01",
    "770101, 2026, 1977-01-01",
    "000101, 2050, 2100-01-01",
    "010101, 2050, 2001-01-01",
    "990101, 2048, 1999-01-01",
    "980101, 2048, 2098-01-01"
  })
  void twoDigitsOfAYearLieWithinHalfACentury(String digits, int thisYear, LocalDate date) {
    assertEquals(Optional.of(date), ElementDate.of(digits, thisYear));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "2612", "261301", "260001", "260230", "270229", "26123a", "2612311", "٢٦١٢٣١"})
  void whatIsNoDateIsNone(String digits) {
    assertEquals(Optional.empty(), ElementDate.of(digits, 2026));
  }
}
