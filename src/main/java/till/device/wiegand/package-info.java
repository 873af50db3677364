/// Badge readers and keypads with a Wiegand interface, on two GPIO lines. UnifiedPOS has no
/// category for them: they are an `RFIDScanner` here.
///
/// `WiegandDecoder` makes frames of pulses, without I/O; `WiegandReader` is the driver. It goes by
/// the kernel's time and count of the pulses: by Pi4J, which tells neither, the order of two lines
/// is that of two threads.
package till.device.wiegand;
