package till.sale;

import java.util.Optional;

/// Whether all that is in a basket was scanned: somebody of the shop looks, before it is paid.
///
/// Where customers serve themselves, one basket in so many is looked into. Which ones follows from
/// the name of the sale: the same after each restart, and nobody knows before the total is taken.
/// None is chosen twice, and none that somebody has looked into already.
final class BasketChecks {

  private final Plan plan;

  BasketChecks(Plan plan) {
    this.plan = plan;
  }

  /// The customer has scanned all, and says so.
  void choose() {
    RetailTransaction sale = plan.sale();
    boolean isSelfService = sale.operator().equals(plan.shop().operator());
    if (isSelfService
        && !wasAskedFor(sale)
        && isChosen(sale.transactionId(), plan.shop().checkEvery())) {
      plan.raise(Problem.Code.BASKET_CHECK, Optional.empty());
    }
  }

  private static boolean wasAskedFor(RetailTransaction sale) {
    return sale.problems().stream()
        .anyMatch(problem -> problem.code() == Problem.Code.BASKET_CHECK);
  }

  /// Somebody of the shop wants to look now, whatever else they are wanted for. Twice is once.
  Verdict ask() {
    return plan.byActor(_ ->
        plan.state().sale().map(this::ask).orElseGet(() -> Plan.refused(Reason.NO_TRANSACTION)));
  }

  private Verdict ask(RetailTransaction sale) {
    if (sale.status() != SaleStatus.ENTERING) {
      return Plan.refused(Reason.LINES_LOCKED);
    }
    if (sale.isHeld()) {
      return plan.accepted();
    }
    plan.raise(Problem.Code.BASKET_CHECK, Optional.empty());
    return plan.isTooLong() ? Plan.refused(Reason.TOO_MANY_LINES) : plan.accepted();
  }

  /// Whether a sale is one in so many: FNV-1a over its name, with the finaliser of MurmurHash3, as
  /// names that follow one another differ in little.
  ///
  /// @param every 0 for none
  static boolean isChosen(String transactionId, int every) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < transactionId.length(); i++) {
      hash = (hash ^ transactionId.charAt(i)) * 0x100000001b3L;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return every > 0 && Long.remainderUnsigned(hash ^ (hash >>> 33), every) == 0;
  }
}
