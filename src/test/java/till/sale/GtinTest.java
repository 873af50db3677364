package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class GtinTest {

  @ParameterizedTest
  @CsvSource({
    "96385074, 00000096385074",
    "012345678905, 00012345678905",
    "0012345678905, 00012345678905",
    "4006381333931, 04006381333931",
    "10614141000415, 10614141000415"
  })
  void aGtinHasOneLength(String code, String normalised) {
    assertEquals(normalised, Gtin.normalised(code));
  }

  @ParameterizedTest
  @CsvSource({
    "96385074, 96385074 00000096385074 0000096385074 000096385074",
    "012345678905, 012345678905 00012345678905 0012345678905",
    "00012345678905, 00012345678905 0012345678905 012345678905",
    "10614141000415, 10614141000415",
    "ABC-1, ABC-1"
  })
  void aGtinMayBeWrittenWithMoreOrFewerZeros(String code, String forms) {
    assertEquals(List.of(forms.split(" ")), Gtin.forms(code));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17",
        "4006381333932",
        "400638133393",
        "40063813339x1",
        "٤٠٠٦٣٨١٣٣٣٩٣١",
        "ABC-1"
      })
  void anythingElseStaysAsItIs(String code) {
    assertFalse(Gtin.is(code));
    assertEquals(code, Gtin.normalised(code));
  }

  @Test
  void everySingleWrongDigitIsFound() {
    String code = "4006381333931";
    for (int i = 0; i < code.length(); i++) {
      for (char digit = '0'; digit <= '9'; digit++) {
        String wrong = code.substring(0, i) + digit + code.substring(i + 1);
        assertEquals(wrong.equals(code), Gtin.is(wrong), wrong);
      }
    }
  }
}
