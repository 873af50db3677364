package till.line;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// What a shop took in a day stands in everybody's books. Somebody with pencil and paper has
/// watched (`Basket`, `DaySums`, `DayBook`); in the evening their figures are held against the Z
/// report, the collector's documents, the card terminal's books and the printer's paper
/// (`DayJudge`).
///
/// The currency is the Swiss franc, whose smallest coin is 5 rappen, so that cash is rounded;
/// prices include two of the taxes, the third comes on top. `tilld.long=true` lets three days pass,
/// with several hundred sales; `tilld.sales` says how many there are on each.
@Timeout(value = Torture.HOURS_MAX, unit = TimeUnit.HOURS)
final class TradingDayTest {

  private static final LocalDate FIRST_DAY = LocalDate.of(2026, 11, 24);
  private static final int DAYS = Torture.isLong() ? 3 : 1;

  @TempDir private Path folder;
  private final DayBook book = new DayBook();

  @Test
  void whatTheShopTookStandsInAllBooksToTheCent() throws Exception {
    Random chance = Torture.chance();
    try (Market market = new Market(folder)) {
      market.awaitDevices();
      var judge = new DayJudge(market, book);
      for (int i = 0; i < DAYS; i++) {
        LocalDate date = FIRST_DAY.plusDays(i);
        var day = new TradingDay(market, book, chance);
        day.morning(date);
        day.customers();
        day.evening();
        judge.report(i + 1, date);
      }
      market.closeDown();
      judge.journalAndLedger();
      judge.cards();
      judge.paper();
      System.out.println(judge.inWords());
    }
  }
}
