package till.sale;

import java.math.BigDecimal;

/// What a code means that the shop's own scale or packing line has made: restricted circulation
/// numbers (GS1 General Specifications 2.1.12), which mean something else in each chain; or one
/// that stands on a coupon.
///
/// @param key the code with nothing in place of its value and the check digits that belong there:
///   the same for all packs of an item, and listed among its codes in the price book; of a coupon,
///   the whole code in 13 digits
public record StoreCode(Kind kind, BigDecimal value, String key) {

  /// What is packed into the code.
  public enum Kind {
    /// Of the whole pack, in units of the shop's currency.
    PRICE,
    /// In kilograms.
    WEIGHT,
    /// Of pieces.
    COUNT,
    /// Of what a coupon takes off a sale, in units of the shop's currency.
    COUPON
  }
}
