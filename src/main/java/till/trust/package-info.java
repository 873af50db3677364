/// Keys and signatures: who said this, and is it unchanged?
///
/// Owns the device's Ed25519 key, the set of keys the fleet is trusted with, and signed documents
/// (JWS compact, EdDSA). Anybody may look in; it looks at nobody. Immutable after opening, so any
/// thread.
package till.trust;
