package till.sale;

import java.math.BigDecimal;
import java.time.LocalDate;

/// One row of the tax table.
///
/// @param group what items refer to
/// @param percent 19 means 19 %
/// @param included prices contain this tax already
/// @param validFrom first business day on which the row counts
public record TaxRate(String group, BigDecimal percent, boolean included, LocalDate validFrom) {}
