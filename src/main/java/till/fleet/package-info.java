/// The other end of the wire: collecting, pushing, auditing.
///
/// Owns the collector and its ledger, the only SQL off the device. It looks at `uplink` (links,
/// topics, the records of the wire), `journal` (chain) and `trust`. A collector is stateless:
/// everything it knows is in the ledger. One thread per broker; the ledger is shared and takes one
/// batch at a time.
package till.fleet;
