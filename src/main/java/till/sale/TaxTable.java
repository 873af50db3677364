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

  /// The taxes of these lines by group and rate, in that order; voided lines count in nothing.
  ///
  /// @param day decides for lines that do not know their rate
  /// @throws IllegalStateException when a line names a group without a rate, which `decide` has
  ///   refused
  public List<Tax> taxes(List<LineItem> lines, LocalDate day, Currency currency) {
    Map<Levy, Money> sums = new TreeMap<>(Levy.ORDER);
    for (LineItem line : lines) {
      if (!line.voided()) {
        sums.merge(Levy.of(line.taxGroup(), rate(line, day)), line.extendedAmount(), Money::plus);
      }
    }
    var taxes = new ArrayList<Tax>();
    sums.forEach((levy, sum) -> taxes.add(levy.on(sum, currency)));
    return List.copyOf(taxes);
  }

  private LineRate rate(LineItem line, LocalDate day) {
    return line.taxRate()
        .or(() -> rate(line.taxGroup(), day).map(LineRate::of))
        .orElseThrow(
            () -> new IllegalStateException("no tax rate for " + line.taxGroup() + " on " + day));
  }

  /// What one tax is computed on at once: goods that come back may bring an older rate of their
  /// group.
  private record Levy(String group, BigDecimal percent, boolean included) {

    static final Comparator<Levy> ORDER =
        Comparator.comparing(Levy::group)
            .thenComparing(Levy::percent, Comparator.reverseOrder())
            .thenComparing(Levy::included);

    static Levy of(String group, LineRate rate) {
      return new Levy(group, rate.percent(), rate.included());
    }

    /// The magnitude is rounded half up, so that a return gives back what its sale took.
    Tax on(Money sum, Currency currency) {
      BigDecimal base = included ? HUNDRED.add(percent) : HUNDRED;
      Money amount =
          Money.of(
              BigDecimal.valueOf(sum.minor())
                  .multiply(percent)
                  .divide(base, MathContext.DECIMAL128),
              currency);
      Money taxable = included ? sum.minus(amount) : sum;
      return new Tax(group, percent, included, taxable, amount);
    }
  }
}
