package till.sale;

import java.math.BigDecimal;
import java.util.Optional;

/// One line of a sale. A voided line stays where it was, keeps its amounts and counts in nothing.
///
/// @param n place in the transaction, from 1 (POSLog LineItem SequenceNumber)
/// @param quantity units sold; negative never, a return is a kind of its own
/// @param extendedAmount actual unit price times quantity, rounded
public record LineItem(
    int n,
    Kind kind,
    String itemId,
    String description,
    BigDecimal quantity,
    String unitOfMeasure,
    Money regularUnitPrice,
    Money actualUnitPrice,
    Money extendedAmount,
    String taxGroup,
    EntryMethod entryMethod,
    Optional<Scan> scan,
    boolean voided) {

  /// What a line stands for.
  public enum Kind {
    SALE("Sale");

    private final String wireName;

    Kind(String wireName) {
      this.wireName = wireName;
    }

    /// The name in the journal document.
    public String wireName() {
      return wireName;
    }
  }

  LineItem asVoided() {
    return new LineItem(
        n,
        kind,
        itemId,
        description,
        quantity,
        unitOfMeasure,
        regularUnitPrice,
        actualUnitPrice,
        extendedAmount,
        taxGroup,
        entryMethod,
        scan,
        true);
  }
}
