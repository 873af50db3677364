package till.sale;

import java.time.Instant;

/// A sale that waits for its customer. Its document says that it was suspended; what goes on, or is
/// given up, is another transaction.
///
/// @param at since when it waits
public record Suspended(RetailTransaction sale, Instant at) {}
