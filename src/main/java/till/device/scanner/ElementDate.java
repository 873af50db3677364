package till.device.scanner;

import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/// Dates in element strings: `YYMMDD`, the day perhaps 00.
public final class ElementDate {

  private static final int DIGITS = 6;

  /// GS1 General Specifications 7.12: a year of two digits lies at most 49 years back and 50 ahead.
  private static final int YEARS_BACK = 49;

  private ElementDate() {}

  /// The date that six digits mean when they are read in this year. Day 00 is the last of the
  /// month.
  ///
  /// @return empty where there is no such date
  public static Optional<LocalDate> of(String digits, int thisYear) {
    if (digits.length() != DIGITS || !Ascii.isDigits(digits)) {
      return Optional.empty();
    }
    int first = thisYear - YEARS_BACK;
    int year = first + Math.floorMod(Integer.parseInt(digits.substring(0, 2)) - first, 100);
    int month = Integer.parseInt(digits.substring(2, 4));
    int day = Integer.parseInt(digits.substring(4));
    if (month < 1 || month > 12) {
      return Optional.empty();
    }
    YearMonth inMonth = YearMonth.of(year, month);
    if (day == 0) {
      return Optional.of(inMonth.atEndOfMonth());
    }
    return inMonth.isValidDay(day) ? Optional.of(inMonth.atDay(day)) : Optional.empty();
  }
}
