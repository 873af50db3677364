package till.trust;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import till.trust.SignedDocument.Kind;
import till.trust.SignedDocument.Verification;
import till.trust.TrustedKey.Right;

final class SignedDocumentTest {

  private static final byte[] PAYLOAD =
      "{\"org\":\"acme\",\"scope\":\"fleet\",\"revision\":7,\"body\":{}}"
          .getBytes(StandardCharsets.UTF_8);

  @TempDir Path directory;
  private SigningKey key;
  private TrustStore trust;

  @BeforeEach
  void makeKey() {
    key = SigningKey.generate(directory.resolve("fleet.key"), "2026a");
    trust = trusting(Set.of(Right.values()));
  }

  private TrustStore trusting(Set<Right> rights) {
    return new TrustStore(List.of(new TrustedKey(key.keyId(), key.publicKeyBase64(), rights)));
  }

  private String refusal(String compact) {
    return assertInstanceOf(
            Verification.Refused.class, SignedDocument.verify(compact, Kind.CONFIG, trust))
        .reason();
  }

  /// A letter with any header, rightly signed.
  private String signed(String header) throws Exception {
    String parts = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(PAYLOAD);
    byte[] secret = KeyFile.sign(secretKey(), parts.getBytes(StandardCharsets.US_ASCII));
    return parts + "." + base64(secret);
  }

  private java.security.PrivateKey secretKey() throws Exception {
    return KeyFile.pair(Files.readString(directory.resolve("fleet.key"))).getPrivate();
  }

