package till.trust;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;

/// The one kind of key in this house (RFC 8032), and its public half in 32 bytes.
final class Ed25519 {

  static final String NAME = "Ed25519";
  static final int PUBLIC_KEY_BYTES = 32;
  static final int SIGNATURE_BYTES = 64;

  /// What stands before the 32 bytes in a SubjectPublicKeyInfo (RFC 8410).
  private static final byte[] PREFIX = HexFormat.of().parseHex("302a300506032b6570032100");

  private Ed25519() {}

  static KeyPair generate() {
    try {
      return KeyPairGenerator.getInstance(NAME).generateKeyPair();
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  static KeyFactory keys() {
    try {
      return KeyFactory.getInstance(NAME);
    } catch (NoSuchAlgorithmException e) {
      throw missing(e);
    }
  }

  /// The 32 bytes of a public key.
  static byte[] raw(PublicKey key) {
    byte[] encoded = key.getEncoded();
    return Arrays.copyOfRange(encoded, PREFIX.length, encoded.length);
  }

  /// @throws InvalidKeySpecException when these bytes are no point of the curve
  static PublicKey publicKey(byte[] raw) throws InvalidKeySpecException {
    if (raw.length != PUBLIC_KEY_BYTES) {
      throw new InvalidKeySpecException("a public key of " + raw.length + " bytes");
    }
    byte[] encoded = Arrays.copyOf(PREFIX, PREFIX.length + raw.length);
    System.arraycopy(raw, 0, encoded, PREFIX.length, raw.length);
    return keys().generatePublic(new X509EncodedKeySpec(encoded));
  }

  static IllegalStateException missing(GeneralSecurityException e) {
    return new IllegalStateException("every Java has Ed25519 and SHA-256", e);
  }
}
