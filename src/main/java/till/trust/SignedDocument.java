package till.trust;

import java.security.spec.InvalidKeySpecException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jose4j.json.JsonUtil;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.lang.JoseException;
import org.jspecify.annotations.Nullable;

/// A letter of the fleet: JWS compact (RFC 7515) with EdDSA over Ed25519 (RFC 8037). The header
/// says exactly `alg`, `kid` and `typ`; anything more, less or else is refused before a key is
/// touched.
///
/// Genuine means: a key we trust with this kind of letter signed these bytes. Whether the letter is
/// meant for this device, and is news, is for the reader of the payload.
public final class SignedDocument {

  /// Longest document, in characters: a whole configuration many times over.
  public static final int CHARACTERS_MAX = 256 * 1024;

  /// Three parts in base64url without padding, each in its one spelling where a signature would not
  /// tell: the last of 86 characters for 64 bytes carries two bits.
  private static final Pattern COMPACT =
      Pattern.compile("[A-Za-z0-9_-]{1,1024}+\\.[A-Za-z0-9_-]++\\.[A-Za-z0-9_-]{85}[AQgw]");

  private static final Set<String> HEADER = Set.of("alg", "kid", "typ");

  static final AlgorithmConstraints ED_DSA_ONLY =
      new AlgorithmConstraints(
          AlgorithmConstraints.ConstraintType.PERMIT, AlgorithmIdentifiers.EDDSA);

  /// What a letter is about, and so which right its key needs.
  public enum Kind {
    CONFIG("till-config", TrustedKey.Right.CONFIG),
    COMMAND("till-command", TrustedKey.Right.COMMAND),
    PRICES("till-prices", TrustedKey.Right.PRICES),
    TRUST("till-trust", TrustedKey.Right.TRUST);

    private final String type;
    private final TrustedKey.Right right;

    Kind(String type, TrustedKey.Right right) {
      this.type = type;
      this.right = right;
    }

    /// The header's `typ`.
    public String type() {
      return type;
    }
  }

  /// What a check came to.
  public sealed interface Verification {

    /// A trusted key signed exactly this payload.
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Genuine(String keyId, byte[] payload) implements Verification {}

    /// Not to be looked at any further.
    record Refused(String reason) implements Verification {}
  }

  private SignedDocument() {}

  /// Checks a letter. Never throws on garbage.
  public static Verification verify(String compact, Kind kind, TrustStore trust) {
    if (compact.length() > CHARACTERS_MAX) {
      return refused(
          "a document of " + compact.length() + " characters; the most is " + CHARACTERS_MAX);
    }
    if (!COMPACT.matcher(compact).matches()) {
      return refused("not a signed document (JWS compact with an Ed25519 signature)");
    }
    try {
      var document = new JsonWebSignature();
      document.setCompactSerialization(compact);
      return verify(document, kind, trust);
    } catch (JoseException | InvalidKeySpecException e) {
      return refused("a signed document that cannot be read");
    }
  }

  private static Verification verify(JsonWebSignature document, Kind kind, TrustStore trust)
      throws JoseException, InvalidKeySpecException {
    Map<String, Object> header =
        JsonUtil.parseJson(document.getHeaders().getFullHeaderAsJsonString());
    if (!header.keySet().equals(HEADER)) {
      return refused("the header must say alg, kid and typ, and nothing else");
    }
    if (!AlgorithmIdentifiers.EDDSA.equals(header.get("alg"))) {
      return refused("the algorithm must be EdDSA, not " + shown(header.get("alg")));
    }
    if (!kind.type().equals(header.get("typ"))) {
      return refused("the type must be " + kind.type() + ", not " + shown(header.get("typ")));
    }
    Optional<TrustedKey> key =
        header.get("kid") instanceof String id ? trust.key(id) : Optional.empty();
    if (key.isEmpty()) {
      return refused("signed with the unknown key " + shown(header.get("kid")));
    }
    if (!key.get().may().contains(kind.right)) {
      return refused("the key " + key.get().id() + " may not sign a " + kind.type());
    }
    document.setAlgorithmConstraints(ED_DSA_ONLY);
    document.setKey(Ed25519.publicKey(key.get().publicKeyBytes()));
    if (!document.verifySignature()) {
      return refused("the signature of key " + key.get().id() + " does not fit the document");
    }
    return new Verification.Genuine(key.get().id(), document.getPayloadBytes());
  }

  /// A stranger's word goes into a log only if it is a plain one.
  private static String shown(@Nullable Object word) {
    return word instanceof String text && TrustedKey.isId(text) ? text : "something unreadable";
  }

  private static Verification refused(String reason) {
    return new Verification.Refused(reason);
  }
}
