/// The other end of the wire: collecting, pushing, auditing.
///
/// Owns the collector and its ledger, the only SQL off the device. It looks at `uplink` (links,
/// topics, the records of the wire), `journal` (chain) and `trust`. A collector is stateless:
/// everything it knows is in the ledger, on SQLite or PostgreSQL. One thread per broker; the ledger
/// is shared and takes one batch at a time. A small HTTP server shows what a collector has done: it
/// has no lane, so the kiosk is not its place.
package till.fleet;
