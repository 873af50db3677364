package till.sale;

import java.util.List;
import java.util.Optional;

/// Money taken for a sale, or given back.
///
/// @param n place among the tenders, from 1
/// @param amount what counts towards the total; below zero when money went to the customer
/// @param given what was handed over; for cash it may be more, the rest is change
/// @param authorization the terminal's word, for a card
/// @param reverses the tender that this one undoes: of the same transaction, or of the one that it
///   undoes whole
public record Tender(
    int n,
    TenderType type,
    Money amount,
    Money given,
    Optional<Authorization> authorization,
    Optional<Integer> reverses) {

  /// One that undoes no other.
  public Tender(
      int n, TenderType type, Money amount, Money given, Optional<Authorization> authorization) {
    this(n, type, amount, given, authorization, Optional.empty());
  }

  /// Those that were not undone by others of the same transaction, the newest first.
  static List<Tender> standing(List<Tender> tenders) {
    return tenders.stream()
        .filter(tender -> tender.reverses().isEmpty())
        .filter(tender ->
            tenders.stream().noneMatch(other -> other.reverses().equals(Optional.of(tender.n()))))
        .toList()
        .reversed();
  }

  /// With all that the terminal said.
  Tender with(Authorization said) {
    return new Tender(n, type, amount, given, Optional.of(said), reverses);
  }

  boolean isCard() {
    return type == TenderType.CREDIT_DEBIT;
  }

  /// What goes back to the customer.
  public Money change() {
    return given.minus(amount);
  }
}
