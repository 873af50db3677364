package till.sale;

import java.util.Optional;
import java.util.stream.Stream;

/// What is known of the customer's age: one look is enough for all goods of an age and below.
///
/// @param sale whose problems they are
record AgeChecks(RetailTransaction sale) {

  /// Whether somebody has looked, or is going to, so that nobody has to be called again. Who is
  /// asked about an older age may be found too young for that and old enough for this: that is for
  /// another look to say.
  boolean isSeenTo(int age) {
    return checks()
        .anyMatch(check ->
            check.isOpen()
                ? age(check).equals(Optional.of(age))
                : age(check).orElseThrow() >= age && isDecided(check, Problem.Decision.APPROVED));
  }

  /// Whether somebody has looked and said no.
  boolean isRefused(int age) {
    return checks()
        .anyMatch(
            check -> age(check).orElseThrow() <= age && isDecided(check, Problem.Decision.REFUSED));
  }

  private static boolean isDecided(Problem check, Problem.Decision decision) {
    return check.clearing().filter(how -> how.decision() == decision).isPresent();
  }

  /// Whether the goods that a check is about are still there.
  boolean matters(Problem check) {
    return age(check)
        .map(age ->
            sale.lines().stream()
                .anyMatch(line -> !line.voided() && line.ageClass().equals(Optional.of(age))))
        .orElse(true);
  }

  /// The age that a check is about; nothing for other problems.
  Optional<Integer> age(Problem problem) {
    return problem.code() == Problem.Code.AGE_RESTRICTED
        ? problem.line().flatMap(sale::line).flatMap(LineItem::ageClass)
        : Optional.empty();
  }

  private Stream<Problem> checks() {
    return sale.problems().stream().filter(problem -> age(problem).isPresent());
  }
}
