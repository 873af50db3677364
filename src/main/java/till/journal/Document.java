package till.journal;

import java.util.Optional;
import till.sale.Transaction;

/// A finished transaction as the journal has it.
///
/// @param prev SHA-256 (hex) of the document before it
/// @param previousEpoch the head of the epoch before, as the first document of an epoch names it;
///   its position is 0, which means unknown
/// @param training whether it is of an exercise: nothing was sold
/// @param bytes exactly what was stored, signed and published
@SuppressWarnings("ArrayRecordComponent") // read-only by agreement, never compared
public record Document(
    String org,
    String terminal,
    String epoch,
    long number,
    String prev,
    Optional<Head> previousEpoch,
    boolean training,
    Transaction transaction,
    byte[] bytes) {}
