/// What bytes mean: a sub-package for each UnifiedPOS category, each with a framer, a codec and a
/// driver.
///
/// Owns the drivers, their state (good, bad, unknown, and since when) and the supervisor that
/// reopens a lost wire. It looks at `port` only and has not heard of shops or money. One platform
/// thread a device; what a driver has to say it says to a listener, on that thread.
package till.device;
