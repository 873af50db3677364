/// Payment terminal (UnifiedPOS CAT; nexo words for the requests): ZVT over TCP.
///
/// No answer is never turned into a decline: an outcome is approved, declined, or unknown until the
/// terminal has been asked.
package till.device.payment;
