package till.trust;

import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.util.Optional;

/// Checks what a device signed.
public final class Signatures {

  private Signatures() {}

  /// Whether this key signed this message. Garbage for a key or a signature is a no, never an
  /// exception.
  ///
  /// @param publicKey the 32 bytes
  /// @param signature the 64 bytes
  public static boolean verify(byte[] publicKey, byte[] message, byte[] signature) {
    if (publicKey.length != Ed25519.PUBLIC_KEY_BYTES
        || signature.length != Ed25519.SIGNATURE_BYTES) {
      return false;
    }
    return Libcrypto.linked()
        .getNow(Optional.empty())
        .flatMap(library -> library.verify(publicKey, message, signature))
        .orElseGet(() -> verifyInJava(publicKey, message, signature));
  }

  static boolean verifyInJava(byte[] publicKey, byte[] message, byte[] signature) {
    try {
      Signature check = Signature.getInstance(Ed25519.NAME);
      check.initVerify(Ed25519.publicKey(publicKey));
      check.update(message);
      return check.verify(signature);
    } catch (InvalidKeySpecException | InvalidKeyException | SignatureException e) {
      return false;
    } catch (NoSuchAlgorithmException e) {
      throw Ed25519.missing(e);
    }
  }
}
