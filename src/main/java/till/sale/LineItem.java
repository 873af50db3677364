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

  /// Field names, punctuation and the longest numbers.
  private static final int FIXED_BYTES = 300;

  /// Field names and punctuation of a scan's identifier and elements, and of each element.
  private static final int SCAN_BYTES = 24;

  private static final int ELEMENT_BYTES = 22;

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

  /// At most how many bytes this line takes in the journal document.
  int documentBytes() {
    return FIXED_BYTES
        + bytes(itemId)
        + bytes(description)
        + bytes(unitOfMeasure)
        + bytes(taxGroup)
        + scan.map(LineItem::bytes).orElse(0);
  }

  private static int bytes(Scan scan) {
    return SCAN_BYTES
        + bytes(scan.symbology())
        + bytes(scan.data())
        + scan.aim().map(LineItem::bytes).orElse(0)
        + scan.elements().stream()
            .mapToInt(element -> ELEMENT_BYTES + bytes(element.ai()) + bytes(element.value()))
            .sum();
  }

  /// UTF-8 in a JSON string: what needs an escape takes at most six bytes.
  private static int bytes(String text) {
    return text.chars()
        .map(unit -> unit < 0x20 || unit == '"' || unit == '\\' ? 6 : unit < 0x80 ? 1 : 3)
        .sum();
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
