package till.trust;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.InvalidKeyException;
import java.security.KeyPair;
import java.security.NoSuchAlgorithmException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Base64;
import java.util.Optional;

/// A key pair in a file only its owner may read: PKCS#8 and SubjectPublicKeyInfo in PEM (RFC 7468),
/// which `openssl pkey` reads too. Lines before the first block may carry a remark, such as
/// `key-id: 2026a`.
final class KeyFile {

  /// Two blocks of one line each and a remark; ten times that is no key file.
  private static final int FILE_BYTES_MAX = 4096;

  private static final String PRIVATE = "PRIVATE KEY";
  private static final String PUBLIC = "PUBLIC KEY";

  private KeyFile() {}

  /// Puts the pair there whole or not at all.
  static void write(Path file, String remark, KeyPair pair) throws IOException {
    String text =
        remark
            + block(PRIVATE, pair.getPrivate().getEncoded())
            + block(PUBLIC, pair.getPublic().getEncoded());
    SecretFile.write(file, text.getBytes(StandardCharsets.US_ASCII), SecretFile.OWNER_ONLY);
  }

  /// The file's text; its mode is set right when others may read it.
  static String read(Path file) throws IOException {
    if (Files.size(file) > FILE_BYTES_MAX) {
      throw new IOException("it is too large for a key");
    }
    var ownerOnly = PosixFilePermissions.fromString(SecretFile.OWNER_ONLY);
    if (!Files.getPosixFilePermissions(file).equals(ownerOnly)) {
      Files.setPosixFilePermissions(file, ownerOnly);
    }
    return Files.readString(file, StandardCharsets.US_ASCII);
  }

  /// The pair in a file's text.
  ///
  /// @throws IOException saying what is wrong with it
  static KeyPair pair(String text) throws IOException {
    try {
      PrivateKey secret =
          Ed25519.keys().generatePrivate(new PKCS8EncodedKeySpec(block(text, PRIVATE)));
      PublicKey open = Ed25519.keys().generatePublic(new X509EncodedKeySpec(block(text, PUBLIC)));
      var pair = new KeyPair(open, secret);
      if (!Signatures.verify(Ed25519.raw(open), new byte[1], sign(secret, new byte[1]))) {
        throw new IOException("its two halves do not belong together");
      }
      return pair;
    } catch (InvalidKeySpecException | IllegalArgumentException e) {
      throw new IOException("it holds no Ed25519 key", e);
    }
  }

  static Optional<String> remark(String text, String name) {
    return text.lines()
        .filter(line -> line.startsWith(name + ": "))
        .map(line -> line.substring(name.length() + 2))
        .findFirst();
  }

  static byte[] sign(PrivateKey key, byte[] message) {
    try {
      Signature signature = Signature.getInstance(Ed25519.NAME);
      signature.initSign(key);
      signature.update(message);
      return signature.sign();
    } catch (InvalidKeyException | SignatureException | NoSuchAlgorithmException e) {
      throw new IllegalStateException("a key of ours that does not sign", e);
    }
  }

  private static String block(String label, byte[] encoded) {
    return "-----BEGIN "
        + label
        + "-----\n"
        + Base64.getEncoder().encodeToString(encoded)
        + "\n-----END "
        + label
        + "-----\n";
  }

  private static byte[] block(String text, String label) throws IOException {
    String begin = "-----BEGIN " + label + "-----";
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END " + label + "-----");
    if (from < 0 || to < from) {
      throw new IOException("it has no " + label);
    }
    return Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
  }
}
