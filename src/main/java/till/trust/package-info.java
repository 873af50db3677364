/// Keys, signatures and PINs: who said this, and is it unchanged?
///
/// Owns the device's Ed25519 key, the set of keys the fleet is trusted with, signed documents (JWS
/// compact, EdDSA), and the operators with their PINs, and how a secret is put into a file. OpenSSL
/// does the arithmetic of signatures where it is there, Java where it is not. Anybody may look in;
/// it looks at nobody. Any thread: all but `Operators` is immutable after opening.
package till.trust;
