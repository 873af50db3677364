package till.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.util.Base64;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;

/// A key of the fleet's people: it signs the letters that devices trust. Its file stays on their
/// side.
public final class SigningKey {

  private static final String ID = "key-id";

  private final String keyId;
  private final KeyPair pair;

  private SigningKey(String keyId, KeyPair pair) {
    this.keyId = keyId;
    this.pair = pair;
  }

  /// Makes a key.
  ///
  /// @throws TrustException when the file is there already or cannot be made
  /// @throws IllegalArgumentException when the id is none
  public static SigningKey generate(Path file, String keyId) {
    TrustedKey.checkId(keyId);
    if (Files.exists(file)) {
      throw new TrustException(
          "there is a file "
              + file
              + " already, and it may be the only copy of a key: choose another");
    }
    KeyPair pair = Ed25519.generate();
    try {
      KeyFile.write(file, ID + ": " + keyId + "\n", pair);
    } catch (NoSuchFileException e) {
      throw new TrustException("cannot make the signing key " + file + ": there is no such folder");
    } catch (IOException e) {
      throw new TrustException("cannot make the signing key " + file, e);
    }
    return new SigningKey(keyId, pair);
  }

  /// Opens a key that `generate` made.
  ///
  /// @throws TrustException when the file cannot be read
  public static SigningKey open(Path file) {
    try {
      String text = KeyFile.read(file);
      String keyId =
          KeyFile.remark(text, ID).orElseThrow(() -> new IOException("it does not say its " + ID));
      return new SigningKey(keyId, KeyFile.pair(text));
    } catch (IOException e) {
      throw new TrustException("cannot use the signing key " + file, e);
    }
  }

  /// How documents name this key.
  public String keyId() {
    return keyId;
  }

  /// The public half, for the `[trust]` of devices.
  public String publicKeyBase64() {
    return Base64.getEncoder().encodeToString(Ed25519.raw(pair.getPublic()));
  }

  /// Signs a payload: JWS compact.
  ///
  /// @throws IllegalArgumentException when devices would refuse the result for its size
  public String sign(SignedDocument.Kind kind, byte[] payload) {
    var document = new JsonWebSignature();
    document.setPayloadBytes(payload);
    document.setHeader("alg", AlgorithmIdentifiers.EDDSA);
    document.setHeader("kid", keyId);
    document.setHeader("typ", kind.type());
    document.setAlgorithmConstraints(SignedDocument.ED_DSA_ONLY);
    document.setKey(pair.getPrivate());
    try {
      String compact = document.getCompactSerialization();
      if (compact.length() > SignedDocument.CHARACTERS_MAX) {
        throw new IllegalArgumentException(
            "a payload of "
                + payload.length
                + " bytes makes a document longer than "
                + SignedDocument.CHARACTERS_MAX
                + " characters, which no device takes");
      }
      return compact;
    } catch (JoseException e) {
      throw new IllegalStateException("a key of ours that does not sign", e);
    }
  }
}
