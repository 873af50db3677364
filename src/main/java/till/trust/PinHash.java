package till.trust;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// A PIN as a configuration keeps it: Argon2id (RFC 9106) in the notation of the Password Hashing
/// Competition, `$argon2id$v=19$m=12288,t=3,p=1$salt$hash`.
///
/// It makes each guess dear, not a short PIN long: whoever has the hash of four digits has them
/// after ten thousand guesses, which are minutes. Both who may read it and how often may be guessed
/// have to be limited elsewhere. Immutable.
public final class PinHash {

  public static final int DIGITS_MIN = 4;
  public static final int DIGITS_MAX = 12;

  /// OWASP's second choice for Argon2id: a third less memory than the first, for boards with little
  /// of it. 45 ms on a server's core with the daemon's compiler, some ten times that on a small
  /// board.
  private static final Work NORMAL = new Work(12 * 1024, 3, 1);

  private static final int SALT_BYTES = 16;
  private static final int HASH_BYTES = 32;

  /// Below it a guess costs next to nothing.
  private static final int MEMORY_KIB_MIN = 4 * 1024;

  /// A third of the daemon's heap.
  private static final int MEMORY_KIB_MAX = 32 * 1024;

  /// Passes times memory: four times the normal work, which a person at the counter can wait for.
  private static final int WORK_KIB_MAX = 144 * 1024;

  private static final int LANES_MAX = 4;
  private static final int SALT_BYTES_MIN = 8;
  private static final int SALT_BYTES_MAX = 48;
  private static final int HASH_BYTES_MIN = 16;
  private static final int HASH_BYTES_MAX = 64;

  private static final Pattern PIN =
      Pattern.compile("[0-9]{" + DIGITS_MIN + "," + DIGITS_MAX + "}");

  private static final Pattern NOTATION =
      Pattern.compile(
          "\\$argon2id\\$v=19\\$m=([0-9]{1,9}),t=([0-9]{1,9}),p=([0-9]{1,9})"
              + "\\$([A-Za-z0-9+/]{1,100})\\$([A-Za-z0-9+/]{1,100})");

  /// What one guess takes.
  private record Work(int memoryKib, int passes, int lanes) {}

  private final Work work;
  private final byte[] salt;
  private final byte[] hash;

  private PinHash(Work work, byte[] salt, byte[] hash) {
    this.work = work;
    this.salt = salt;
    this.hash = hash;
  }

  /// Whether this can be a PIN: 4 to 12 digits.
  public static boolean isPin(String text) {
    return PIN.matcher(text).matches();
  }

  /// Whether these digits are among the first that anybody would try: all the same, or counting up
  /// or down.
  public static boolean isGuessable(String pin) {
    int step = pin.charAt(1) - pin.charAt(0);
    boolean even = true;
    for (int i = 1; i < pin.length(); i++) {
      even &= Math.floorMod(pin.charAt(i) - pin.charAt(i - 1) - step, 10) == 0;
    }
    return even && Math.abs(step) <= 1;
  }

  /// Hashes a PIN with a salt of its own. Takes some tenths of a second on a small board, and 12
  /// MiB meanwhile.
  ///
  /// @param chance a secure generator
  /// @throws IllegalArgumentException when it is not 4 to 12 digits
  public static PinHash make(String pin, RandomGenerator chance) {
    if (!isPin(pin)) {
      throw new IllegalArgumentException(
          "a PIN is " + DIGITS_MIN + " to " + DIGITS_MAX + " digits");
    }
    byte[] salt = new byte[SALT_BYTES];
    chance.nextBytes(salt);
    return new PinHash(NORMAL, salt, hash(NORMAL, salt, HASH_BYTES, pin));
  }

  /// Reads a hash. One that would take more memory or time than this board has for it is refused.
  ///
  /// @throws IllegalArgumentException saying what is wrong, without the text
  public static PinHash parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "a PIN's hash is $argon2id$v=19$m=...,t=...,p=...$salt$hash, as `till pin` makes it");
    }
    int memory = number("m", matcher.group(1), MEMORY_KIB_MIN, MEMORY_KIB_MAX);
    int passes = number("t", matcher.group(2), 1, WORK_KIB_MAX / memory);
    int lanes = number("p", matcher.group(3), 1, LANES_MAX);
    return new PinHash(
        new Work(memory, passes, lanes),
        bytes("salt", matcher.group(4), SALT_BYTES_MIN, SALT_BYTES_MAX),
        bytes("hash", matcher.group(5), HASH_BYTES_MIN, HASH_BYTES_MAX));
  }

  private static int number(String name, String digits, int min, int max) {
    int number = Integer.parseInt(digits);
    if (number < min || number > max) {
      throw new IllegalArgumentException(
          "a PIN's hash has " + name + " from " + min + " to " + max + ", not " + number);
    }
    return number;
  }

  private static byte[] bytes(String name, String base64, int min, int max) {
    byte[] bytes;
    try {
      bytes = Base64.getDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("the " + name + " of a PIN's hash is not base64", e);
    }
    if (bytes.length < min || bytes.length > max) {
      throw new IllegalArgumentException(
          "the "
              + name
              + " of a PIN's hash has "
              + min
              + " to "
              + max
              + " bytes, not "
              + bytes.length);
    }
    return bytes;
  }

  /// Whether this is the PIN. Takes as long for a wrong one as for the right one; what is no PIN at
  /// all is told at once.
  public boolean verify(String pin) {
    return isPin(pin) && MessageDigest.isEqual(hash, hash(work, salt, hash.length, pin));
  }

  private static byte[] hash(Work work, byte[] salt, int bytes, String pin) {
    var generator = new Argon2BytesGenerator();
    generator.init(
        new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
            .withVersion(Argon2Parameters.ARGON2_VERSION_13)
            .withMemoryAsKB(work.memoryKib())
            .withIterations(work.passes())
            .withParallelism(work.lanes())
            .withSalt(salt)
            .build());
    byte[] hash = new byte[bytes];
    generator.generateBytes(pin.getBytes(StandardCharsets.US_ASCII), hash);
    return hash;
  }

  /// As a configuration has it.
  public String text() {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    return "$argon2id$v=19$m="
        + work.memoryKib()
        + ",t="
        + work.passes()
        + ",p="
        + work.lanes()
        + "$"
        + base64.encodeToString(salt)
        + "$"
        + base64.encodeToString(hash);
  }

  /// Says nothing that helps to guess.
  @Override
  public String toString() {
    return "PinHash[" + work + "]";
  }
}
