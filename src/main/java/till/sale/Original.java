package till.sale;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// A transaction of the journal that another one goes back to, and what has become of it since.
///
/// @param returned what of it has come back
/// @param postVoided whether it was undone whole
/// @param closed whether its business day has had its Z report
public record Original(
    Transaction transaction, List<Returned> returned, boolean postVoided, boolean closed) {

  public Original {
    returned = List.copyOf(returned);
  }

  String transactionId() {
    return transaction.transactionId();
  }

  /// What it was, where it is a sale that was completed.
  Optional<Transaction.Retail> sale() {
    return Optional.of(transaction.body())
        .filter(Transaction.Retail.class::isInstance)
        .map(Transaction.Retail.class::cast)
        .filter(retail -> retail.status() == Transaction.Status.COMPLETED);
  }

  /// Whether a card was asked for money for it.
  public boolean isPaidByCard() {
    return sale().stream().flatMap(retail -> retail.tenders().stream()).anyMatch(Tender::isCard);
  }

  /// The same, once one more transaction has ended.
  public Original after(Transaction later) {
    return switch (later.body()) {
      case Transaction.Retail retail -> after(retail);
      case Transaction.Closing _ -> new Original(transaction, returned, postVoided, true);
      case Transaction.Control _, Transaction.TenderControl _ -> this;
    };
  }

  private Original after(Transaction.Retail retail) {
    var all = new ArrayList<>(returned);
    Returned.by(retail).stream().filter(this::isMine).forEach(all::add);
    return new Original(transaction, all, postVoided || retail.undoes(transactionId()), closed);
  }

  private boolean isMine(Returned part) {
    return part.transactionId().equals(transactionId());
  }
}
