package till.sale;

import java.util.Optional;

/// The cash in the drawer on one business day.
///
/// @param opening what was in it when the day began
/// @param tenders what sales brought, less what returns took
/// @param difference what the last count of the day found beyond what was expected; below zero for
///   what was missing
public record DrawerCash(
    Money opening,
    Money loans,
    Money pickups,
    Money payIns,
    Money payOuts,
    Money tenders,
    Optional<Money> difference) {

  /// A day begins.
  static DrawerCash opening(Money cash) {
    Money nothing = Money.zero(cash.currency());
    return new DrawerCash(cash, nothing, nothing, nothing, nothing, nothing, Optional.empty());
  }

  /// What should be in the drawer by what is written down.
  public Money expected() {
    return opening.plus(loans).minus(pickups).plus(payIns).minus(payOuts).plus(tenders);
  }

  /// What was counted last, and what has moved since.
  public Optional<Money> counted() {
    return difference.map(expected()::plus);
  }

  /// The best that is known of what is in the drawer.
  public Money content() {
    return counted().orElseGet(this::expected);
  }

  DrawerCash with(Transaction.TenderControl control) {
    Money amount = control.amount();
    return switch (control.kind()) {
      case LOAN ->
          new DrawerCash(
              opening, loans.plus(amount), pickups, payIns, payOuts, tenders, difference);
      case PICKUP ->
          new DrawerCash(
              opening, loans, pickups.plus(amount), payIns, payOuts, tenders, difference);
      case PAY_IN ->
          new DrawerCash(
              opening, loans, pickups, payIns.plus(amount), payOuts, tenders, difference);
      case PAY_OUT ->
          new DrawerCash(
              opening, loans, pickups, payIns, payOuts.plus(amount), tenders, difference);
      case COUNT ->
          new DrawerCash(
              opening,
              loans,
              pickups,
              payIns,
              payOuts,
              tenders,
              Optional.of(amount.minus(expected())));
    };
  }

  DrawerCash tendered(Money cash) {
    return new DrawerCash(opening, loans, pickups, payIns, payOuts, tenders.plus(cash), difference);
  }
}
