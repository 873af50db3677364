package till.sale;

import java.util.Locale;

/// Why the shop says no. The code is part of the API and never changes.
public enum Reason {
  LANE_NOT_READY("The lane is not open"),
  LANE_BUSY("A sale is open"),
  DAY_NOT_OPEN("No business day is open"),
  DAY_ALREADY_OPEN("A business day is open already"),
  ALREADY_SIGNED_ON("Somebody is signed on already"),
  NOT_SIGNED_ON("Nobody is signed on"),
  REASON_NEEDED("This needs a reason in words"),
  CASH_AMOUNT_INVALID("The amount is not one of cash that a drawer can hold"),
  NOT_ENOUGH_CASH("There should not be so much cash in the drawer"),
  DENOMINATIONS_WRONG("The coins and notes do not make up the amount"),
  BAD_LABEL("The label was not read properly"),
  UNKNOWN_ITEM("This item is not in the price book"),
  EXPIRED("This item is past its expiry date"),
  NOT_FOR_SALE("This item may not be sold"),
  AGE_RESTRICTED("This item needs an age check, which this lane cannot do yet"),
  WEIGHT_NEEDED("This item has to be weighed, which this lane cannot do yet"),
  DEPOSIT_NEEDED("This item carries a deposit, which this lane cannot charge yet"),
  QUANTITY_LIMIT("Not so many of this item in one sale"),
  QUANTITY_INVALID("The quantity is not a number of whole units above zero"),
  TAX_GROUP_UNKNOWN("This item's tax group has no rate today"),
  TOO_MANY_LINES("The sale is as long as it can get"),
  TOO_MANY_TENDERS("The rest has to be paid at once: the sale has as many payments as it can hold"),
  AMOUNT_TOO_LARGE("The amount is more than a sale can hold"),
  ATTENDANT_NEEDED("Only somebody of the shop may do this"),
  PROBLEM_OPEN("Somebody has to look at something first"),
  NO_TRANSACTION("No sale is open"),
  LINES_LOCKED("The total has been taken"),
  NO_SUCH_LINE("There is no such line"),
  ALREADY_VOIDED("The line has been taken back already"),
  NOTHING_TO_PAY("There is nothing to pay"),
  TOTAL_NOT_TAKEN("The total has not been taken"),
  AMOUNT_INVALID("The amount is not above zero, or more than is due"),
  MONEY_TAKEN("Money has been taken for this sale"),
  PAYMENT_OPEN("A payment is on its way"),
  NO_SUCH_PAYMENT("There is no such payment"),
  TOO_LATE_TO_ABORT("The payment terminal has booked already, or does not answer"),
  PAYMENT_NOT_UNKNOWN("The payment terminal knows what became of this payment"),
  SALE_ENDING("The sale is paid and ends"),
  NO_SUCH_PROBLEM("There is no such problem"),
  PROBLEM_CLEARED("Somebody has looked at that already"),
  NO_PAYMENT_TERMINAL("This lane has no payment terminal"),
  PAYMENT_TERMINAL_AWAY("The payment terminal cannot be reached"),
  PRINTER_AWAY("The printer cannot print the card receipt now"),
  NO_SUCH_PRINT_JOB("There is no such print job"),
  PRINT_JOB_NOT_DOUBTFUL("Nobody has to decide about this print job"),
  NO_SUCH_RECEIPT("There is no receipt with this number"),
  STORAGE_FULL("The disk is full: this lane cannot start another sale"),
  STALE("The sale has changed meanwhile"),
  NOT_BUILT("This version cannot do that yet");

  private final String text;

  Reason(String text) {
    this.text = text;
  }

  /// The word machines see: `unknown-item`.
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /// The sentence people see where nothing better is known.
  public String text() {
    return text;
  }
}
