package till.device.scanner.label;

import java.math.BigInteger;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Currency;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The rules of values, by the names that `ApplicationIdentifiers` calls them.
final class ValueRules {

  /// What two digits of a year mean does not matter here: in each window of a hundred years that
  /// has 2000 in it, every fourth year is a leap year.
  private static final int ANY_CENTURY = 2000;

  private static final Map<String, ValueRule> BY_NAME =
      Map.ofEntries(
          rule("check", "has a wrong check digit", CheckDigit::fits),
          rule("pair", "has wrong check characters", CheckDigit::pairFits),
          rule("company", "does not begin with a company prefix", matches("[0-9]{4}.*")),
          rule("date", "is not a date YYMMDD", ValueRules::isDate),
          rule("month", "is not a date YYMMDD or YYMM00", ValueRules::isDateOrMonth),
          rule("birthday", "is not a date YYYYMMDD", ValueRules::isLongDate),
          rule("hour", "is not an hour", matches("[01][0-9]|2[0-3]")),
          rule("minute", "is not a minute", matches("[0-5][0-9]")),
          rule("second", "is not a second", matches("[0-5][0-9]")),
          rule("time", "is not a time HHMM", matches("([01][0-9]|2[0-3])[0-5][0-9]")),
          rule("positive", "is zero", text -> !text.chars().allMatch(digit -> digit == '0')),
          rule("zero", "is not zero", text -> text.chars().allMatch(digit -> digit == '0')),
          rule("bare", "begins with zero", text -> !text.startsWith("0")),
          rule("flag", "is neither 0 nor 1", matches("[01]")),
          rule("winding", "is no winding direction", matches("[019]")),
          rule("country", "is no ISO 3166 country", text -> Countries.NUMBERS.contains(text)),
          rule(
              "country_999",
              "is neither an ISO 3166 country nor 999",
              text -> text.equals("999") || Countries.NUMBERS.contains(text)),
          rule("alpha_2", "is no ISO 3166 country", text -> Countries.NAMES.contains(text)),
          rule("currency", "is no ISO 4217 currency", text -> Currencies.NUMBERS.contains(text)),
          rule("iban", "is no IBAN", ValueRules::isIban),
          rule("piece", "is not a piece of a total", ValueRules::isPiece),
          rule(
              "percent",
              "has a % without two hexadecimal digits",
              matches("([^%]|%[0-9A-Fa-f]{2})*")),
          rule("latitude", "is no latitude", text -> Long.parseLong(text) <= 1_800_000_000L),
          rule("longitude", "is no longitude", text -> Long.parseLong(text) <= 3_600_000_000L),
          rule("hyphen", "is not a hyphen", matches("-")),
          rule("sex", "is no ISO 5218 code", matches("[0129]")),
          rule("place", "is not a place in a sequence", ValueRules::isPlace),
          rule("importer", "is no importer index", matches("[-0-9A-Z_a-z]")),
          rule("medium", "is no media type", matches("0[1-9]|10|[89][0-9]")),
          Map.entry("coupon", Coupon::faultOfCode),
          Map.entry("offer", Coupon::faultOfOffer));

  private ValueRules() {}

  static ValueRule named(String name) {
    ValueRule rule = BY_NAME.get(name);
    if (rule == null) {
      throw new IllegalStateException("no rule is called " + name);
    }
    return rule;
  }

  private static Map.Entry<String, ValueRule> rule(
      String name, String fault, Predicate<String> isGood) {
    return Map.entry(name, text -> isGood.test(text) ? Optional.empty() : Optional.of(fault));
  }

  private static Predicate<String> matches(String expression) {
    return Pattern.compile(expression).asMatchPredicate();
  }

  static boolean isDate(String digits) {
    return !digits.endsWith("00") && isDateOrMonth(digits);
  }

  private static boolean isDateOrMonth(String digits) {
    int year = ANY_CENTURY + Integer.parseInt(digits.substring(0, 2));
    int month = Integer.parseInt(digits.substring(2, 4));
    int day = Integer.parseInt(digits.substring(4));
    return month >= 1 && month <= 12 && (day == 0 || YearMonth.of(year, month).isValidDay(day));
  }

  private static boolean isLongDate(String digits) {
    try {
      LocalDate.parse(digits, DateTimeFormatter.BASIC_ISO_DATE);
      return true;
    } catch (DateTimeParseException _) {
      return false;
    }
  }

  /// ISO 13616: country, two check digits, account; 97 divides all of it but 1.
  private static boolean isIban(String text) {
    if (!text.matches("[A-Z]{2}[0-9]{2}[0-9A-Z]{11,30}")
        || !Countries.NAMES.contains(text.substring(0, 2))) {
      return false;
    }
    String digits =
        (text.substring(4) + text.substring(0, 4))
            .chars()
            .mapToObj(character -> String.valueOf(Character.digit(character, 36)))
            .collect(Collectors.joining());
    return new BigInteger(digits).mod(BigInteger.valueOf(97)).intValue() == 1;
  }

  private static boolean isPiece(String digits) {
    int piece = Integer.parseInt(digits.substring(0, 2));
    return piece > 0 && piece <= Integer.parseInt(digits.substring(2));
  }

  private static boolean isPlace(String text) {
    return text.matches("[1-9]/[1-9]") && text.charAt(0) <= text.charAt(2);
  }

  /// ISO 3166-1. The JDK knows the letters, not the numbers.
  private static final class Countries {

    static final Set<String> NAMES = Set.of(Locale.getISOCountries());

    static final Set<String> NUMBERS =
        Set.of(
            """
            004 008 010 012 016 020 024 028 031 032 036 040 044 048 050 051 052 056 060 064 068 070
            072 074 076 084 086 090 092 096 100 104 108 112 116 120 124 132 136 140 144 148 152 156
            158 162 166 170 174 175 178 180 184 188 191 192 196 203 204 208 212 214 218 222 226 231
            232 233 234 238 239 242 246 248 250 254 258 260 262 266 268 270 275 276 288 292 296 300
            304 308 312 316 320 324 328 332 334 336 340 344 348 352 356 360 364 368 372 376 380 384
            388 392 398 400 404 408 410 414 417 418 422 426 428 430 434 438 440 442 446 450 454 458
            462 466 470 474 478 480 484 492 496 498 499 500 504 508 512 516 520 524 528 531 533 534
            535 540 548 554 558 562 566 570 574 578 580 581 583 584 585 586 591 598 600 604 608 612
            616 620 624 626 630 634 638 642 643 646 652 654 659 660 662 663 666 670 674 678 682 686
            688 690 694 702 703 704 705 706 710 716 724 728 729 732 740 744 748 752 756 760 762 764
            768 772 776 780 784 788 792 795 796 798 800 804 807 818 826 831 832 833 834 840 850 854
            858 860 862 876 882 887 894\
            """
                .split("\\s+"));
  }

  private static final class Currencies {

    static final Set<String> NUMBERS =
        Currency.getAvailableCurrencies().stream()
            .map(currency -> "%03d".formatted(currency.getNumericCode()))
            .collect(Collectors.toUnmodifiableSet());
  }
}
