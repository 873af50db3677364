package till.uplink;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes certificates with the JDK's keytool: its own, and those it signs.
public final class Authority {

  private static final String PASSWORD = "changeit";

  private final Path directory;
  private final Pem own;

  /// PEM files.
  public record Pem(Path certificate, Path key) {

    /// The lines that a mosquitto needs to show it.
    public String[] mosquitto() {
      return new String[] {"certfile " + certificate, "keyfile " + key};
    }
  }

  private Authority(Path directory, Pem own) {
    this.directory = directory;
    this.own = own;
  }

  /// A new one.
  ///
  /// @param directory for its files
  public static Authority found(Path directory) throws Exception {
    return new Authority(directory, selfSigned(directory, "ca", "bc:c"));
  }

  /// The authority's certificate.
  public Path certificate() {
    return own.certificate();
  }

  /// A certificate that nobody but itself vouches for.
  static Pem selfSigned(Path directory, String name, String extension, String... more)
      throws Exception {
    makeKey(directory, name, extension, more);
    return export(directory, name);
  }

  /// A certificate that it vouches for.
  ///
  /// @param from when it begins, as keytool has it: `-2y`, `+1d`
  /// @param days how long it is valid
  public Pem sign(String name, String extension, String from, int days) throws Exception {
    makeKey(directory, name, extension);
    Path request = directory.resolve(name + ".csr");
    keytool(
        "-certreq",
        "-alias",
        name,
        "-keystore",
        store(directory, name),
        "-file",
        request.toString());
    Path signed = directory.resolve(name + ".signed");
    keytool(
        "-gencert",
        "-alias",
        "ca",
        "-keystore",
        store(directory, "ca"),
        "-infile",
        request.toString(),
        "-outfile",
        signed.toString(),
        "-rfc",
        "-ext",
        extension,
        "-startdate",
        from,
        "-validity",
        Integer.toString(days));
    Pem unsigned = export(directory, name);
    return new Pem(signed, unsigned.key());
  }

  private static void makeKey(Path directory, String name, String extension, String... more)
      throws Exception {
    var command =
        new ArrayList<>(
            List.of(
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
                store(directory, name)));
    command.addAll(List.of(more));
    keytool(command.toArray(String[]::new));
  }

  private static String store(Path directory, String name) {
    return directory.resolve(name + ".p12").toString();
  }

  private static void keytool(String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(List.of(arguments));
    command.addAll(List.of("-storepass", PASSWORD));
    Process keytool = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(keytool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertTrue(keytool.waitFor(60, TimeUnit.SECONDS) && keytool.exitValue() == 0, said);
  }

  private static Pem export(Path directory, String name) throws Exception {
    KeyStore keys =
        KeyStore.getInstance(Path.of(store(directory, name)).toFile(), PASSWORD.toCharArray());
    return new Pem(
        pem(
            directory.resolve(name + ".crt"),
            "CERTIFICATE",
            keys.getCertificate(name).getEncoded()),
        pem(
            directory.resolve(name + ".key"),
            "PRIVATE KEY",
            keys.getKey(name, PASSWORD.toCharArray()).getEncoded()));
  }

  private static Path pem(Path file, String what, byte[] der) throws Exception {
    String text = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der);
    return Files.writeString(
        file, "-----BEGIN " + what + "-----\n" + text + "\n-----END " + what + "-----\n");
  }
}
