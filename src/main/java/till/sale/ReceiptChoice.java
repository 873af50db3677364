package till.sale;

import java.util.Locale;

/// What a customer says when they are asked for a receipt.
public enum ReceiptChoice {
  PAPER,
  NONE;

  /// The word machines see.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }
}
