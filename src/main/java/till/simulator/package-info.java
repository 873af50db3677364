/// A shop's worth of devices that behave like the real ones, with ledgers of their own.
///
/// For the demo and for tests; never on a device. It looks at `port` and `paper`, and shares no
/// code with the drivers it answers, so that a mistake shows. One thread a device.
package till.simulator;
