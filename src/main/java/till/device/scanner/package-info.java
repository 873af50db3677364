/// Scanner (UnifiedPOS): labels cut out of a stream of bytes.
package till.device.scanner;
