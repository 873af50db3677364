/// The other end of the wire: collecting, signing, pushing.
///
/// Owns the collector and its ledger of documents. It looks at `uplink` (topics, links), `journal`
/// (chain, documents) and `trust`. A collector is stateless: everything it knows is in the ledger.
package till.fleet;
