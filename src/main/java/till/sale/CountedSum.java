package till.sale;

/// How often something was done, and what it came to.
public record CountedSum(int count, Money amount) {

  CountedSum plus(int times, Money much) {
    return new CountedSum(count + times, amount.plus(much));
  }
}
