/// Scanner (UnifiedPOS): labels cut out of a stream of bytes, or of a keyboard's keys. What they
/// mean is `label`'s.
///
/// Owns the drivers: a framer for each kind of stream, and what scanners are told. Labels go to a
/// listener on the scanner's thread; commands leave on another, so that none of them waits.
package till.device.scanner;
