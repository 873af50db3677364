package till.kiosk;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static till.kiosk.ShopCounter.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;

/// The kiosk for browsers that are not on this board: certificates as openssl makes them.
final class KioskTlsTest {

  private static final String NAMES =
      "subjectAltName=DNS:localhost,DNS:till.shop.example,DNS:*.lane.example,IP:127.0.0.1,IP:192.0.2.7,IP:fd00::7";

  @TempDir Path folder;
  private ShopCounter shop;

  @BeforeEach
  void openShop() {
    shop = ShopCounter.open(folder.resolve("shop"));
  }

  @AfterEach
  void closeShop() {
    shop.close();
  }

  private void openssl(String... arguments) {
    var line = new ArrayList<String>(List.of(Tools.need("openssl").toString()));
    line.addAll(List.of(arguments));
    try {
      Process process =
          new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
      String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(process.waitFor(60, TimeUnit.SECONDS) && process.exitValue() == 0, said);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /// @param kind as `-newkey` has it
  private KioskSettings.Tls made(String name, String... kind) {
    var arguments = new ArrayList<String>(List.of("req", "-x509", "-nodes", "-newkey"));
    arguments.addAll(List.of(kind));
    arguments.addAll(
        List.of(
            "-keyout",
            name + ".key",
            "-out",
            name + ".pem",
            "-days",
            "30",
            "-subj",
            "/CN=till",
            "-addext",
            NAMES));
    openssl(arguments.toArray(String[]::new));
    return files(name + ".pem", name + ".key");
  }

  private KioskSettings.Tls elliptic(String name) {
    return made(name, "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1");
  }

  private KioskSettings.Tls files(String certificate, String key) {
    return new KioskSettings.Tls(folder.resolve(certificate), folder.resolve(key));
  }

  private void serve(String host, KioskSettings.Tls tls) {
    shop.reopen(
        KioskServer.Patience.NORMAL,
        new KioskSettings(host, 0, shop.tokens(), Optional.empty(), List.of(), Optional.of(tls)),
        List.of());
  }

  private static SSLContext trusting(Path certificate) {
    try {
      KeyStore store = KeyStore.getInstance("PKCS12");
      store.load(null, null);
      store.setCertificateEntry(
          "own",
          CertificateFactory.getInstance("X.509")
              .generateCertificate(new ByteArrayInputStream(Files.readAllBytes(certificate))));
      var trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(store);
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trust.getTrustManagers(), null);
      return context;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private int port() {
    return shop.kiosk().address().getPort();
  }

  private HttpResponse<String> get(KioskSettings.Tls tls, String path, String... headers) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(tls.certificate())).build()) {
      HttpRequest.Builder request =
          HttpRequest.newBuilder()
              .uri(URI.create("https://localhost:" + port() + path))
              .timeout(Duration.ofSeconds(60));
      if (headers.length > 0) {
        request.headers(headers);
      }
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private String bearer() {
    return "Bearer " + shop.token(Role.KIOSK);
  }

  /// The status line of an answer to a client that calls the server by some name.
  private String asked(KioskSettings.Tls tls, String host, String... headers) {
    try (Socket socket =
        trusting(tls.certificate()).getSocketFactory().createSocket("127.0.0.1", port())) {
      String request =
          "GET /v1/lane HTTP/1.1\r\nHost: "
              + host
              + "\r\nAuthorization: "
              + bearer()
              + "\r\n"
              + String.join("", headers)
              + "Connection: close\r\n\r\n";
      socket.getOutputStream().write(request.getBytes(StandardCharsets.UTF_8));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void anAddressForOthersIsServedOverTlsAndNotWithout() throws IOException {
    KioskSettings.Tls tls = elliptic("own");
    serve("0.0.0.0", tls);
    assertTrue(shop.kiosk().address().toString().startsWith("https://0.0.0.0:"));
    assertEquals(200, get(tls, "/healthz").statusCode());
    assertEquals(200, get(tls, "/v1/lane", "Authorization", bearer()).statusCode());
    assertEquals(401, get(tls, "/v1/lane").statusCode());
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), port())) {
      plain
          .getOutputStream()
          .write(
              "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n".getBytes(StandardCharsets.UTF_8));
      String answer =
          new String(plain.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
      assertFalse(answer.startsWith("HTTP/1.1 200"), answer);
    }
  }

  @Test
  void whoeverDoesNotShakeHandsHoldsNobodyUp() throws IOException {
    KioskSettings.Tls tls = elliptic("own");
    serve("127.0.0.1", tls);
    var silent = new ArrayList<Socket>();
    try {
      for (int i = 0; i < 50; i++) {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port());
        silent.add(socket);
        if (i % 2 == 0) {
          socket.getOutputStream().write(new byte[] {0x16, 3, 1}); // the beginning of a hello
        }
      }
      for (int i = 0; i < 5; i++) {
        assertEquals(200, get(tls, "/healthz").statusCode());
      }
    } finally {
      for (Socket socket : silent) {
        socket.close();
      }
    }
  }

  @Test
  void theNamesOfTheCertificateAreOursAndNoOthers() {
    KioskSettings.Tls tls = elliptic("own");
    serve("127.0.0.1", tls);
    String end = ":" + port();
    for (String ours :
        List.of(
            "localhost",
            "127.0.0.1",
            "till.shop.example",
            "3.lane.example",
            "192.0.2.7",
            "[fd00::7]",
            "[FD00:0:0::7]")) {
      assertEquals("HTTP/1.1 200 OK", asked(tls, ours + end), ours);
    }
    for (String others :
        List.of(
            "evil.example" + end,
            "lane.example" + end,
            "a.b.lane.example" + end,
            "*.lane.example.evil" + end,
            "till.shop.example",
            "till.shop.example:443",
            "[fd00::8]" + end,
            "[evil]" + end,
            "192.0.2.8" + end)) {
      assertEquals("HTTP/1.1 403 Forbidden", asked(tls, others), others);
    }
  }

  @Test
  void onlyOurOwnOriginIsOursAndItIsHttps() {
    KioskSettings.Tls tls = elliptic("own");
    serve("127.0.0.1", tls);
    for (String origin : List.of("https://till.shop.example:", "https://localhost:")) {
      int status = post(tls, origin + port()).statusCode();
      assertEquals(200, status, origin);
    }
    for (String origin : List.of("http://localhost:", "https://evil.example:")) {
      assertEquals(403, post(tls, origin + port()).statusCode(), origin);
    }
    assertEquals(
        403,
        get(tls, "/v1/events", "Authorization", bearer(), "Origin", "https://evil.example")
            .statusCode());
  }

  private HttpResponse<String> post(KioskSettings.Tls tls, String origin) {
    try (HttpClient client =
        HttpClient.newBuilder().sslContext(trusting(tls.certificate())).build()) {
      return client.send(
          HttpRequest.newBuilder()
              .uri(URI.create("https://localhost:" + port() + "/v1/assistance"))
              .headers(
                  "Authorization", bearer(), "Origin", origin, "Content-Type", "application/json")
              .POST(HttpRequest.BodyPublishers.ofString(command().toString()))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void aPairedBrowsersCookieIsForHttpsAlone() {
    KioskSettings.Tls tls = elliptic("own");
    serve("127.0.0.1", tls);
    String code =
        PairingCodes.issue(
            shop.tokens(), Role.KIOSK, Duration.ofMinutes(5), ShopCounter.clock(), new Random(5));
    HttpResponse<String> paired = get(tls, "/pair?code=" + code);
    assertEquals(303, paired.statusCode());
    String cookie = paired.headers().firstValue("Set-Cookie").orElse("");
    assertTrue(cookie.endsWith("; HttpOnly; SameSite=Strict; Secure"), cookie);
    assertEquals(200, get(tls, "/v1/lane", "Cookie", cookie.replaceFirst(";.*", "")).statusCode());
  }

  @Test
  void keysOfEachFormAreTaken() {
    made("rsa", "rsa:2048");
    openssl("rsa", "-in", "rsa.key", "-traditional", "-out", "rsa-old.key");
    elliptic("ec");
    openssl("ec", "-in", "ec.key", "-out", "ec-old.key");
    made("p384", "ec", "-pkeyopt", "ec_paramgen_curve:secp384r1");
    openssl("ec", "-in", "p384.key", "-out", "p384-old.key");
    for (String name : List.of("rsa", "ec", "p384")) {
      for (String form : List.of("", "-old")) {
        KioskSettings.Tls tls = files(name + ".pem", name + form + ".key");
        serve("127.0.0.1", tls);
        assertEquals(200, get(tls, "/healthz").statusCode(), name + form);
      }
    }
  }

  @Test
  void filesThatCannotBeUsedAreNamedWithWhatToDo() throws IOException {
    elliptic("own");
    elliptic("other");
    made("rsa", "rsa:2048");
    openssl("pkey", "-in", "own.key", "-aes256", "-passout", "pass:x", "-out", "locked.key");
    Files.writeString(folder.resolve("empty"), "");
    Files.writeString(
        folder.resolve("damaged.pem"),
        "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n");
    Files.writeString(
        folder.resolve("damaged.key"),
        "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n");
    record Case(String certificate, String key, String file, String says) {}
    for (Case each :
        List.of(
            new Case("missing.pem", "own.key", "missing.pem", "is it there"),
            new Case("own.pem", "missing.key", "missing.key", "is it there"),
            new Case("empty", "own.key", "empty", "holds no certificate"),
            new Case("own.key", "own.key", "own.key", "holds no certificate"),
            new Case("damaged.pem", "own.key", "damaged.pem", "cannot be read"),
            new Case("own.pem", "empty", "empty", "holds no private key"),
            new Case("own.pem", "own.pem", "own.pem", "holds no private key"),
            new Case("own.pem", "locked.key", "locked.key", "has a password"),
            new Case("own.pem", "damaged.key", "damaged.key", "is not that of the certificate"),
            new Case("own.pem", "other.key", "other.key", "is not that of the certificate"),
            new Case("own.pem", "rsa.key", "rsa.key", "is not that of the certificate"))) {
      KioskConfigException refusal =
          assertThrows(
              KioskConfigException.class,
              () -> KioskTls.read(files(each.certificate(), each.key())),
              each.toString());
      String message = String.valueOf(refusal.getMessage());
      assertTrue(message.contains(each.file()) && message.contains(each.says()), message);
      assertTrue(message.startsWith("[kiosk] tls_certificate, tls_key: "), message);
    }
  }
}
