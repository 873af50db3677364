package till.sale;

import java.util.List;
import java.util.Locale;

/// Why the shop says no. The code is part of the API and never changes.
public enum Reason {
  LANE_NOT_READY,
  LANE_BUSY,
  DAY_NOT_OPEN,
  DAY_ALREADY_OPEN,
  ALREADY_SIGNED_ON,
  NOT_SIGNED_ON,
  REASON_NEEDED,
  CASH_AMOUNT_INVALID,
  NOT_ENOUGH_CASH,
  DENOMINATIONS_WRONG,
  BAD_LABEL,
  UNKNOWN_ITEM,
  EXPIRED,
  NOT_FOR_SALE,
  AGE_RESTRICTED,
  WEIGHT_NEEDED,
  DEPOSIT_NEEDED,
  NO_SCALE,
  NOT_WEIGHING,
  TARE_TOO_HEAVY,
  QUANTITY_LIMIT,
  QUANTITY_INVALID,
  TAX_GROUP_UNKNOWN,
  TOO_MANY_LINES,
  TOO_MANY_TENDERS,
  AMOUNT_TOO_LARGE,
  ATTENDANT_NEEDED,
  PROBLEM_OPEN,
  NO_TRANSACTION,
  LINES_LOCKED,
  NO_SUCH_LINE,
  ALREADY_VOIDED,
  BELONGS_TO_ARTICLE,
  VOID_LIMIT,
  NOT_ADJUSTABLE,
  ADJUSTED,
  ADJUSTMENT_INVALID,
  TOO_MANY_ADJUSTMENTS,
  NOTHING_TO_PAY,
  TOTAL_NOT_TAKEN,
  AMOUNT_INVALID,
  MONEY_TAKEN,
  PAYMENT_OPEN,
  NO_SUCH_PAYMENT,
  TOO_LATE_TO_ABORT,
  PAYMENT_NOT_UNKNOWN,
  SALE_ENDING,
  ORIGINAL_NOT_HERE,
  NOT_A_SALE,
  NOT_RETURNABLE,
  ALREADY_RETURNED,
  ALREADY_POST_VOIDED,
  NOT_OF_TODAY,
  PARTLY_RETURNED,
  REFUND_IS_FINAL,
  NOT_SUSPENDED,
  SEVERAL_SUSPENDED,
  TOO_MANY_SUSPENDED,
  NO_SUCH_PROBLEM,
  PROBLEM_CLEARED,
  NO_PAYMENT_TERMINAL,
  PAYMENT_TERMINAL_AWAY,
  PRINTER_AWAY,
  NO_SUCH_PRINT_JOB,
  PRINT_JOB_NOT_DOUBTFUL,
  NO_SUCH_RECEIPT,
  STORAGE_FULL,
  STALE,
  LANGUAGE_UNKNOWN,
  NOT_BUILT;

  private static final Texts TEXTS = new Texts("till.sale.texts");

  /// The word machines see: `unknown-item`.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The sentence people see where nothing better is known.
  ///
  /// @param languages best first
  public String text(List<String> languages) {
    return TEXTS.text("reason." + code(), languages);
  }
}
