package till.kiosk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import till.trust.SecretFile;

/// Bearer tokens for programs on this board, one a role, in files that only the daemon's group can
/// read. Made anew at each start; memory keeps their digests only.
public final class AccessTokens {

  private static final int TOKEN_BYTES = 32;

  private final Map<Role, byte[]> digests;

  private AccessTokens(Map<Role, byte[]> digests) {
    this.digests = digests;
  }

  /// Makes the tokens and writes their files.
  ///
  /// @param chance a secure generator
  /// @throws KioskException when the directory cannot be written
  public static AccessTokens make(Path directory, RandomGenerator chance) {
    Map<Role, byte[]> digests = new EnumMap<>(Role.class);
    for (Role role : Role.values()) {
      byte[] random = new byte[TOKEN_BYTES];
      chance.nextBytes(random);
      String token = Base64.getUrlEncoder().withoutPadding().encodeToString(random);
      write(file(directory, role), token);
      digests.put(role, Digests.sha256(token));
    }
    return new AccessTokens(digests);
  }

  /// Where a role's token is: `kiosk.token`.
  public static Path file(Path directory, Role role) {
    return directory.resolve(role.wireName() + ".token");
  }

  private static void write(Path file, String token) {
    try {
      Files.createDirectories(file.getParent());
      SecretFile.write(file, (token + "\n").getBytes(StandardCharsets.US_ASCII), "rw-r-----");
    } catch (IOException e) {
      throw new KioskException(
          "cannot write the access token "
              + file
              + " ("
              + e
              + "): make that directory writable, or set another token_directory in [kiosk]",
          e);
    }
  }

  /// Whose token this is. Takes as long for a wrong one as for a right one.
  Optional<Role> role(String token) {
    byte[] digest = Digests.sha256(token);
    Optional<Role> found = Optional.empty();
    for (Map.Entry<Role, byte[]> each : digests.entrySet()) {
      if (MessageDigest.isEqual(each.getValue(), digest)) {
        found = Optional.of(each.getKey());
      }
    }
    return found;
  }
}
