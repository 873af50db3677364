package till.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/// A certificate authority of one's own, and a server that it vouches for from now on; by the JDK's
/// keytool.
final class TestAuthority {

  private static final String PASSWORD = "changeit";
  private static final int SECONDS_MAX = 120;

  private final Path folder;

  private TestAuthority(Path folder) {
    this.folder = folder;
  }

  /// Makes its key, and one for a server at 127.0.0.1.
  static TestAuthority in(Path folder) throws Exception {
    var authority = new TestAuthority(folder);
    authority.key("ca", "bc:c");
    authority.key("server", "san=ip:127.0.0.1");
    authority.keytool("server", "-certreq", "-file", authority.path("server.csr"));
    authority.keytool(
        "ca",
        "-gencert",
        "-infile",
        authority.path("server.csr"),
        "-outfile",
        authority.path("server.crt"),
        "-rfc",
        "-ext",
        "san=ip:127.0.0.1");
    authority.keytool("ca", "-exportcert", "-file", authority.path("ca.crt"), "-rfc");
    authority.writeServerKey();
    return authority;
  }

  /// The authority's certificate (PEM).
  Path certificate() {
    return folder.resolve("ca.crt");
  }

  /// The lines that a mosquitto needs to be that server.
  String[] mosquitto() {
    return new String[] {"certfile " + path("server.crt"), "keyfile " + path("server.key")};
  }

  private void key(String name, String extension) throws IOException, InterruptedException {
    keytool(name, "-genkeypair", "-keyalg", "EC", "-dname", "CN=" + name, "-ext", extension);
  }

  private void keytool(String name, String what, String... arguments)
      throws IOException, InterruptedException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.add(what);
    command.addAll(List.of("-alias", name, "-keystore", path(name + ".p12")));
    command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
    command.addAll(List.of(arguments));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (!keytool.waitFor(SECONDS_MAX, TimeUnit.SECONDS) || keytool.exitValue() != 0) {
      throw new AssertionError("keytool " + what + ": " + said);
    }
  }

  private void writeServerKey() throws GeneralSecurityException, IOException {
    KeyStore keys =
        KeyStore.getInstance(folder.resolve("server.p12").toFile(), PASSWORD.toCharArray());
    byte[] key = Objects.requireNonNull(keys.getKey("server", PASSWORD.toCharArray())).getEncoded();
    Files.writeString(
        folder.resolve("server.key"),
        "-----BEGIN PRIVATE KEY-----\n%s\n-----END PRIVATE KEY-----\n"
            .formatted(Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key)));
  }

  private String path(String file) {
    return folder.resolve(file).toString();
  }
}
