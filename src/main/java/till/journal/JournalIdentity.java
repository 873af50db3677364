package till.journal;

import java.time.ZoneId;
import java.util.Currency;

/// Whose journal it is: what every document says of its origin.
///
/// @param terminal the terminal's id on the wire: `0042-03`
public record JournalIdentity(
    String org,
    String terminal,
    String store,
    String workstation,
    Currency currency,
    ZoneId timeZone) {}
