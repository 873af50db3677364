package till.trust;

import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// A key of the fleet, and what it may sign.
///
/// @param id how documents name it: `2026a`
/// @param publicKey base64 of the 32 bytes
public record TrustedKey(String id, String publicKey, Set<Right> may) {

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,64}");

  /// What a key may be trusted with. In a configuration the names are lower case.
  public enum Right {
    CONFIG,
    COMMAND,
    PRICES,
    TRUST;

    /// The name in a configuration.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// @throws IllegalArgumentException when it is no key, saying why
  public TrustedKey {
    may = Set.copyOf(may);
    checkId(id);
    int bytes;
    try {
      bytes = Base64.getDecoder().decode(publicKey).length;
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the public key of " + id + " is not base64", e);
    }
    if (bytes != Ed25519.PUBLIC_KEY_BYTES) {
      throw new IllegalArgumentException(
          "the public key of "
              + id
              + " has "
              + bytes
              + " bytes instead of "
              + Ed25519.PUBLIC_KEY_BYTES);
    }
  }

  static boolean isId(String text) {
    return ID.matcher(text).matches();
  }

  static void checkId(String id) {
    if (!isId(id)) {
      throw new IllegalArgumentException(
          "a key id is 1 to 64 letters, digits, dots, dashes and underscores, not " + id);
    }
  }

  byte[] publicKeyBytes() {
    return Base64.getDecoder().decode(publicKey);
  }
}
