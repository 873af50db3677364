package till.uplink;

import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BinaryOperator;

/// Until when a PEM file of certificates can be used.
///
/// @param notAfter of an own certificate the first end in its chain; of a file of authorities the
///   last one, because an old one stays in it until the brokers have changed to the new one
public record CertificateExpiry(Path file, Instant notAfter) {

  /// How long before its end a certificate is warned of.
  public static final Duration NOTICE = Duration.ofDays(30);

  /// Of those that can be read: what cannot is told when it is to be used.
  public static List<CertificateExpiry> of(Optional<Path> ca, Optional<Path> certificate) {
    var expiries = new ArrayList<CertificateExpiry>();
    certificate
        .flatMap(file -> read(file, BinaryOperator.minBy(Instant::compareTo)))
        .ifPresent(expiries::add);
    ca.flatMap(file -> read(file, BinaryOperator.maxBy(Instant::compareTo)))
        .ifPresent(expiries::add);
    return expiries;
  }

  private static Optional<CertificateExpiry> read(Path file, BinaryOperator<Instant> which) {
    try {
      return Tls.certificates(file).stream()
          .map(certificate -> certificate.getNotAfter().toInstant())
          .reduce(which)
          .map(end -> new CertificateExpiry(file, end));
    } catch (GeneralSecurityException | IOException _) {
      return Optional.empty();
    }
  }
}
