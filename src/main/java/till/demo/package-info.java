/// A whole shop on one machine: embedded broker, collector, one terminal with simulated devices,
/// `/sim`.
///
/// Its own main, never in the device's package. It looks at every room and is `Terminal`'s guest.
package till.demo;
