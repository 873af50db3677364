package till.sale;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Collections;
import java.util.Currency;
import java.util.Map;
import java.util.TreeMap;

/// An amount in the minor units of one currency (cents, not euros; yen, not hundredths of a yen).
///
/// Two currencies never meet in one sum: mixing them is a fault of ours and throws.
public record Money(long minor, Currency currency) implements Comparable<Money> {

  /// No amount of this currency.
  public static Money zero(Currency currency) {
    return new Money(0, currency);
  }

  public Money plus(Money other) {
    return new Money(Math.addExact(minor, same(other).minor), currency);
  }

  public Money minus(Money other) {
    return new Money(Math.subtractExact(minor, same(other).minor), currency);
  }

  /// This amount times a quantity. The magnitude is rounded half up, then the sign is applied, so
  /// that a return rounds exactly as its sale did.
  public Money times(BigDecimal quantity) {
    return of(BigDecimal.valueOf(minor).multiply(quantity), currency);
  }

  /// Rounds a decimal number of minor units, half up by magnitude.
  ///
  /// @throws ArithmeticException when the result does not fit 64 bits
  public static Money of(BigDecimal minorUnits, Currency currency) {
    return new Money(minorUnits.setScale(0, RoundingMode.HALF_UP).longValueExact(), currency);
  }

  /// The same the other way round.
  public Money negated() {
    return new Money(Math.negateExact(minor), currency);
  }

  /// The magnitude.
  public Money abs() {
    return minor < 0 ? negated() : this;
  }

  public boolean isNegative() {
    return minor < 0;
  }

  public boolean isZero() {
    return minor == 0;
  }

  public boolean isPositive() {
    return minor > 0;
  }

  @Override
  public int compareTo(Money other) {
    return Long.compare(minor, same(other).minor);
  }

  /// These sums with one more amount under its key.
  static <K> Map<K, Money> added(Map<K, Money> sums, K key, Money amount) {
    var result = new TreeMap<K, Money>(sums);
    result.merge(key, amount, Money::plus);
    return Collections.unmodifiableMap(result);
  }

  private Money same(Money other) {
    if (!currency.equals(other.currency)) {
      throw new IllegalStateException("cannot mix " + currency + " with " + other.currency);
    }
    return other;
  }

  /// For people reading a log or a test: `1.99 EUR`.
  @Override
  public String toString() {
    int digits = Math.max(0, currency.getDefaultFractionDigits());
    return BigDecimal.valueOf(minor, digits).toPlainString() + " " + currency.getCurrencyCode();
  }
}
