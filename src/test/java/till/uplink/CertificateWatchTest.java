package till.uplink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// When somebody is told that certificates end.
final class CertificateWatchTest {

  private static final long HOUR = Duration.ofHours(1).toNanos();

  @TempDir static Path directory;
  private static Authority.Pem authority;
  private static Authority.Pem first;
  private static Authority.Pem second;
  private final Problems problems = new Problems();
  private Path own = Path.of("");
  private Instant now = Instant.now().minus(Duration.ofDays(1));
  private boolean synchronised = true;
  private long nanos;

  @BeforeAll
  static void makeCertificates() throws Exception {
    authority = made("authority", 400);
    first = made("first", 40);
    second = made("second", 200);
  }

  private static Authority.Pem made(String name, int days) throws Exception {
    return Authority.selfSigned(
        directory, name, "bc:c", "-startdate", "-1d", "-validity", Integer.toString(days));
  }

  @BeforeEach
  void putFirstInPlace() throws Exception {
    own = directory.resolve("own.pem");
    Files.copy(first.certificate(), own, StandardCopyOption.REPLACE_EXISTING);
  }

  private CertificateWatch watch() {
    return new CertificateWatch(
        Optional.of(authority.certificate()),
        Optional.of(own),
        () -> now,
        () -> synchronised,
        problems,
        nanos);
  }

  private List<String> after(CertificateWatch watch, Duration days) {
    now = now.plus(days);
    nanos += 2 * HOUR;
    watch.look(nanos);
    return problems.codes();
  }

  @Test
  void anOwnCertificateIsWarnedOfAMonthBeforeItsEndAndIsOverAfterIt() throws Exception {
    CertificateWatch watch = watch();
    assertEquals(List.of(), after(watch, Duration.ofDays(9)));
    assertEquals(List.of("certificate-expiring"), after(watch, Duration.ofDays(2)));
    String text = List.copyOf(problems.texts().values()).getFirst();
    assertTrue(text.startsWith(own + " is valid until 20"), text);
    assertEquals(
        Tls.certificates(own).getFirst().getNotAfter().toInstant(), watch.expiry().orElseThrow());
    assertEquals(List.of("certificate-expired"), after(watch, Duration.ofDays(30)));
    Files.copy(second.certificate(), own, StandardCopyOption.REPLACE_EXISTING);
    assertEquals(List.of(), after(watch, Duration.ZERO));
  }

  @Test
  void aClockThatNobodyHasSetIsNoReasonToCallAnybody() {
    CertificateWatch watch = watch();
    synchronised = false;
    now = Instant.parse("2100-01-01T00:00:00Z");
    assertEquals(List.of(), after(watch, Duration.ZERO));
    synchronised = true;
    assertEquals(List.of("certificate-expired"), after(watch, Duration.ZERO));
    synchronised = false;
    assertEquals(List.of(), after(watch, Duration.ZERO));
  }

  @Test
  void theBrokersCertificateIsAProblemOfItsOwn() {
    CertificateWatch watch = watch();
    watch.connected(Optional.of(now.plus(Duration.ofDays(29))));
    assertEquals(List.of("broker-certificate-expiring"), after(watch, Duration.ZERO));
    watch.connected(Optional.of(now.plus(Duration.ofDays(300))));
    assertEquals(List.of(), after(watch, Duration.ZERO));
  }

  @Test
  void anAuthorityThatEndsIsNoMatterWhileAnotherOneIsInTheFile() throws Exception {
    Path both = directory.resolve("both.pem");
    Files.writeString(
        both, Files.readString(first.certificate()) + Files.readString(second.certificate()));
    assertEquals(
        Tls.certificates(both).getLast().getNotAfter().toInstant(),
        CertificateExpiry.of(Optional.of(both), Optional.empty()).getFirst().notAfter());
  }
}
