package till.journal;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

final class UlidTest {

  private final Random chance = new Random(1);

  /// The ULID specification's own example of a time.
  @Test
  void theFirstTenCharactersAreTheTime() {
    assertEquals(
        "01ARYZ6S41", Ulid.next(Instant.ofEpochMilli(1469918176385L), chance).substring(0, 10));
    assertEquals(
        "7ZZZZZZZZZ", Ulid.next(Instant.ofEpochMilli((1L << 48) - 1), chance).substring(0, 10));
  }

  @Test
  void aBoardWithoutAClockStillGetsDifferentOnes() {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 1_000; i++) {
      String id = Ulid.next(Instant.ofEpochMilli(-1), chance);
      assertTrue(id.matches("0{10}[0-9A-HJKMNP-TV-Z]{16}"), id);
      assertTrue(seen.add(id), id);
    }
  }
}
