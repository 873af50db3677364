package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.sale.StoreCodes.Reading;

final class StoreCodesTest {

  private static final String CHECKED = "PPPPPPCVVVVV";
  private static final String ALL_P = "PPPPPPPPPPPP";

  private static final StoreCodes GERMAN =
      new StoreCodes(
          List.of(
              new StoreCodeRule("22", CHECKED, 2, StoreCode.Kind.PRICE),
              new StoreCodeRule("25", CHECKED, 0, StoreCode.Kind.COUNT),
              new StoreCodeRule("28", CHECKED, 3, StoreCode.Kind.WEIGHT)));

  @ParameterizedTest
  @CsvSource({
    "2211114002394, PRICE, 2.39, 2211110000004",
    "2511119000129, COUNT, 12, 2511110000005",
    "2811111068708, WEIGHT, 6.870, 2811110000006"
  })
  void aShopReadsItsOwnCodes(String code, StoreCode.Kind kind, BigDecimal value, String key) {
    assertEquals(new StoreCode(kind, value, key), read(GERMAN, code));
  }

  @Test
  void allPacksOfAnItemHaveOneKey() {
    var table =
        new StoreCodes(List.of(new StoreCodeRule("20", "PPPPPPPPVVVV", 2, StoreCode.Kind.PRICE)));
    String key = read(table, withCheckDigit("200123450199")).key();
    assertEquals(withCheckDigit("200123450000"), key);
    assertEquals(key, read(table, withCheckDigit("200123459999")).key());
    assertEquals(key, read(table, key).key());
  }

  @Test
  void aValueThatWasMisreadIsNotSold() {
    // the code's own check digit is right, that of the value is not
    assertTrue(
        GERMAN.read("2511118000120").orElseThrow() instanceof Reading.Damaged damaged
            && damaged.why().contains("00012"));
  }

  @Test
  void theLengthOfTheCodeDoesNotMatter() {
    assertEquals(read(GERMAN, "2211114002394"), read(GERMAN, "02211114002394"));
    var table = new StoreCodes(List.of(new StoreCodeRule("02", CHECKED, 2, StoreCode.Kind.PRICE)));
    String ean13 = withCheckDigit("021111400239");
    // a UPC-A with number system 2
    assertEquals(read(table, ean13), read(table, ean13.substring(1)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"4006381333931", "2911111111111", "2211114002395", "", "22", "22111140", "x"})
  void whatIsNotTheShopsIsLeftAlone(String code) {
    assertEquals(Optional.empty(), GERMAN.read(code));
  }

  @ParameterizedTest
  @CsvSource({"2875, 9", "0000, 0", "14685, 6", "00000, 0", "00239, 4"})
  void aValueHasACheckDigitOfItsOwn(String value, int check) {
    assertEquals(check, StoreCodes.measureCheckDigit(value));
  }

  @ParameterizedTest
  @CsvSource({
    "40, PPPPPPCVVVVV, 2, PRICE",
    "2, PPPPPPCVVVVV, 2, PRICE",
    "22, PPPPPPCVVVV, 2, PRICE",
    "22, PPPPPPPPPPPP, 2, PRICE",
    "22, PPPPPCVVVVVV, 2, PRICE",
    "22, PPPPPCVVVVVC, 2, PRICE",
    "22, PPPPVVPPVVPP, 2, PRICE",
    "2233445, PPPPPPCVVVVV, 2, PRICE",
    "22, PPPPPPCVVVVV, 4, PRICE",
    "22, PPPPPPCVVVVV, -1, WEIGHT",
    "22, PPPPPPCVVVVV, 2, COUNT",
    "99, PPPPPPPPVVVV, 2, PRICE",
    "99, PPPPPPPPPPPP, 2, COUPON"
  })
  void aRuleHasToMakeSense(String prefix, String pattern, int decimals, StoreCode.Kind kind) {
    assertThrows(
        IllegalArgumentException.class, () -> new StoreCodeRule(prefix, pattern, decimals, kind));
  }

  @Test
  void aCodeHasOneMeaning() {
    var wide = new StoreCodeRule("22", CHECKED, 2, StoreCode.Kind.PRICE);
    var narrow = new StoreCodeRule("221", CHECKED, 3, StoreCode.Kind.WEIGHT);
    assertThrows(IllegalArgumentException.class, () -> new StoreCodes(List.of(wide, narrow)));
    assertThrows(IllegalArgumentException.class, () -> new StoreCodes(List.of(wide, wide)));
  }

  @Test
  void aCouponHasItsValueInItsCodeOrOneForAll() {
    var table =
        new StoreCodes(
            List.of(
                new StoreCodeRule("981", "PPPPPPPPVVVV", 2, StoreCode.Kind.COUPON),
                new StoreCodeRule(
                    "99", ALL_P, 0, StoreCode.Kind.COUPON, Optional.of(new BigDecimal("2.00")))));
    assertEquals(
        new StoreCode(StoreCode.Kind.COUPON, new BigDecimal("1.50"), "9810000701507"),
        read(table, "9810000701507"));
    assertEquals(
        new StoreCode(StoreCode.Kind.COUPON, new BigDecimal("2.00"), "9900000001230"),
        read(table, "09900000001230"));
  }

  @ParameterizedTest
  @CsvSource({
    "99, PPPPPPPPVVVV, COUPON, 1",
    "99, PPPPPPPPPPPP, COUPON, 0",
    "22, PPPPPPPPPPPP, PRICE, 1",
    "98, PPPPPPPPPPPP, COUPON, 1",
    "985, PPPPPPPPPPPP, COUPON, 1"
  })
  void onlyACouponHasAValueThatIsNotInItsCode(
      String prefix, String pattern, StoreCode.Kind kind, BigDecimal value) {
    assertThrows(
        IllegalArgumentException.class,
        () -> new StoreCodeRule(prefix, pattern, 0, kind, Optional.of(value)));
  }

  private static StoreCode read(StoreCodes table, String code) {
    return switch (table.read(code).orElseThrow()) {
      case Reading.Read(StoreCode read) -> read;
      case Reading.Damaged(String why) -> throw new AssertionError(why);
    };
  }

  private static String withCheckDigit(String payload) {
    return payload + Gtin.checkDigit(payload);
  }
}
