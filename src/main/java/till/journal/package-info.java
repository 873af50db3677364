/// The shop's memory, and the only SQL on the device.
///
/// Owns the journal database (facts of what is open, numbered and chained documents, the till's
/// snapshot, the verdicts of commands), the outbox that reads it with a bookmark of its own, the
/// price books, and the lock of the folder they are in. It looks at `sale` and `trust`. `Journal`
/// belongs to the lane's thread, `Outbox` to the uplink's.
package till.journal;
