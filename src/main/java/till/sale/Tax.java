package till.sale;

import java.math.BigDecimal;

/// The tax of one group in one transaction, computed once on the group's sum.
///
/// @param taxable the sum without the tax
/// @param amount the tax in it or on it
public record Tax(
    String group, BigDecimal percent, boolean included, Money taxable, Money amount) {}
