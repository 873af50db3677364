package till.sale;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the model adds up, and how it rounds.
final class ShopSums {

  private ShopSums() {}

  /// What one tax is computed on at once.
  record Levy(String group, long hundredths, boolean included) {

    static Levy of(Picture.Line line) {
      return new Levy(line.group(), line.hundredths(), line.included());
    }

    /// The tax in, or on, so much.
    long on(long sum) {
      return share(sum, hundredths, included ? 10_000 + hundredths : 10_000);
    }
  }

  /// What is taxed, and the tax.
  record Share(long taxable, long tax) {}

  /// A part of a whole. The magnitude is rounded half up, then the sign is applied.
  static long share(long sum, long part, long whole) {
    BigInteger twice = BigInteger.valueOf(2 * Math.abs(sum)).multiply(BigInteger.valueOf(part));
    long magnitude =
        twice.add(BigInteger.valueOf(whole)).divide(BigInteger.valueOf(2 * whole)).longValueExact();
    return sum < 0 ? -magnitude : magnitude;
  }

  /// A part of what is not below zero, rounded down.
  static long down(long sum, long part, long whole) {
    return BigInteger.valueOf(sum)
        .multiply(BigInteger.valueOf(part))
        .divide(BigInteger.valueOf(whole))
        .longValueExact();
  }

  /// What that cuts off, in parts of the whole.
  static long cutOff(long sum, long part, long whole) {
    return BigInteger.valueOf(sum)
        .multiply(BigInteger.valueOf(part))
        .mod(BigInteger.valueOf(whole))
        .longValueExact();
  }

  /// What is sold now is taxed on its sum; what comes back from a sale brings the tax of that.
  static Map<Levy, Share> taxes(List<Picture.Line> lines) {
    var sums = new HashMap<Levy, Long>();
    var fresh = new HashMap<Levy, Long>();
    var brought = new HashMap<Levy, Long>();
    for (Picture.Line line : lines) {
      if (!line.voided()) {
        Levy levy = Levy.of(line);
        sums.merge(levy, line.amount(), Long::sum);
        fresh.merge(levy, line.from().isPresent() ? 0 : line.amount(), Long::sum);
        brought.merge(levy, line.from().map(Picture.From::tax).orElse(0L), Long::sum);
      }
    }
    var taxes = new HashMap<Levy, Share>();
    sums.forEach((levy, sum) -> {
      long tax = levy.on(fresh.getOrDefault(levy, 0L)) + brought.getOrDefault(levy, 0L);
      taxes.put(levy, new Share(levy.included() ? sum - tax : sum, tax));
    });
    return taxes;
  }

  /// A line's part of the tax on what was sold: what the tax grew by with it.
  static long partOfTax(List<Picture.Line> lines, int n) {
    Picture.Line line = lines.get(n - 1);
    Levy levy = Levy.of(line);
    long before = 0;
    for (Picture.Line other : lines.subList(0, n - 1)) {
      boolean isTaxedWithIt =
          !other.voided() && other.from().isEmpty() && Levy.of(other).equals(levy);
      before += isTaxedWithIt ? other.amount() : 0;
    }
    return levy.on(before + line.amount()) - levy.on(before);
  }

  static long total(List<Picture.Line> lines, long rounding) {
    long total = rounding;
    for (Picture.Line line : lines) {
      total += line.voided() ? 0 : line.amount();
    }
    for (var tax : taxes(lines).entrySet()) {
      total += tax.getKey().included() ? 0 : tax.getValue().tax();
    }
    return total;
  }

  static long total(Picture.Bill bill) {
    return total(bill.lines, bill.rounding);
  }

  static long due(Picture.Bill bill) {
    return total(bill) - bill.tendered();
  }
}
