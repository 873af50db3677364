package till.config;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import till.trust.SignedDocument;
import till.trust.SigningKey;

/// The fleet's people, with a signing key.
public final class Headquarters {

  private final SigningKey key;

  public Headquarters(Path folder, String keyId) {
    this.key = SigningKey.generate(folder.resolve(keyId + ".key"), keyId);
  }

  /// What devices need to believe them.
  public String trust(String right) {
    return "[trust]\nkeys = [{ id = \"%s\", public_key = \"%s\", may = [\"%s\"] }]\n"
        .formatted(key.keyId(), key.publicKeyBase64(), right);
  }

  public byte[] config(String scope, long revision, String body) {
    return sign(
        SignedDocument.Kind.CONFIG,
        "{\"org\":\"acme\",\"scope\":\"%s\",\"revision\":%d,\"issued\":\"2026-11-24T09:00:00Z\",\"body\":%s}"
            .formatted(scope, revision, body));
  }

  public byte[] sign(SignedDocument.Kind kind, String payload) {
    return key.sign(kind, payload.getBytes(StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.US_ASCII);
  }
}
