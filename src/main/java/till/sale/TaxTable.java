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
    Map<Levy, Money> charged = new TreeMap<>(Levy.ORDER);
    List<Money> shares = shares(lines, day, currency);
    for (int i = 0; i < lines.size(); i++) {
      LineItem line = lines.get(i);
      if (!line.voided()) {
        Levy levy = Levy.of(line.taxGroup(), rate(line, day));
        sums.merge(levy, line.extendedAmount(), Money::plus);
        charged.merge(levy, shares.get(i), Money::plus);
      }
    }
    var taxes = new ArrayList<Tax>();
    sums.forEach(
        (levy, sum) -> taxes.add(levy.of(sum, charged.getOrDefault(levy, Money.zero(currency)))));
    return List.copyOf(taxes);
  }

  /// Each line's part of the taxes, in their order. A tax is computed on the sum of its lines: what
  /// it grows by with a line is that line's part, so the parts make the tax, to the cent. What
  /// comes back brings the tax that it was sold with.
  List<Money> shares(List<LineItem> lines, LocalDate day, Currency currency) {
    Money nothing = Money.zero(currency);
    Map<Levy, Money> sums = new TreeMap<>(Levy.ORDER);
    var shares = new ArrayList<Money>();
    for (LineItem line : lines) {
      Optional<Money> own = line.returned().flatMap(ReturnedLine::tax);
      if (line.voided() || own.isPresent()) {
        shares.add(line.voided() ? nothing : own.get());
      } else {
        Levy levy = Levy.of(line.taxGroup(), rate(line, day));
        Money before = sums.getOrDefault(levy, nothing);
        Money after = before.plus(line.extendedAmount());
        sums.put(levy, after);
        shares.add(levy.on(after, currency).minus(levy.on(before, currency)));
      }
    }
    return shares;
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

    /// The tax in or on a sum. The magnitude is rounded half up, so that a return gives back what
    /// its sale took.
    Money on(Money sum, Currency currency) {
      BigDecimal base = included ? HUNDRED.add(percent) : HUNDRED;
      return Money.of(
          BigDecimal.valueOf(sum.minor()).multiply(percent).divide(base, MathContext.DECIMAL128),
          currency);
    }

    Tax of(Money sum, Money amount) {
      return new Tax(group, percent, included, included ? sum.minus(amount) : sum, amount);
    }
  }
}
