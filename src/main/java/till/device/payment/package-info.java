/// Payment terminal (UnifiedPOS CAT), in the words of nexo: what a lane asks of one, whichever
/// protocol it speaks.
///
/// No answer is never turned into a decline: an outcome is approved and then settled, declined, or
/// unknown until the terminal has been asked. Each protocol is a package below this one.
package till.device.payment;
