package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `mqtts` with certificates of one's own, on both sides.
final class TlsTest {

  private static final char[] PASSWORD = "changeit".toCharArray();

  @TempDir static Path directory;
  private static Pem server;
  private static Pem terminal;
  private static Mosquitto mosquitto;

  private record Pem(Path certificate, Path key) {}

  @BeforeAll
  static void start() throws Exception {
    server = make("server", "san=ip:127.0.0.1");
    terminal = make("terminal", "san=dns:terminal");
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

  /// A self-signed certificate with its key, made by the JDK's keytool.
  private static Pem make(String name, String extension) throws Exception {
    Path store = directory.resolve(name + ".p12");
    var command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
            "-genkeypair",
            "-alias",
            name,
            "-keyalg",
            "EC",
            "-dname",
            "CN=" + name,
            "-ext",
            extension,
            "-storetype",
            "PKCS12",
            "-keystore",
            store.toString(),
            "-storepass",
            new String(PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, said);
    KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD);
    return new Pem(
        pem(name + ".crt", "CERTIFICATE", keys.getCertificate(name).getEncoded()),
        pem(name + ".key", "PRIVATE KEY", keys.getKey(name, PASSWORD).getEncoded()));
  }

  private static Path pem(String file, String what, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        directory.resolve(file),
        "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }

  private static Link open(String host, Access access) throws LinkException {
    URI url = URI.create("mqtts://" + host + ":" + mosquitto.port());
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
}
