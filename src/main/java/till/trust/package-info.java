/// Keys and signatures: who said this, and is it unchanged?
///
/// Owns the device's Ed25519 key, the set of keys the fleet is trusted with, and signed documents
/// (JWS compact, EdDSA). OpenSSL does the arithmetic where it is there, Java where it is not.
/// Anybody may look in; it looks at nobody. Immutable after opening, so any thread.
package till.trust;
