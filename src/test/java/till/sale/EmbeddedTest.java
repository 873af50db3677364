package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class EmbeddedTest {

  private static final Currency YEN = Currency.getInstance("JPY");
  private static final Currency DINAR = Currency.getInstance("KWD");

  private static List<Scan.Element> elements(String... aiAndValue) {
    return Arrays.stream(aiAndValue)
        .map(each -> each.split(" ", -1))
        .map(each -> new Scan.Element(each[0], each[1]))
        .toList();
  }

  private static Embedded coded(StoreCode.Kind kind, String value, Currency currency) {
    return Embedded.of(new StoreCode(kind, new BigDecimal(value), "2811110000006"), currency);
  }

  @Test
  void aCodeHoldsAPriceOrAWeightOrACount() {
    assertEquals(
        Optional.of(new Money(239, Till.EUR)),
        coded(StoreCode.Kind.PRICE, "2.39", Till.EUR).price());
    assertEquals(
        Optional.of(new BigDecimal("6.870")),
        coded(StoreCode.Kind.WEIGHT, "6.870", Till.EUR).weight());
    assertEquals(OptionalInt.of(12), coded(StoreCode.Kind.COUNT, "12", Till.EUR).count());
  }

  @Test
  void aPriceIsInTheMinorUnitsOfItsCurrency() {
    assertEquals(Optional.of(new Money(239, YEN)), coded(StoreCode.Kind.PRICE, "239", YEN).price());
    assertEquals(
        Optional.of(new Money(2390, DINAR)), coded(StoreCode.Kind.PRICE, "2.39", DINAR).price());
    String why =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class, () -> coded(StoreCode.Kind.PRICE, "2.39", YEN))
                .getMessage());
    assertTrue(why.contains("2.39") && why.contains("JPY"), why);
  }

  @ParameterizedTest
  @CsvSource({
    "3103 001250, 1.250",
    "3100 000002, 2",
    "3105 000250, 0.00250",
    "3102 000125, 1.25",
  })
  void aWeightHasAsManyDecimalsAsItsIdentifierSays(String element, BigDecimal weight) {
    assertEquals(Optional.of(weight), Embedded.of(elements(element), Till.EUR).weight());
  }

  @Test
  void aLabelMayHoldAWeightAndAPriceAndACount() {
    Embedded pack =
        Embedded.of(
            elements("01 94006381333934", "3103 001250", "3922 1561", "30 4", "10 A7"), Till.EUR);
    assertEquals(Optional.of(new Money(1561, Till.EUR)), pack.price());
    assertEquals(Optional.of(new BigDecimal("1.250")), pack.weight());
    assertEquals(OptionalInt.of(4), pack.count());
    assertEquals(Optional.empty(), pack.withoutWeight().weight());
    assertEquals(pack.price(), pack.withoutWeight().price());
  }

  @Test
  void aPriceInAnotherCurrencyIsNone() {
    assertEquals(
        Optional.of(new Money(1561, Till.EUR)),
        Embedded.of(elements("3932 9781561"), Till.EUR).price());
    String why =
        String.valueOf(
            assertThrows(
                    IllegalArgumentException.class,
                    () -> Embedded.of(elements("3932 8401561"), Till.EUR))
                .getMessage());
    assertTrue(why.contains("840") && why.contains("978"), why);
  }

  @Test
  void whatElseALabelSaysIsNothingOfThePack() {
    assertTrue(
        Embedded.of(elements("01 04006381333931", "17 271231", "310 1", "3202 000125"), Till.EUR)
            .isNone());
    assertTrue(Embedded.none().isNone());
  }

  @ParameterizedTest
  @CsvSource({
    "17 261124, 2026-11-24, 2026-11-24",
    "17 270228, 2026-11-24, 2027-02-28",
    "17 270200, 2026-11-24, 2027-02-28",
    "17 280200, 2026-11-24, 2028-02-29",
    "17 761231, 2026-11-24, 2076-12-31",
    "17 771231, 2026-11-24, 1977-12-31",
    "17 010101, 2099-06-01, 2101-01-01",
    "7003 2612011530, 2026-11-24, 2026-12-01",
  })
  void anExpiryIsADayInTheRightCentury(String element, LocalDate today, LocalDate lastDay) {
    assertEquals(Optional.of(lastDay), Expiry.of(elements(element), today));
  }

  @Test
  void theEarlierOfTwoExpiriesCountsAndABestBeforeDateIsNone() {
    LocalDate today = Till.DAY;
    assertEquals(
        Optional.of(LocalDate.of(2026, 12, 1)),
        Expiry.of(elements("17 261231", "7003 2612011530"), today));
    assertEquals(Optional.empty(), Expiry.of(elements("15 200101", "11 200101"), today));
  }
}
