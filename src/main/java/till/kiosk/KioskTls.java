package till.kiosk;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import till.trust.Pem;
import till.trust.TrustException;

/// The server's certificate: what browsers are shown, and the names it is good for.
///
/// @param names of hosts and addresses, in lower case as they stand in an address; `*.` in front
///   stands for one label
record KioskTls(SSLContext context, List<String> names) {

  private static final String[] PROTOCOLS = {"TLSv1.3", "TLSv1.2"};
  private static final char[] NO_PASSWORD = {};

  // of a subjectAltName (RFC 5280, 4.2.1.6)
  private static final int DNS_NAME = 2;
  private static final int IP_ADDRESS = 7;

  /// @throws KioskConfigException when they cannot be used, saying which and what to do
  static KioskTls read(KioskSettings.Tls files) {
    try {
      List<X509Certificate> chain = Pem.certificates(files.certificate());
      X509Certificate own = chain.getFirst();
      return new KioskTls(context(chain, Pem.privateKey(files.key(), own)), names(own));
    } catch (TrustException e) {
      throw new KioskConfigException("[kiosk] tls_certificate, tls_key: " + e.getMessage(), e);
    } catch (GeneralSecurityException | IOException e) {
      throw new KioskConfigException(
          "[kiosk] the certificate in "
              + files.certificate()
              + " cannot be used ("
              + e
              + "): make another one",
          e);
    }
  }

  private static SSLContext context(List<X509Certificate> chain, PrivateKey key)
      throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    store.setKeyEntry("kiosk", key, NO_PASSWORD, chain.toArray(Certificate[]::new));
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, NO_PASSWORD);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static List<String> names(X509Certificate own) throws CertificateParsingException {
    Collection<List<?>> alternatives = own.getSubjectAlternativeNames();
    return alternatives == null
        ? List.of()
        : alternatives.stream()
            .filter(name -> name.get(0).equals(DNS_NAME) || name.get(0).equals(IP_ADDRESS))
            .map(name -> Gate.inAddress(String.valueOf(name.get(1)).toLowerCase(Locale.ROOT)))
            .toList();
  }

  HttpsConfigurator configurator() {
    return new HttpsConfigurator(context) {
      @Override
      public void configure(HttpsParameters parameters) {
        SSLParameters ssl = getSSLContext().getDefaultSSLParameters();
        ssl.setProtocols(PROTOCOLS);
        parameters.setSSLParameters(ssl);
      }
    };
  }
}
