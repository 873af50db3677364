package till.sale;

/// What one kind of tender came to.
///
/// @param count how many tenders, those that gave money back among them
public record TenderSum(TenderType type, int count, Money amount) {

  TenderSum with(Tender tender) {
    return new TenderSum(type, count + 1, amount.plus(tender.amount()));
  }
}
