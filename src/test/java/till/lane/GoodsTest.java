package till.lane;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.device.scanner.label.ScanDecoder;
import till.journal.PriceBook;
import till.lane.Goods.Answer;
import till.sale.Embedded;
import till.sale.Money;
import till.sale.StoreCode;
import till.sale.StoreCodeRule;
import till.sale.StoreCodes;
import till.sale.Till;

/// `~` stands for the separator.
final class GoodsTest {

  private static final String PRICES =
      """
      {"itemId":"pen","codes":["4006381333931"],"names":{"en":"Pen"},"unitPrice":199,"taxGroup":"A"}
      {"itemId":"cheese","codes":["2211110000004"],"names":{"en":"Cheese"},"unitPrice":1499,"taxGroup":"B","unitOfMeasure":"kg","weighed":true}
      {"itemId":"rolls","codes":["2511110000005"],"names":{"en":"Rolls"},"unitPrice":39,"taxGroup":"B"}
      {"itemId":"ham","codes":["2811110000006","94006381333934"],"names":{"en":"Ham"},"unitPrice":1999,"taxGroup":"B","unitOfMeasure":"kg","weighed":true}
      {"itemId":"bananas","plu":4011,"names":{"en":"Bananas"},"unitPrice":179,"taxGroup":"B","unitOfMeasure":"kg","weighed":true}
      {"itemId":"4012","plu":17,"names":{"en":"Oranges"},"unitPrice":79,"taxGroup":"B"}
      {"itemId":"lemon","plu":4012,"names":{"en":"Lemon"},"unitPrice":49,"taxGroup":"B"}
      {"itemId":"spring","codes":["96385074"],"names":{"en":"Spring"},"unitPrice":1,"taxGroup":"B","validFrom":"2027-03-01"}
      """;

  private static final String CHECKED = "PPPPPPCVVVVV";

  private static final StoreCodes GERMAN =
      new StoreCodes(
          List.of(
              new StoreCodeRule("22", CHECKED, 2, StoreCode.Kind.PRICE),
              new StoreCodeRule("25", CHECKED, 0, StoreCode.Kind.COUNT),
              new StoreCodeRule("28", CHECKED, 3, StoreCode.Kind.WEIGHT),
              new StoreCodeRule("981", "PPPPPPPPVVVV", 2, StoreCode.Kind.COUPON)));

  @TempDir private Path folder;

  private PriceBook prices;
  private Goods goods;

  @BeforeEach
  void open() throws IOException {
    Path source = Files.writeString(folder.resolve("prices.ndjson"), PRICES);
    prices = PriceBook.open(folder.resolve("books"), source, 7, Till.EUR);
    goods = new Goods(prices, GERMAN, Till.EUR);
  }

  @AfterEach
  void close() {
    prices.close();
  }

  private Answer scanned(String label) {
    return scanned(label, Optional.of(Till.DAY));
  }

  private Answer scanned(String label, Optional<LocalDate> day) {
    return goods.byLabel(ScanDecoder.TOLERANT.decode("counter", label.replace('~', '\u001D')), day);
  }

  private static Answer.Found found(String itemId, Answer answer) {
    Answer.Found found = assertInstanceOf(Answer.Found.class, answer);
    assertEquals(itemId, found.item().itemId());
    return found;
  }

  private static Embedded priced(long cents) {
    return new Embedded(
        Optional.of(new Money(cents, Till.EUR)), Optional.empty(), OptionalInt.empty());
  }

  private static Embedded weighing(String kilograms) {
    return new Embedded(
        Optional.empty(), Optional.of(new BigDecimal(kilograms)), OptionalInt.empty());
  }

  @ParameterizedTest
  @CsvSource({"]E09810000701507", "]C10109810000701507", "(01)09810000701507"})
  void aCodeOfTheShopsCouponsIsWhatItTakesOff(String label) {
    assertEquals(new Answer.Coupon("9810000701507", new Money(150, Till.EUR)), scanned(label));
  }

  @ParameterizedTest
  @CsvSource({"]E02211114002394", "2211114002394", "]C1010221111400239410A7", "(01)02211114002394"})
  void aCodeOfTheShopsScaleIsThePackOfAnItemAtItsPrice(String label) {
    assertEquals(priced(239), found("cheese", scanned(label)).embedded());
  }

