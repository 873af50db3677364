package till.sale;

import java.util.Locale;
import java.util.Optional;

/// Whether a completed sale is followed by a receipt on paper. What the law of the country asks for
/// is the shop's to know.
public enum ReceiptPolicy {
  ALWAYS,
  /// As the customer says, and on paper where they say nothing.
  ASK,
  NEVER;

  /// The word machines see: `ask`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param isSigned the sale has a card payment by signature, whose receipt is always printed
  boolean isPrinted(Optional<ReceiptChoice> choice, boolean isSigned) {
    return isSigned
        || switch (this) {
          case ALWAYS -> true;
          case ASK -> choice.orElse(ReceiptChoice.PAPER) == ReceiptChoice.PAPER;
          case NEVER -> false;
        };
  }
}
