package till.journal;

import till.sale.Transaction;

/// A finished transaction as the journal has it.
///
/// @param prev SHA-256 (hex) of the document before it
/// @param bytes exactly what was stored, signed and published
@SuppressWarnings("ArrayRecordComponent") // read-only by agreement, never compared
public record Document(
    String org,
    String terminal,
    String epoch,
    long number,
    String prev,
    Transaction transaction,
    byte[] bytes) {}