  @Test
  void aCodeMayHoldAWeightOrACount() {
    assertEquals(weighing("6.870"), found("ham", scanned("]E02811111068708")).embedded());
    assertEquals(
        OptionalInt.of(12), found("rolls", scanned("]E02511119000129")).embedded().count());
  }

  @Test
  void aCodeWhoseValueWasMisreadIsDamaged() {
    Answer.Damaged damaged = assertInstanceOf(Answer.Damaged.class, scanned("]E02511118000120"));
    assertTrue(damaged.why().contains("00012"), damaged.why());
  }

  @Test
  void aCodeOfTheShopsScaleThatTheBookDoesNotHaveIsUnknown() {
    String code = withCheckDigit("229999000000");
    assertEquals(new Answer.Unknown(code), scanned("]E0" + code));
  }

  @Test
  void aShopWithoutATableSellsTheseCodesAsTheyAre() {
    goods = new Goods(prices, StoreCodes.none(), Till.EUR);
    assertTrue(found("cheese", scanned("]E02211110000004")).embedded().isNone());
    assertInstanceOf(Answer.Unknown.class, scanned("]E02211114002394"));
  }

  @Test
  void anElementStringHoldsTheWeightAndThePriceOfItsPack() {
    assertEquals(
        weighing("1.250"), found("ham", scanned("]e001940063813339343103001250")).embedded());
    Embedded both =
        found("ham", scanned("]e001940063813339343103001250" + "39222498~" + "10A7")).embedded();
    assertEquals(Optional.of(new BigDecimal("1.250")), both.weight());
    assertEquals(priced(2498).price(), both.price());
  }

  @Test
  void theWeightOfWhatIsNotSoldByItIsSomethingToRead() {
    assertTrue(
        found("pen", scanned("]C1" + "0104006381333931" + "3103000012")).embedded().isNone());
  }

  @Test
  void aPriceInAnotherCurrencyIsDamaged() {
    Answer.Damaged damaged =
        assertInstanceOf(
            Answer.Damaged.class, scanned("]e00194006381333934" + "39328402498~" + "3103001250"));
    assertTrue(damaged.why().contains("840"), damaged.why());
  }

  @Test
  void aPackIsSoldOnItsLastDayAndNotTheDayAfter() {
    String label = "]d2010400638133393110A7~17261124";
    found("pen", scanned(label));
    LocalDate dayAfter = Till.DAY.plusDays(1);
    Answer.Expired expired =
        assertInstanceOf(Answer.Expired.class, scanned(label, Optional.of(dayAfter)));
    assertEquals("pen", expired.item().itemId());
    assertEquals(Till.DAY, expired.lastDay());
    found("pen", scanned(label, Optional.empty()));
  }

  @Test
  void anExpiredPackOfNothingKnownIsUnknown() {
    assertInstanceOf(Answer.Unknown.class, scanned("]d2" + "0104300000000014" + "17200101"));
  }

  @Test
  void aNumberIsAnIdFirstAndThenAPlu() {
    Optional<LocalDate> day = Optional.of(Till.DAY);
    found("bananas", goods.byNumber("4011", day));
    found("bananas", goods.byNumber("04011", day));
    found("4012", goods.byNumber("4012", day));
    found("4012", goods.byNumber("17", day));
    assertEquals(new Answer.Unknown("4711"), goods.byNumber("4711", day));
    assertEquals(new Answer.Unknown(""), goods.byNumber("", day));
  }

  @Test
  void aPluIsNoLabel() {
    assertEquals(new Answer.Unknown("4011"), scanned("]C04011"));
  }

  @Test
  void whatIsValidLaterIsUnknownUntilThen() {
    assertInstanceOf(Answer.Unknown.class, scanned("]E496385074"));
    found("spring", scanned("]E496385074", Optional.of(LocalDate.of(2027, 3, 1))));
    assertInstanceOf(Answer.Unknown.class, goods.byNumber("spring", Optional.of(Till.DAY)));
    found("spring", goods.byNumber("spring", Optional.empty()));
  }

  /// GS1 General Specifications 7.9.
  private static String withCheckDigit(String twelve) {
    int sum = 0;
    for (int i = 0; i < twelve.length(); i++) {
      sum += (twelve.charAt(i) - '0') * (i % 2 == 0 ? 1 : 3);
    }
    return twelve + (10 - sum % 10) % 10;
  }
}
