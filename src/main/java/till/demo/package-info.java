/// A whole shop on one machine: embedded broker, collector, one terminal with simulated devices,
/// `/sim`.
///
/// Its own main, never in the device's package. It looks at every room, and the daemon is its
/// guest: broker, collector and devices stand around it, and what happens is seen from outside,
/// through the kiosk's API, the ledger and the printer's paper. Beside it stand devices for a
/// daemon in another process (`till simulate devices`).
package till.demo;
