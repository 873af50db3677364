package till.evidence;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Locale;

/// What the daemon lets out while the tests run, kept until all of them are over; and the secrets
/// that the tests used, none of which may be in it (`EvidenceSearch`).
///
/// Whoever uses a secret in a test says so here. What a test leaves in its temporary folder is kept
/// by itself (`EvidenceKeeper`).
public final class Evidence {

  static final Path FOLDER = Path.of("target", "evidence").toAbsolutePath();

  /// One secret in each line: what it is, and itself.
  static final String SECRETS = "secrets";

  /// One code of goods in each line: those of price books that look like numbers of cards.
  static final String GOODS = "goods";

  /// What is searched; each in a folder of its own.
  public enum Kind {
    LOGS,
    JOURNALS,
    MQTT,
    HTTP;

    Path in(Path evidence) {
      return evidence.resolve(name().toLowerCase(Locale.ROOT));
    }
  }

  /// What must not be found.
  enum Secret {
    ACCOUNT,
    PASSWORD,
    TOKEN
  }

  private Evidence() {}

  /// Something that went over a wire.
  public static void keep(Kind kind, byte[] bytes) {
    keep(kind.in(FOLDER).resolve("wire-" + ProcessHandle.current().pid()), bytes);
  }

  /// What an HTTP server has answered.
  public static void answer(HttpResponse<byte[]> answer) {
    keep(Kind.HTTP, answer.headers().map().toString().getBytes(StandardCharsets.UTF_8));
    keep(Kind.HTTP, answer.body());
  }

  /// @param name by which it can be found again
  static void keep(Kind kind, String name, byte[] file) throws IOException {
    Path to = kind.in(FOLDER).resolve(name);
    Files.createDirectories(to.getParent());
    Files.write(to, file);
  }

  /// The number of a payment card.
  public static void account(String digits) {
    secret(Secret.ACCOUNT, digits);
  }

  /// Also a PIN.
  ///
  /// @param password of six characters or more: four digits stand in every journal by chance
  public static void password(String password) {
    secret(Secret.PASSWORD, password);
  }

  public static void token(String token) {
    secret(Secret.TOKEN, token);
  }

  static void goods(String code) {
    keep(FOLDER.resolve(GOODS), code.getBytes(StandardCharsets.UTF_8));
  }

  private static void secret(Secret kind, String secret) {
    keep(FOLDER.resolve(SECRETS), (kind + " " + secret).getBytes(StandardCharsets.UTF_8));
  }

  private static synchronized void keep(Path file, byte[] bytes) {
    byte[] line = Arrays.copyOf(bytes, bytes.length + 1);
    line[bytes.length] = '\n';
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, line, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
