package till.trust;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Certificates and private keys in PEM files (RFC 7468), as `openssl` and `certbot` write them.
public final class Pem {

  /// More than any chain has.
  private static final long FILE_BYTES_MAX = 256 * 1024;

  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN ([A-Z ]+)-----\\s(.*?)-----END \\1-----", Pattern.DOTALL);

  // DER
  private static final int SEQUENCE = 0x30;
  private static final int OCTET_STRING = 0x04;
  private static final byte[] VERSION_0 = {0x02, 1, 0};

  private Pem() {}

  /// All certificates of a file, the holder's own first; at least one.
  ///
  /// @throws TrustException naming the file, and what to do
  public static List<X509Certificate> certificates(Path file) {
    String text = read(file, "certificate");
    var found = new ArrayList<X509Certificate>();
    try {
      CertificateFactory factory = CertificateFactory.getInstance("X.509");
      Matcher blocks = BLOCK.matcher(text);
      while (blocks.find()) {
        if (blocks.group(1).equals("CERTIFICATE")) {
          for (Certificate each :
              factory.generateCertificates(
                  new ByteArrayInputStream(decoded(blocks.group(2), file)))) {
            found.add((X509Certificate) each);
          }
        }
      }
    } catch (GeneralSecurityException e) {
      throw new TrustException("the certificate in " + file + " cannot be read: " + e.getMessage());
    }
    if (found.isEmpty()) {
      throw new TrustException(
          file + " holds no certificate in PEM form (BEGIN CERTIFICATE): name the chain's file");
    }
    return found;
  }

  /// The private key of a certificate: PKCS 8, or the older forms of RSA and EC.
  ///
  /// @param certificate that the key has to fit
  /// @throws TrustException naming the file, and what to do; it repeats nothing of the key
  public static PrivateKey privateKey(Path file, X509Certificate certificate) {
    Matcher blocks = BLOCK.matcher(read(file, "key"));
    while (blocks.find()) {
      byte[] encoded = decoded(blocks.group(2), file);
      switch (blocks.group(1)) {
        case "PRIVATE KEY" -> {
          return fitting(encoded, certificate, file);
        }
        case "RSA PRIVATE KEY", "EC PRIVATE KEY" -> {
          return fitting(pkcs8(encoded, certificate.getPublicKey()), certificate, file);
        }
        case "ENCRYPTED PRIVATE KEY" ->
            throw new TrustException(
                "the key in " + file + " has a password: write it without (openssl pkey)");
        default -> {
          // such as EC PARAMETERS
        }
      }
    }
    throw new TrustException(
        file + " holds no private key in PEM form (BEGIN PRIVATE KEY): name the key's file");
  }

  private static String read(Path file, String what) {
    try {
      if (Files.size(file) > FILE_BYTES_MAX) {
        throw new TrustException(file + " is too large to be a " + what);
      }
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      throw new TrustException(
          "cannot read the " + what + " " + file + " (" + e + "): is it there, and for this user?");
    }
  }

  private static byte[] decoded(String base64, Path file) {
    try {
      return Base64.getMimeDecoder().decode(base64);
    } catch (IllegalArgumentException e) {
      throw new TrustException(file + " is damaged: it is not base64");
    }
  }

  private static PrivateKey fitting(byte[] pkcs8, X509Certificate certificate, Path file) {
    PublicKey open = certificate.getPublicKey();
    try {
      PrivateKey key =
          KeyFactory.getInstance(open.getAlgorithm())
              .generatePrivate(new PKCS8EncodedKeySpec(pkcs8));
      if (fits(key, open)) {
        return key;
      }
    } catch (GeneralSecurityException _) {
      // of another kind than the certificate's, or damaged: the same thing to do
    }
    throw new TrustException(
        "the key in "
            + file
            + " is not that of the certificate of "
            + certificate.getSubjectX500Principal()
            + ": name the two files that were made together");
  }

  private static boolean fits(PrivateKey key, PublicKey open) throws GeneralSecurityException {
    byte[] text = {1, 2, 3};
    Signature signature =
        Signature.getInstance(
            switch (open.getAlgorithm()) {
              case "RSA" -> "SHA256withRSA";
              case "EC" -> "SHA256withECDSA";
              case "EdDSA" -> "EdDSA";
              default -> throw new InvalidKeyException(open.getAlgorithm());
            });
    signature.initSign(key);
    signature.update(text);
    byte[] made = signature.sign();
    signature.initVerify(open);
    signature.update(text);
    return signature.verify(made);
  }

  /// PKCS 8 (RFC 5208) is the older form behind the name of its algorithm, which the certificate
  /// has as well.
  private static byte[] pkcs8(byte[] older, PublicKey open) {
    byte[] info = open.getEncoded(); // SEQUENCE { AlgorithmIdentifier, BIT STRING }
    int algorithm = 2 + Math.max(0, (info[1] & 0xFF) - 0x80);
    int length = 2 + (info[algorithm + 1] & 0xFF);
    var content = new ByteArrayOutputStream();
    content.writeBytes(VERSION_0);
    content.write(info, algorithm, length);
    content.writeBytes(der(OCTET_STRING, older));
    return der(SEQUENCE, content.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    var out = new ByteArrayOutputStream();
    out.write(tag);
    if (content.length < 0x80) {
      out.write(content.length);
    } else if (content.length < 0x100) {
      out.write(0x81);
      out.write(content.length);
    } else {
      out.write(0x82);
      out.write(content.length >> 8);
      out.write(content.length);
    }
    out.writeBytes(content);
    return out.toByteArray();
  }
}
