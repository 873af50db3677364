package till.sale;

import java.util.List;

/// A completed sale that is being undone whole, by the transaction that is open.
///
/// @param transactionId the sale
/// @param tenders what was paid for it, in the order in which it is given back
public record Undoing(String transactionId, List<Tender> tenders) {

  public Undoing {
    tenders = List.copyOf(tenders);
  }
}
