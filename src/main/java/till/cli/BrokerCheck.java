package till.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;
import till.config.TerminalConfig;
import till.uplink.Access;
import till.uplink.Bell;
import till.uplink.CertificateExpiry;
import till.uplink.Link;
import till.uplink.LinkException;
import till.uplink.LinkSettings;
import till.uplink.UplinkSettings;

/// The way to each broker, step by step: name, TCP, TLS, MQTT. Says which step fails.
final class BrokerCheck {

  private static final int CONNECT_MILLIS_MAX = 5_000;

  private final Shell shell;
  private final Path configFile;
  private final TerminalConfig config;

  BrokerCheck(Shell shell, Path configFile, TerminalConfig config) {
    this.shell = shell;
    this.configFile = configFile;
    this.config = config;
  }

  List<Finding> run() {
    Optional<UplinkSettings> uplink = config.uplink();
    if (uplink.isEmpty()) {
      return List.of(
          Finding.warn(
              "broker",
              "there is no [uplink]: this till talks to nobody",
              "add the fleet's brokers"));
    }
    Access access;
    try {
      access = access(uplink.get());
    } catch (IOException e) {
      return List.of(
          Finding.fail(
              "broker",
              "the password cannot be read: " + e.getMessage(),
              "put it into the credentials directory, and run this as root"));
    }
    var findings = new ArrayList<Finding>();
    CertificateExpiry.of(access.ca(), access.certificate())
        .forEach(expiry ->
            findings.add(
                dated("certificate " + expiry.file().getFileName(), "", expiry.notAfter())));
    uplink.get().brokers().forEach(broker -> findings.add(examine(broker, access)));
    return findings;
  }

  /// What holds until a date; judged only by a clock that somebody has set.
  private Finding dated(String check, String text, Instant end) {
    String until = text + "valid until " + end.atZone(ZoneOffset.UTC).toLocalDate();
    Instant now = shell.clock().instant();
    if (!shell.clockSynchronised().getAsBoolean()
        || end.isAfter(now.plus(CertificateExpiry.NOTICE))) {
      return Finding.ok(check, until);
    }
    return end.isAfter(now)
        ? Finding.warn(check, until, "renew it before then")
        : Finding.fail(check, until + ": it is over", "renew it");
  }

  private Access access(UplinkSettings uplink) throws IOException {
    Optional<String> password = Optional.empty();
    if (uplink.passwordFile().isPresent()) {
      password = Optional.of(CredentialFile.read(uplink.passwordFile().get(), shell, configFile));
    }
    return new Access(
        Optional.of(uplink.username().orElse(config.terminal().terminal())),
        password,
        uplink.ca(),
        uplink.certificate(),
        uplink.key());
  }

  private Finding examine(UplinkSettings.Broker broker, Access access) {
    String check = "broker " + broker.id();
    long start = System.nanoTime();
    String host = broker.url().getHost();
    try {
      InetAddress address = InetAddress.getByName(host);
      try (var socket = new Socket()) {
        socket.connect(new InetSocketAddress(address, broker.url().getPort()), CONNECT_MILLIS_MAX);
      }
      // its own client id: the daemon's connection stays
      String client = config.terminal().org() + "." + config.terminal().terminal() + ".doctor";
      Optional<Instant> expiry;
      try (Link link =
          Link.open(LinkSettings.visitor(broker, client, access, 1), List.of(), new Bell())) {
        expiry = link.brokerExpiry();
        link.leave();
      }
      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
      String text =
          broker.url()
              + ": name, TCP, "
              + (isTls(broker) ? "TLS, " : "")
              + "MQTT in "
              + millis
              + " ms";
      return expiry
          .map(end -> dated(check, text + "; its certificate is ", end))
          .orElseGet(() -> Finding.ok(check, text));
    } catch (UnknownHostException e) {
      return failed(
          check, broker, "name", "nobody knows " + host, "check the name and the network's DNS");
    } catch (IOException e) {
      return failed(
          check,
          broker,
          "TCP",
          String.valueOf(e.getMessage()),
          "is the broker up, and does a firewall let port " + broker.url().getPort() + " through?");
    } catch (LinkException e) {
      return isTls(broker) && isAboutTls(e)
          ? failed(
              check,
              broker,
              "TLS",
              String.valueOf(e.getMessage()),
              "check ca, certificate and key of [uplink], the host name and the clock")
          : failed(
              check,
              broker,
              "MQTT",
              String.valueOf(e.getMessage()),
              "check user name and password, and the broker's access rules and log");
    }
  }

  private static Finding failed(
      String check, UplinkSettings.Broker broker, String step, String text, String action) {
    return Finding.fail(check, broker.url() + ": " + step + " fails: " + text, action);
  }

  private static boolean isTls(UplinkSettings.Broker broker) {
    return "mqtts".equals(broker.url().getScheme());
  }

  /// A server that speaks no TLS hangs up.
  private static boolean isAboutTls(@Nullable Throwable failure) {
    return failure != null
        && (failure instanceof SSLException
            || failure instanceof SocketException
            || failure instanceof GeneralSecurityException
            || isAboutTls(failure.getCause()));
  }
}
