package till.sale;

import java.time.LocalDate;

/// The business day that was closed last.
///
/// @param number of its Z report, from 1 and without a gap
/// @param cash what was left in the drawer, for the next day
public record LastClosing(long number, LocalDate businessDay, Money cash) {}
