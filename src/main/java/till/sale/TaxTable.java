package till.sale;

import java.math.BigDecimal;
import java.math.MathContext;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// The shop's tax groups, and the taxes of a list of lines.
public record TaxTable(List<TaxRate> rates) {

  private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

  public TaxTable {
    rates = List.copyOf(rates);
  }

  /// The rate of a group on a business day: the latest row that is valid by then.
  public Optional<TaxRate> rate(String group, LocalDate day) {
    return rates.stream()
        .filter(rate -> rate.group().equals(group) && !rate.validFrom().isAfter(day))
        .max(Comparator.comparing(TaxRate::validFrom));
  }

  /// The taxes of these lines by group, in the order of the groups; voided lines count in nothing.
  ///
  /// @throws IllegalStateException when a line names a group without a rate, which `decide` has
  ///   refused
  public List<Tax> taxes(List<LineItem> lines, LocalDate day, Currency currency) {
    Map<String, Money> sums = new TreeMap<>();
    for (LineItem line : lines) {
      if (!line.voided()) {
        sums.merge(line.taxGroup(), line.extendedAmount(), Money::plus);
      }
    }
    var taxes = new ArrayList<Tax>();
    sums.forEach((group, sum) -> taxes.add(tax(group, sum, day, currency)));
    return List.copyOf(taxes);
  }

  private Tax tax(String group, Money sum, LocalDate day, Currency currency) {
    TaxRate rate =
        rate(group, day)
            .orElseThrow(
                () -> new IllegalStateException("no tax rate for " + group + " on " + day));
    BigDecimal percent = rate.percent();
    BigDecimal exact =
        rate.included()
            ? BigDecimal.valueOf(sum.minor())
                .multiply(percent)
                .divide(HUNDRED.add(percent), MathContext.DECIMAL128)
            : BigDecimal.valueOf(sum.minor())
                .multiply(percent)
                .divide(HUNDRED, MathContext.DECIMAL128);
    Money amount = Money.of(exact, currency);
    Money taxable = rate.included() ? sum.minus(amount) : sum;
    return new Tax(group, percent, rate.included(), taxable, amount);
  }
}
