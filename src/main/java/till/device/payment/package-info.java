/// Payment terminal (UnifiedPOS CAT; nexo words for the requests): ZVT over TCP.
///
/// No answer is never turned into a decline: an outcome is approved, declined, or unknown until the
/// terminal has been asked. `ZvtTerminal` is the driver, on a thread of its own; `ZvtSession` one
/// connection; `Apdu`, `Fields` and `Tlv` the bytes; `Recovery` finds out what became of an
/// attempt, with the help of the one small file that the driver keeps (`AttemptMark`).
package till.device.payment;
