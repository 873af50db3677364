package till.sale;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Optional;

/// Until when goods may be sold, as GS1 labels say it.
public final class Expiry {

  /// Expiration date (17) and expiration date and time (7003), of which the day counts. A best
  /// before date (15) is advice to who eats it, and stops no sale.
  private static final List<String> IDENTIFIERS = List.of("17", "7003");

  /// A year in two digits is at most 49 years back and 50 ahead (General Specifications 7.12).
  private static final int YEARS_AHEAD = 50;

  private Expiry() {}

  /// The last day, where the label says one: the earliest, where it says several.
  ///
  /// @param today for the century
  public static Optional<LocalDate> of(List<Scan.Element> elements, LocalDate today) {
    return elements.stream()
        .filter(element -> IDENTIFIERS.contains(element.ai()))
        .map(element -> day(element.value(), today))
        .min(LocalDate::compareTo);
  }

  /// @param yymmdd and more; the day 00 is the last of the month
  private static LocalDate day(String yymmdd, LocalDate today) {
    int twoDigits = Integer.parseInt(yymmdd.substring(0, 2));
    int years = Math.floorMod(twoDigits - today.getYear(), 100);
    int year = today.getYear() + (years > YEARS_AHEAD ? years - 100 : years);
    YearMonth month = YearMonth.of(year, Integer.parseInt(yymmdd.substring(2, 4)));
    int day = Integer.parseInt(yymmdd.substring(4, 6));
    int last = month.lengthOfMonth();
    return month.atDay(day == 0 ? last : Math.min(day, last));
  }
}
