package till.uplink;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/// Warns of certificates before they expire. Judged by a clock that somebody has set, else not at
/// all: a board that wakes up in 1970, or in 2100, is no reason to call anybody.
///
/// The files are looked at once an hour: a certificate that was renewed ends the warning. The
/// uplink's thread.
final class CertificateWatch {

  private static final long LOOK_NANOS = Duration.ofHours(1).toNanos();
  private static final long JUDGE_NANOS = Duration.ofSeconds(1).toNanos();

  private final Optional<Path> ca;
  private final Optional<Path> certificate;
  private final InstantSource clock;
  private final BooleanSupplier clockSynchronised;
  private final Problems problems;
  private List<CertificateExpiry> own = List.of();
  private Optional<Instant> broker = Optional.empty();
  private long lookedNanos;
  private long judgedNanos;

  CertificateWatch(
      Optional<Path> ca,
      Optional<Path> certificate,
      InstantSource clock,
      BooleanSupplier clockSynchronised,
      Problems problems,
      long nowNanos) {
    this.ca = ca;
    this.certificate = certificate;
    this.clock = clock;
    this.clockSynchronised = clockSynchronised;
    this.problems = problems;
    lookedNanos = nowNanos - LOOK_NANOS;
    judgedNanos = nowNanos - JUDGE_NANOS;
  }

  /// A broker has shown a certificate, or none.
  void connected(Optional<Instant> brokerExpiry) {
    broker = brokerExpiry;
  }

  /// To be called now and then.
  void look(long nowNanos) {
    if (nowNanos - lookedNanos >= LOOK_NANOS) {
      lookedNanos = nowNanos;
      own = CertificateExpiry.of(ca, certificate);
    }
    if (nowNanos - judgedNanos >= JUDGE_NANOS) {
      judgedNanos = nowNanos;
      judge();
    }
  }

  /// The first end of those that are configured.
  Optional<Instant> expiry() {
    return own.stream().map(CertificateExpiry::notAfter).min(Instant::compareTo);
  }

  private void judge() {
    boolean judges = clockSynchronised.getAsBoolean();
    Instant now = clock.instant();
    Instant soon = now.plus(CertificateExpiry.NOTICE);
    tell(
        Problems.CERTIFICATE_EXPIRED,
        first(expiry -> judges && expiry.notAfter().isBefore(now)),
        CertificateWatch::expired);
    tell(
        Problems.CERTIFICATE_EXPIRING,
        first(expiry ->
            judges && expiry.notAfter().isBefore(soon) && !expiry.notAfter().isBefore(now)),
        CertificateWatch::expires);
    tell(
        Problems.BROKER_CERTIFICATE_EXPIRING,
        broker.filter(end -> judges && end.isBefore(soon)),
        end -> "the broker's certificate is valid until " + day(end));
  }

  private Optional<CertificateExpiry> first(Predicate<CertificateExpiry> which) {
    return own.stream().filter(which).findFirst();
  }

  private <T> void tell(String code, Optional<T> subject, Function<T, String> text) {
    subject.ifPresentOrElse(it -> problems.begin(code, text.apply(it)), () -> problems.end(code));
  }

  private static String expired(CertificateExpiry expiry) {
    return expiry.file() + " has expired on " + day(expiry.notAfter()) + ": put a new one there";
  }

  private static String expires(CertificateExpiry expiry) {
    return expiry.file() + " is valid until " + day(expiry.notAfter()) + ": renew it";
  }

  private static LocalDate day(Instant end) {
    return end.atZone(ZoneOffset.UTC).toLocalDate();
  }
}
