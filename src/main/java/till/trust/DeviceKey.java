package till.trust;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// This device's own key: every journal document is signed with it. Made at the first start and
/// kept in the state directory, where only the daemon may read it.
///
/// A lost key is never made up for silently: an unreadable file is refused, because a new key is
/// news to the fleet.
public final class DeviceKey {

  /// The file's name in the state directory.
  public static final String FILE = "device.key";

  private static final int KEY_ID_BYTES = 8;

  private final KeyPair pair;
  private final byte[] publicKey;
  private final String keyId;
  private final CompletableFuture<Optional<Libcrypto.Key>> quick;

  private DeviceKey(KeyPair pair) {
    this.pair = pair;
    this.quick = Libcrypto.linked().thenApply(found -> found.map(to -> to.key(pair.getPrivate())));
    this.publicKey = Ed25519.raw(pair.getPublic());
    this.keyId = keyId(publicKey);
  }

  /// Opens the key of this state directory, or makes it.
  ///
  /// @throws TrustException when the file cannot be read or made
  public static DeviceKey open(Path directory) {
    Path file = directory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        KeyFile.write(file, "", Ed25519.generate());
      }
      return new DeviceKey(KeyFile.pair(KeyFile.read(file)));
    } catch (NoSuchFileException e) {
      throw new TrustException(
          "cannot make the device key " + file + ": make the directory " + directory + " first", e);
    } catch (IOException e) {
      throw new TrustException(
          "cannot use the device key "
              + file
              + " (bring it back from a copy, or move it away: a new one is made, which the fleet"
              + " has to accept)",
          e);
    }
  }

  /// The first 16 hex digits of the SHA-256 of a public key: how documents name it.
  public static String keyId(byte[] publicKey) {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(publicKey);
      return HexFormat.of().formatHex(digest, 0, KEY_ID_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw Ed25519.missing(e);
    }
  }

  /// How documents name this key.
  public String keyId() {
    return keyId;
  }

  /// The public half, 32 bytes.
  public byte[] publicKey() {
    return publicKey.clone();
  }

  /// The signature of a message, 64 bytes.
  public byte[] sign(byte[] message) {
    return quick
        .getNow(Optional.empty())
        .flatMap(key -> key.sign(message))
        .orElseGet(() -> KeyFile.sign(pair.getPrivate(), message));
  }
}
