package till.uplink;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/// Sockets for `mqtts` from PEM files. The files are read anew for each connection, so a
/// certificate that was renewed is used from the next one on.
final class Tls {

  private static final char[] NO_PASSWORD = {};

  private Tls() {}

  static SSLSocketFactory sockets(Access access) throws LinkException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys(access), trusted(access), null);
      return context.getSocketFactory();
    } catch (GeneralSecurityException | IOException | IllegalArgumentException e) {
      throw new LinkException(
          "cannot use the certificates or the key of the uplink (ca "
              + access.ca().map(Path::toString).orElse("of the JDK")
              + ", certificate "
              + access.certificate().map(Path::toString).orElse("none")
              + ", key "
              + access.key().map(Path::toString).orElse("none")
              + "): "
              + e,
          e);
    }
  }

  private static TrustManager @Nullable [] trusted(Access access)
      throws GeneralSecurityException, IOException {
    if (access.ca().isEmpty()) {
      return null;
    }
    KeyStore store = emptyStore();
    int n = 0;
    for (X509Certificate certificate : certificates(access.ca().get())) {
      store.setCertificateEntry("ca-" + n++, certificate);
    }
    var factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    return factory.getTrustManagers();
  }

  private static KeyManager @Nullable [] keys(Access access)
      throws GeneralSecurityException, IOException {
    if (access.certificate().isEmpty() || access.key().isEmpty()) {
      return null;
    }
    List<X509Certificate> chain = certificates(access.certificate().get());
    PrivateKey key = privateKey(access.key().get(), chain.getFirst().getPublicKey().getAlgorithm());
    KeyStore store = emptyStore();
    store.setKeyEntry("own", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
    var factory = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    factory.init(store, NO_PASSWORD);
    return factory.getKeyManagers();
  }

  private static KeyStore emptyStore() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    return store;
  }

  /// All that a PEM file holds; at least one.
  static List<X509Certificate> certificates(Path file)
      throws GeneralSecurityException, IOException {
    try (InputStream in = Files.newInputStream(file)) {
      var found = new ArrayList<X509Certificate>();
      for (Certificate one : CertificateFactory.getInstance("X.509").generateCertificates(in)) {
        found.add((X509Certificate) one);
      }
      if (found.isEmpty()) {
        throw new IOException(file + " holds no certificate");
      }
      return found;
    }
  }

  /// @param algorithm of the certificate it belongs to
  private static PrivateKey privateKey(Path file, String algorithm)
      throws GeneralSecurityException, IOException {
    String begin = "-----BEGIN PRIVATE KEY-----";
    String text = Files.readString(file);
    int from = text.indexOf(begin);
    int to = text.indexOf("-----END PRIVATE KEY-----");
    if (from < 0 || to < from) {
      throw new IOException(file + " holds no PKCS 8 private key (BEGIN PRIVATE KEY)");
    }
    byte[] encoded = Base64.getMimeDecoder().decode(text.substring(from + begin.length(), to));
    return KeyFactory.getInstance(algorithm).generatePrivate(new PKCS8EncodedKeySpec(encoded));
  }
}
