package till.journal;

import java.time.Instant;
import java.util.random.RandomGenerator;

/// Identifiers nobody else has: 48 bits of time and 80 of chance, as 26 characters of Crockford's
/// base 32 (the ULID specification). They sort by time as far as the clock can be believed; nothing
/// depends on it.
public final class Ulid {

  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();
  private static final int TIME_CHARACTERS = 10;
  private static final int CHANCE_CHARACTERS = 16;

  private Ulid() {}

  /// A new one. The generator should be a secure one: a cloned board must not repeat another's.
  public static String next(Instant at, RandomGenerator chance) {
    var id = new StringBuilder(TIME_CHARACTERS + CHANCE_CHARACTERS);
    long millis = Math.max(0, at.toEpochMilli());
    for (int i = TIME_CHARACTERS - 1; i >= 0; i--) {
      id.append(ALPHABET[(int) (millis >>> (5 * i)) & 31]);
    }
    for (int i = 0; i < CHANCE_CHARACTERS; i++) {
      id.append(ALPHABET[chance.nextInt(32)]);
    }
    return id.toString();
  }
}
