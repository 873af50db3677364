package till.cli;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Option;
import till.uplink.Access;
import till.uplink.UplinkSettings.Broker;

/// How one gets into the fleet's brokers.
final class BrokerOptions {

  private static final int MQTT_PORT = 1883;
  private static final int MQTTS_PORT = 8883;

  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "Certificates that brokers are checked against (PEM).")
  private Optional<Path> ca = Optional.empty();

  @Option(
      names = "--certificate",
      paramLabel = "FILE",
      description = "One's own certificate (PEM).")
  private Optional<Path> certificate = Optional.empty();

  @Option(names = "--key", paramLabel = "FILE", description = "Its private key (PKCS 8, PEM).")
  private Optional<Path> key = Optional.empty();

  @Option(names = "--username", paramLabel = "NAME", description = "For the broker.")
  private Optional<String> username = Optional.empty();

  @Option(
      names = "--password-file",
      paramLabel = "FILE",
      description = "A file with the password, which never stands on a command line.")
  private Optional<Path> passwordFile = Optional.empty();

  /// The brokers at these addresses. They are read here, since picocli shows what it cannot read,
  /// and there may be a password in it.
  ///
  /// @throws CommandException when one is not the address of a broker
  static List<Broker> brokers(List<String> urls) {
    return urls.stream().map(BrokerOptions::broker).toList();
  }

  private static Broker broker(String text) {
    URI url;
    try {
      url = new URI(text);
    } catch (URISyntaxException _) {
      throw noBroker(text); // without the cause, which quotes it
    }
    boolean tls = "mqtts".equals(url.getScheme());
    if (!(tls || "mqtt".equals(url.getScheme()))
        || url.getHost() == null
        || url.getRawUserInfo() != null) {
      throw noBroker(text);
    }
    int port = url.getPort() > 0 ? url.getPort() : tls ? MQTTS_PORT : MQTT_PORT;
    String place = url.getHost() + ":" + port;
    return new Broker(place, URI.create(url.getScheme() + "://" + place), 1);
  }

  private static CommandException noBroker(String text) {
    boolean mayHoldPassword = text.contains("@");
    return new CommandException(
        ExitCode.USAGE,
        "a broker is mqtts://host:port or mqtt://host:port without user and password"
            + (mayHoldPassword ? "" : ", not " + text));
  }

  Access access() throws IOException {
    Optional<String> password =
        passwordFile.isPresent()
            ? Optional.of(Files.readString(passwordFile.get()).strip())
            : Optional.empty();
    return new Access(username, password, ca, certificate, key);
  }
}
