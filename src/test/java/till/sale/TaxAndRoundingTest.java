package till.sale;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Taxes and rounding, against tables that were worked out by hand: percent of the sum of a group,
/// half up by magnitude, once for each group and rate.
final class TaxAndRoundingTest {

  private static final LocalDate OLD = LocalDate.of(2000, 1, 1);

  /// Rates of several countries beside each other; the letters mean nothing.
  private static final TaxTable RATES =
      new TaxTable(
          List.of(
              rate("A", "19", true),
              rate("B", "7", true),
              rate("N", "0", true),
              rate("X", "8.875", false),
              rate("Y", "5", false),
              rate("C", "8.1", true),
              rate("K", "15", true)));

  private static TaxRate rate(String group, String percent, boolean included) {
    return new TaxRate(group, new BigDecimal(percent), included, OLD);
  }

  /// @param lines group and amount of each, such as `A 199 B 107`
  /// @param taxes group, taxable and tax of each, such as `A 167 32 B 100 7`
  record Row(String currency, String lines, String taxes, long total) {}

  static Stream<Row> rows() {
    return Stream.of(
        // 199 * 19 / 119 = 31.77; 107 * 7 / 107 = 7
        new Row("EUR", "A 199 B 107", "A 167 32 B 100 7", 306),
        // one tax on the sum of the group: 3 * 199 = 597; 597 * 19 / 119 = 95.32 (3 * 32 = 96)
        new Row("EUR", "A 199 A 199 A 199", "A 502 95", 597),
        // nothing in it, and a group of nothing
        new Row("EUR", "N 500", "N 500 0", 500),
        // on top: 1,000 * 8.875 % = 88.75; 4,000 * 5 % = 200
        new Row("USD", "X 1000 Y 4000", "X 1000 89 Y 4000 200", 5_289),
        // half a cent goes up: 100 * 5 % = 5; 110 * 5 % = 5.5
        new Row("USD", "Y 110", "Y 110 6", 116),
        // included and on top in one sale: 1,190 * 19 / 119 = 190; 200 * 5 % = 10
        new Row("EUR", "A 1190 Y 200", "A 1000 190 Y 200 10", 1_400),
        // what comes back rounds as it was sold: -110 * 5 % = -5.5, by magnitude 6
        new Row("USD", "Y -110", "Y -110 -6", -116),
        new Row("EUR", "A -199", "A -167 -32", -199),
        // sold and returned in one: 199 - 199
        new Row("EUR", "A 199 A -199", "A 0 0", 0),
        // yen have no minor unit: 108 * 8.1 / 108.1 = 8.09
        new Row("JPY", "C 108", "C 100 8", 108),
        // dinars have three: 1.234 * 15 / 115 = 0.16095
        new Row("KWD", "K 1234", "K 1073 161", 1_234),
        // francs: 12.35 * 8.1 / 108.1 = 0.9254
        new Row("CHF", "C 1235", "C 1142 93", 1_235));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void taxesAreComputedOnceOnTheSumOfTheirGroup(Row row) {
    Currency currency = Currency.getInstance(row.currency());
    String[] words = row.lines().split(" ", -1);
    RetailTransaction sale =
        RetailTransaction.begun(
            new Entry.TransactionStarted("sale", 1, Till.NOON, "self", 7), Till.DAY);
    for (int i = 0; i < words.length; i += 2) {
      sale = sale.with(line(words[i], Long.parseLong(words[i + 1]), currency));
    }
    SaleTotals totals = sale.totals(RATES, currency);
    String taxes =
        String.join(
            " ",
            totals.taxes().stream()
                .map(tax -> tax.group() + " " + tax.taxable().minor() + " " + tax.amount().minor())
                .toList());
    assertEquals(row.taxes(), taxes);
    assertEquals(new Money(row.total(), currency), totals.total());
  }

  private static LineItem line(String group, long minor, Currency currency) {
    var amount = new Money(minor, currency);
    return new LineItem(
        1,
        minor < 0 ? LineItem.Kind.RETURN : LineItem.Kind.SALE,
        "item",
        "Item",
        BigDecimal.ONE,
        "EA",
        amount.abs(),
        amount.abs(),
        amount,
        group,
        EntryMethod.KEYED,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty(),
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  /// 5 rappen, 50 öre, a whole krona, 5 forint, yen and dinars as they are.
  @ParameterizedTest
  @CsvSource({
    "CHF, 1002, 1000",
    "CHF, 1003, 1005",
    "CHF, 1007, 1005",
    "CHF, 1008, 1010",
    "CHF, 1000, 1000",
    "CHF, 2, 0",
    "DKK, 124, 100",
    "DKK, 125, 150",
    "SEK, 149, 100",
    "SEK, 150, 200",
    "NZD, 4, 0",
    "NZD, 5, 10",
    "HUF, 12249, 12000",
    "HUF, 12250, 12500",
    "JPY, 1001, 1001",
    "KWD, 1001, 1001",
    "EUR, 1001, 1001",
  })
  void cashIsRoundedToTheSmallestCoin(String code, long due, long paid) {
    Currency currency = Currency.getInstance(code);
    CashRounding rounding = CashRounding.of(currency);
    assertEquals(new Money(paid, currency), rounding.round(new Money(due, currency)));
    assertEquals(
        new Money(-paid, currency),
        rounding.round(new Money(-due, currency)),
        "what comes back is rounded as it was sold");
  }

  /// Part of 11.97 is paid in cash, or more than it; the rest is another tender's.
  @ParameterizedTest
  @CsvSource({
    "CHF, 87, false",
    "CHF, 85, true",
    "CHF, 1197, false",
    "CHF, 1195, true",
    "CHF, 2001, false",
    "CHF, 2000, true",
    "DKK, 125, false",
    "DKK, 150, true",
    "NZD, 15, false",
    "NZD, 20, true",
    "SEK, 150, false",
    "SEK, 1200, true",
    "EUR, 87, true",
    "JPY, 87, true",
  })
  void onlyAnAmountThatCoinsMakeUpIsGivenInCash(String code, long given, boolean taken) {
    Currency currency = Currency.getInstance(code);
    Till till = Till.open(new Shop(currency, RATES, List.of("de"), "self", true));
    till.does(Till.enter(Till.item("1", new Money(1_197, currency), "A")));
    till.does(new Input.TakeTotal());
    Verdict verdict = till.hears(new Input.TenderCash(Optional.of(new Money(given, currency))));
    assertEquals(
        taken ? "" : "no-such-coins",
        verdict instanceof Verdict.Refused refused ? refused.reason().code() : "");
  }

  @Test
  void aLineKeepsTheRateItWasSoldAtWhenItsGroupGetsAnother() {
    var dearer =
        new TaxTable(
            List.of(
                rate("A", "16", true),
                new TaxRate("A", new BigDecimal("19"), true, Till.DAY.plusDays(1))));
    var shop = new Shop(Till.EUR, dearer, List.of("de"), "self", true);
    Till till = Till.open(shop).sells("1", 1_160);
    assertEquals(
        160, till.workstation().totals().orElseThrow().taxes().getFirst().amount().minor());
    assertEquals(
        Optional.of(new LineRate(new BigDecimal("16"), true)),
        till.sale().lines().getFirst().taxRate());
  }

  @Test
  void twoRatesOfOneGroupAreTwoTaxes() {
    LineItem today = line("A", 1_190, Till.EUR);
    LineItem returned = line("A", -1_160, Till.EUR);
    RetailTransaction sale =
        RetailTransaction.begun(
                new Entry.TransactionStarted("sale", 1, Till.NOON, "self", 7), Till.DAY)
            .with(today)
            .with(atRate(returned, "16"));
    assertEquals(
        List.of(
            new Tax("A", new BigDecimal("19"), true, eur(1_000), eur(190)),
            new Tax("A", new BigDecimal("16"), true, eur(-1_000), eur(-160))),
        sale.totals(RATES, Till.EUR).taxes());
  }

  private static Money eur(long minor) {
    return new Money(minor, Till.EUR);
  }

  private static LineItem atRate(LineItem line, String percent) {
    return new LineItem(
        2,
        line.kind(),
        line.itemId(),
        line.description(),
        line.quantity(),
        line.unitOfMeasure(),
        line.regularUnitPrice(),
        line.actualUnitPrice(),
        line.extendedAmount(),
        line.taxGroup(),
        line.entryMethod(),
        line.scan(),
        false,
        Optional.of(new LineRate(new BigDecimal(percent), true)),
        line.weight(),
        line.adjustments(),
        line.belongsTo(),
        line.returned());
  }
}
