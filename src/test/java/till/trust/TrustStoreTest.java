package till.trust;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.trust.TrustedKey.Right;

final class TrustStoreTest {

  private static final String KEY = Base64.getEncoder().encodeToString(new byte[32]);

  @Test
  void aKeyIsFoundByItsId() {
    var key = new TrustedKey("2026a", KEY, Set.of(Right.CONFIG));
    var store = new TrustStore(List.of(key));
    assertEquals(Optional.of(key), store.key("2026a"));
    assertEquals(Optional.empty(), store.key("2026b"));
  }

  @Test
  void twoKeysOfOneIdAreRefused() {
    var key = new TrustedKey("2026a", KEY, Set.of());
    assertThrows(IllegalArgumentException.class, () -> new TrustStore(List.of(key, key)));
  }

  @ParameterizedTest
  @CsvSource({
    "'', AAAA, key id",
    "a b, AAAA, key id",
    "2026a, AAAA, has 3 bytes instead of 32",
    "2026a, '', has 0 bytes instead of 32",
    "2026a, n*t, not base64"
  })
  void whatIsNoKeyIsRefusedWithItsReason(String id, String key, String reason) {
    String refusal =
        Objects.requireNonNull(
            assertThrows(IllegalArgumentException.class, () -> new TrustedKey(id, key, Set.of()))
                .getMessage());
    assertTrue(refusal.contains(reason), refusal);
  }

  @Test
  void rightsHaveTheConfigurationsNames() {
    assertEquals("config", Right.CONFIG.wireName());
    assertEquals("trust", Right.TRUST.wireName());
  }
}
