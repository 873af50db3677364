package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import till.uplink.Authority.Pem;

/// `mqtts` with certificates of one's own, on both sides.
final class TlsTest {

  @TempDir static Path directory;
  private static Pem server;
  private static Pem terminal;
  private static Authority authority;
  private static Mosquitto mosquitto;

  @BeforeAll
  static void start() throws Exception {
    server = Authority.selfSigned(directory, "server", "san=ip:127.0.0.1");
    terminal = Authority.selfSigned(directory, "terminal", "san=dns:terminal");
    authority = Authority.found(directory);
    mosquitto =
        Mosquitto.start(
            directory,
            "certfile " + server.certificate(),
            "keyfile " + server.key(),
            "cafile " + terminal.certificate(),
            "require_certificate true");
  }

  @AfterAll
  static void stop() {
    mosquitto.close();
  }

  private static Link open(String host, Access access) throws LinkException {
    return open(host, mosquitto, access);
  }

  private static Link open(String host, Mosquitto broker, Access access) throws LinkException {
    URI url = URI.create("mqtts://" + host + ":" + broker.port());
    return Link.open(
        LinkSettings.visitor(new UplinkSettings.Broker("a", url, 1), "terminal", access, 20),
        List.of("some/topic"),
        new Bell());
  }

  private static Access access(Path ca, Pem own) {
    return new Access(
        Optional.empty(),
        Optional.empty(),
        Optional.of(ca),
        Optional.of(own.certificate()),
        Optional.of(own.key()));
  }

  private static String refusal(String host, Access access) {
    return Objects.requireNonNull(
        Assertions.assertThrows(LinkException.class, () -> open(host, access)).getMessage());
  }

  @Test
  void bothSidesShowTheirCertificates() throws Exception {
    Link link = open("127.0.0.1", access(server.certificate(), terminal));
    assertEquals(Optional.empty(), link.loss());
    assertEquals(
        Tls.certificates(server.certificate()).getFirst().getNotAfter().toInstant(),
        link.brokerExpiry().orElseThrow());
    link.leave();
  }

  @Test
  void aBrokerWithAnUnknownCertificateIsRefused() {
    String text = refusal("127.0.0.1", access(terminal.certificate(), terminal));
    assertTrue(text.contains("PKIX") || text.contains("SSLHandshakeException"), text);
  }

  @Test
  void aBrokerWithAnothersNameIsRefused() {
    String text = refusal("localhost", access(server.certificate(), terminal));
    assertTrue(text.contains("localhost"), text);
  }

  @Test
  void certificatesThatCannotBeReadAreNamed() throws Exception {
    Path missing = directory.resolve("missing.pem");
    assertTrue(refusal("127.0.0.1", access(missing, terminal)).contains(missing.toString()));
    Path letter = Files.writeString(directory.resolve("letter.pem"), "Dear broker, it is me.");
    String text =
        refusal("127.0.0.1", access(server.certificate(), new Pem(terminal.certificate(), letter)));
    assertTrue(text.contains("no PKCS 8 private key"), text);
  }

  /// To a board that wakes up in 1970 every certificate is one of the future.
  @ParameterizedTest
  @CsvSource({
    "+1y, is not valid yet: is the clock of this board right?",
    "-2y, 'has expired, or the clock of this board is wrong'"
  })
  void aBrokerWhoseTimeIsNotNowIsRefusedWithAWordOnTheClock(String from, String said)
      throws Exception {
    Path folder = Files.createDirectory(directory.resolve("at" + from));
    Pem other = authority.sign("other" + from.replaceAll("\\W", ""), "san=ip:127.0.0.1", from, 365);
    try (Mosquitto broker = Mosquitto.start(folder, other.mosquitto())) {
      Access access =
          new Access(
              Optional.empty(),
              Optional.empty(),
              Optional.of(authority.certificate()),
              Optional.empty(),
              Optional.empty());
      var failure =
          Assertions.assertThrows(LinkException.class, () -> open("127.0.0.1", broker, access));
      String text = Objects.requireNonNull(failure.getMessage());
      assertTrue(text.endsWith("; the broker's certificate " + said), text);
    }
  }
}
