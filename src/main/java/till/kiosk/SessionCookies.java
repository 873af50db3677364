package till.kiosk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.Optional;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import till.trust.SecretFile;

/// What a paired browser shows: `role.random.HMAC`, good for as long as the secret in the state
/// directory is. Deleting that file and restarting unpairs every browser.
final class SessionCookies {

  /// The secret's name in the state directory.
  static final String FILE = "kiosk.key";

  private static final String ALGORITHM = "HmacSHA256";
  private static final int SECRET_BYTES = 32;
  private static final int RANDOM_BYTES = 16;

  private final SecretKeySpec secret;
  private final RandomGenerator chance;

  private SessionCookies(byte[] secret, RandomGenerator chance) {
    this.secret = new SecretKeySpec(secret, ALGORITHM);
    this.chance = chance;
  }

  /// Opens the secret, or makes it.
  ///
  /// @throws KioskException when it can be neither read nor made
  static SessionCookies open(Path stateDirectory, RandomGenerator chance) {
    Path file = stateDirectory.resolve(FILE);
    try {
      if (!Files.exists(file)) {
        byte[] fresh = new byte[SECRET_BYTES];
        chance.nextBytes(fresh);
        SecretFile.write(file, fresh, SecretFile.OWNER_ONLY);
      }
      byte[] secret = Files.readAllBytes(file);
      if (secret.length != SECRET_BYTES) {
        throw new KioskException(
            file + " is not a secret of " + SECRET_BYTES + " bytes: delete it and pair anew");
      }
      return new SessionCookies(secret, chance);
    } catch (IOException e) {
      throw new KioskException(
          "cannot keep the secret for paired browsers in " + file + ": " + e, e);
    }
  }

  /// A new cookie's value.
  String issue(Role role) {
    byte[] random = new byte[RANDOM_BYTES];
    chance.nextBytes(random);
    String claim = role.wireName() + "." + text(random);
    return claim + "." + seal(claim);
  }

  /// What the browser with this cookie may do.
  Optional<Role> role(String cookie) {
    int end = cookie.lastIndexOf('.');
    if (end < 0) {
      return Optional.empty();
    }
    String claim = cookie.substring(0, end);
    boolean genuine =
        MessageDigest.isEqual(
            seal(claim).getBytes(StandardCharsets.UTF_8),
            cookie.substring(end + 1).getBytes(StandardCharsets.UTF_8));
    return genuine ? Role.of(claim.substring(0, claim.indexOf('.'))) : Optional.empty();
  }

  private String seal(String claim) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(secret);
      return text(mac.doFinal(claim.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has " + ALGORITHM, e);
    }
  }

  private static String text(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
