package till.sale;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/// A sum spread over others in proportion to them, in whole units that add up to it (the method of
/// the largest remainder).
final class Spread {

  private Spread() {}

  /// What each gets: never more than it is itself, as long as the sum is no more than all of them.
  /// Of equal remainders, the earlier is rounded up.
  ///
  /// @param sum not below zero
  /// @param over what it is spread over, none of them below zero, and not all zero
  static List<Long> of(long sum, List<Long> over) {
    BigInteger total =
        over.stream().map(BigInteger::valueOf).reduce(BigInteger.ZERO, BigInteger::add);
    var shares = new ArrayList<Long>();
    var remainders = new ArrayList<BigInteger>();
    long left = sum;
    for (long part : over) {
      BigInteger[] divided =
          BigInteger.valueOf(sum).multiply(BigInteger.valueOf(part)).divideAndRemainder(total);
      shares.add(divided[0].longValueExact());
      remainders.add(divided[1]);
      left -= shares.getLast();
    }
    IntStream.range(0, shares.size())
        .boxed()
        .sorted(Comparator.comparing(remainders::get, Comparator.reverseOrder()))
        .limit(left)
        .forEach(i -> shares.set(i, shares.get(i) + 1));
    return shares;
  }
}
