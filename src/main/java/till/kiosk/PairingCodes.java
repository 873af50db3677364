package till.kiosk;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.trust.SecretFile;

/// One-time codes that buy a browser its cookie.
///
/// A code is a file in the token directory, made by whoever may write there: the hash of the code
/// is its name, role and end its content, and taking it is deleting it, which succeeds once.
public final class PairingCodes {

  /// Longest life of a code. One that claims more was written by a clock that has been set since.
  public static final Duration VALID_MAX = Duration.ofHours(24);

  /// Crockford's base 32: no letter that looks like a digit.
  private static final char[] ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ".toCharArray();

  private static final int HALF_CHARACTERS = 4;
  private static final String PREFIX = "pair-";
  private static final int FILE_BYTES_MAX = 200;
  private static final Logger log = LoggerFactory.getLogger(PairingCodes.class);

  private final Path directory;
  private final InstantSource clock;

  PairingCodes(Path directory, InstantSource clock) {
    this.directory = directory;
    this.clock = clock;
  }

  /// Makes a code and clears away those that are over.
  ///
  /// @param role `KIOSK` or `TECHNICIAN`: an attendant acts with a token, no cookie stays behind
  /// @param chance a secure generator
  /// @return as a person types it: `4F7K-9QXD`
  /// @throws KioskException when the directory cannot be written
  public static String issue(
      Path tokenDirectory,
      Role role,
      Duration validFor,
      InstantSource clock,
      RandomGenerator chance) {
    if (role == Role.ATTENDANT) {
      throw new KioskException(
          "a browser cannot be paired as attendant: pair it as kiosk or technician; an attendant's"
              + " program uses the token in "
              + AccessTokens.file(tokenDirectory, role));
    }
    if (!validFor.isPositive() || validFor.compareTo(VALID_MAX) > 0) {
      throw new KioskException(
          "a pairing code lives for up to " + VALID_MAX.toHours() + " hours, not " + validFor);
    }
    String code = half(chance) + "-" + half(chance);
    Instant until = clock.instant().plus(validFor);
    var codes = new PairingCodes(tokenDirectory, clock);
    try {
      Files.createDirectories(tokenDirectory);
      codes.clear();
      // readable for the daemon whoever makes the code; the directory is not open to others
      SecretFile.write(
          codes.file(code),
          (role.wireName() + "\n" + until + "\n").getBytes(StandardCharsets.US_ASCII),
          "rw-r--r--");
    } catch (IOException e) {
      throw new KioskException(
          "cannot write a pairing code into "
              + tokenDirectory
              + " ("
              + e
              + "): run this as root, or as the daemon's user",
          e);
    }
    return code;
  }

  private static String half(RandomGenerator chance) {
    var half = new StringBuilder(HALF_CHARACTERS);
    for (int i = 0; i < HALF_CHARACTERS; i++) {
      half.append(ALPHABET[chance.nextInt(ALPHABET.length)]);
    }
    return half.toString();
  }

  /// Takes a code: what it buys, once. Letter case, blanks and the dash do not matter.
  Optional<Role> redeem(String typed) {
    Path file = file(typed);
    try {
      Optional<Ticket> ticket = read(file);
      Files.delete(file);
      return ticket.filter(this::isGood).map(Ticket::role);
    } catch (NoSuchFileException e) {
      return Optional.empty();
    } catch (IOException e) {
      log.warn("cannot take a pairing code in {}: {}", directory, e.toString());
      return Optional.empty();
    }
  }

  private boolean isGood(Ticket ticket) {
    Instant now = clock.instant();
    return ticket.role() != Role.ATTENDANT
        && ticket.until().isAfter(now)
        && !ticket.until().isAfter(now.plus(VALID_MAX));
  }

  private void clear() throws IOException {
    try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, PREFIX + "*[0-9a-f]")) {
      for (Path file : files) {
        if (read(file).filter(this::isGood).isEmpty()) {
          Files.deleteIfExists(file);
        }
      }
    }
  }

  private Path file(String code) {
    String plain = code.toUpperCase(Locale.ROOT).replaceAll("[^0-9A-Z]", "");
    String read = plain.replace('O', '0').replace('I', '1').replace('L', '1');
    return directory.resolve(PREFIX + HexFormat.of().formatHex(Digests.sha256(read)));
  }

  /// What a code's file says.
  private record Ticket(Role role, Instant until) {}

  private static Optional<Ticket> read(Path file) throws IOException {
    List<String> lines =
        Files.size(file) > FILE_BYTES_MAX
            ? List.of()
            : Files.readAllLines(file, StandardCharsets.ISO_8859_1);
    if (lines.size() != 2) {
      return Optional.empty();
    }
    try {
      Instant until = Instant.parse(lines.get(1));
      return Role.of(lines.get(0)).map(role -> new Ticket(role, until));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