  private static String base64(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  @ParameterizedTest
  @EnumSource
  void aSignedLetterIsGenuineAndKeepsItsBytes(Kind kind) {
    var genuine =
        assertInstanceOf(
            Verification.Genuine.class,
            SignedDocument.verify(key.sign(kind, PAYLOAD), kind, trust));
    assertEquals("2026a", genuine.keyId());
    assertArrayEquals(PAYLOAD, genuine.payload());
  }

  @Test
  void theHeaderSaysAlgKidAndTyp() throws Exception {
    String compact = key.sign(Kind.CONFIG, PAYLOAD);
    String header = "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-config\"}";
    assertEquals(signed(header), compact);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"EdDSA\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\"}",
        "{\"alg\":\"EdDSA\",\"typ\":\"till-config\"}",
        "{\"kid\":\"2026a\",\"typ\":\"till-config\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-config\",\"crit\":[\"b64\"],\"b64\":false}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-config\",\"x5u\":\"https://example.org\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-config\",\"jwk\":{}}"
      })
  void aHeaderOfOtherFieldsIsRefused(String header) throws Exception {
    String refusal = refusal(signed(header));
    assertTrue(refusal.startsWith("the header must say alg, kid and typ"), refusal);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-config\"",
        "{\"alg\":\"none\",\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-config\"}",
        "{\"alg\":\"none\",\"kid\":\"2026a\",\"typ\":\"till-config\"}",
        "{\"alg\":\"HS256\",\"kid\":\"2026a\",\"typ\":\"till-config\"}",
        "{\"alg\":\"eddsa\",\"kid\":\"2026a\",\"typ\":\"till-config\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026b\",\"typ\":\"till-config\"}",
        "{\"alg\":\"EdDSA\",\"kid\":17,\"typ\":\"till-config\"}",
        "{\"alg\":\"EdDSA\",\"kid\":null,\"typ\":\"till-config\"}",
        "{\"alg\":\"EdDSA\",\"kid\":{},\"typ\":\"till-config\"}",
        "{\"alg\":[\"EdDSA\"],\"kid\":\"2026a\",\"typ\":\"till-config\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"till-command\"}",
        "{\"alg\":\"EdDSA\",\"kid\":\"2026a\",\"typ\":\"TILL-CONFIG\"}"
      })
  void aHeaderThatSaysOtherwiseIsRefused(String header) throws Exception {
    refusal(signed(header));
  }

  /// The oldest trick: the public key as the secret of a keyed hash.
  @Test
  void thePublicKeyIsNoSharedSecret() throws Exception {
    String header = "{\"alg\":\"HS512\",\"kid\":\"2026a\",\"typ\":\"till-config\"}";
    String parts = base64(header.getBytes(StandardCharsets.UTF_8)) + "." + base64(PAYLOAD);
    Mac mac = Mac.getInstance("HmacSHA512");
    mac.init(new SecretKeySpec(Base64.getDecoder().decode(key.publicKeyBase64()), "HmacSHA512"));
    byte[] hash = mac.doFinal(parts.getBytes(StandardCharsets.US_ASCII));
    String refusal = refusal(parts + "." + base64(hash));
    assertTrue(refusal.contains("EdDSA"), refusal);
  }

  @Test
  void everyChangedCharacterIsFound() {
    String compact = key.sign(Kind.CONFIG, PAYLOAD);
    for (int i = 0; i < compact.length() - 1; i++) {
      char other = compact.charAt(i) == 'A' ? 'B' : 'A';
      refusal(compact.substring(0, i) + other + compact.substring(i + 1));
    }
  }

  @Test
  void aLetterHasOneSpelling() {
    String compact = key.sign(Kind.CONFIG, PAYLOAD);
    char last = compact.charAt(compact.length() - 1);
    for (String other :
        List.of(
            compact + "=",
            compact + "\n",
            " " + compact,
            compact + ".",
            compact.replace('.', ' '),
            compact.substring(0, compact.length() - 1) + (char) (last + 1),
            compact.substring(compact.indexOf('.')),
            compact.substring(0, compact.lastIndexOf('.') + 1))) {
      refusal(other);
    }
  }

  @Test
  void aLetterOfOneKindIsNotOneOfAnother() {
    String refusal = refusal(key.sign(Kind.COMMAND, PAYLOAD));
    assertEquals("the type must be till-config, not till-command", refusal);
  }

  @Test
  void aKeySignsOnlyWhatItMay() {
    for (Right right : Right.values()) {
      trust = trusting(Set.of(right));
      for (Kind kind : Kind.values()) {
        boolean may = kind.type().equals("till-" + right.name().toLowerCase(Locale.ROOT));
        Verification verification = SignedDocument.verify(key.sign(kind, PAYLOAD), kind, trust);
        assertEquals(may, verification instanceof Verification.Genuine, right + " " + kind);
      }
    }
  }

  @Test
  void aStrangersKeyIsUnknownEvenUnderOurName() {
    SigningKey stranger = SigningKey.generate(directory.resolve("stranger.key"), "2026a");
    String refusal = refusal(stranger.sign(Kind.CONFIG, PAYLOAD));
    assertEquals("the signature of key 2026a does not fit the document", refusal);
    trust = new TrustStore(List.of());
    assertEquals("signed with the unknown key 2026a", refusal(key.sign(Kind.CONFIG, PAYLOAD)));
  }

  @Test
  void sizeIsBoundedOnBothSides() {
    refusal("x".repeat(SignedDocument.CHARACTERS_MAX + 1));
    String refusal = refusal("a." + "x".repeat(SignedDocument.CHARACTERS_MAX) + ".b");
    assertTrue(refusal.contains("the most is 262144"), refusal);
    byte[] large = new byte[190 * 1024];
    assertInstanceOf(
        Verification.Genuine.class,
        SignedDocument.verify(key.sign(Kind.CONFIG, large), Kind.CONFIG, trust));
    assertThrows(IllegalArgumentException.class, () -> key.sign(Kind.CONFIG, new byte[200 * 1024]));
  }

  @Test
  void garbageIsRefusedAndNeverAnException() {
    long seed = 26;
    var chance = new Random(seed);
    for (int i = 0; i < 500; i++) {
      byte[] header = new byte[1 + chance.nextInt(60)];
      byte[] payload = new byte[1 + chance.nextInt(60)];
      byte[] signature = new byte[64];
      chance.nextBytes(header);
      chance.nextBytes(payload);
      chance.nextBytes(signature);
      refusal(base64(header) + "." + base64(payload) + "." + base64(signature));
    }
    String deep = "{\"a\":" + "[".repeat(10_000);
    refusal(base64(deep.getBytes(StandardCharsets.UTF_8)) + ".e30." + "A".repeat(86));
  }

  @Test
  void aSigningKeyIsOpenedAgain() throws Exception {
    Path file = directory.resolve("fleet.key");
    SigningKey again = SigningKey.open(file);
    assertEquals("2026a", again.keyId());
    assertEquals(key.publicKeyBase64(), again.publicKeyBase64());
    assertEquals(key.sign(Kind.TRUST, PAYLOAD), again.sign(Kind.TRUST, PAYLOAD));
    assertEquals("rw-------", PosixFilePermissions.toString(Files.getPosixFilePermissions(file)));
  }

  @Test
  void aSigningKeyNeverReplacesAFile() throws Exception {
    Path file = directory.resolve("fleet.key");
    byte[] before = Files.readAllBytes(file);
    String refusal =
        Objects.requireNonNull(
            assertThrows(TrustException.class, () -> SigningKey.generate(file, "2026b"))
                .getMessage());
    assertTrue(refusal.contains(file.toString()), refusal);
    assertTrue(MessageDigest.isEqual(before, Files.readAllBytes(file)));
    assertThrows(
        IllegalArgumentException.class,
        () -> SigningKey.generate(directory.resolve("other"), "no good id"));
  }

  @Test
  void whatIsNoSigningKeyIsRefused() {
    Path device = directory.resolve(DeviceKey.FILE);
    DeviceKey.open(directory);
    for (Path file : List.of(device, directory.resolve("nothing"))) {
      String refusal =
          Objects.requireNonNull(
              assertThrows(TrustException.class, () -> SigningKey.open(file)).getMessage());
      assertTrue(refusal.contains(file.toString()), refusal);
    }
  }
}
