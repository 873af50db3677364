package till.config;

import java.math.BigDecimal;
import java.net.URI;
import java.time.LocalDate;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import till.device.lights.LampPattern;
import till.device.msr.MsrSettings;
import till.device.scanner.LabelFraming;
import till.port.PortSettings;
import till.trust.PinHash;

/// How single values are written that are more than a word or a number.
final class Notation {

  /// Names that travel in topics.
  static final Kind<String> WIRE_NAME =
      Kind.matching(
          "[a-z0-9][a-z0-9-]{0,31}", "lower-case letters, digits and hyphens, at most 32");

  /// The part of a terminal's id behind the last hyphen, so that no two terminals share an id.
  static final Kind<String> WORKSTATION =
      Kind.matching("[a-z0-9]{1,16}", "lower-case letters and digits, at most 16");

  static final Kind<String> DEVICE_NAME =
      Kind.matching("[a-z0-9][a-z0-9_-]{0,31}", "lower-case letters, digits, - and _, at most 32");

  static final Kind<String> KEY_ID =
      Kind.matching("[A-Za-z0-9._-]{1,64}", "letters, digits, dots, - and _, at most 64");

  static final Kind<String> OPERATOR_ID =
      Kind.matching("[A-Za-z0-9_-]{1,16}", "letters, digits, - and _, at most 16");

  /// The text is not repeated in a message: it may be a PIN that somebody forgot to hash.
  static final Kind<PinHash> PIN_HASH = Notation::pinHash;

  static final Kind<String> CREDENTIAL =
      Kind.matching(
          "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}",
          "the bare name of a file in the credentials directory, without a slash");

  static final Kind<String> PICTURE =
      Kind.matching(
          "[A-Za-z0-9_][A-Za-z0-9._-]{0,63}",
          "the bare name of a PNG file beside the configuration, such as \"logo.png\"");

  static final Kind<String> GPIO_LINE =
      Kind.matching(
          "sim:[A-Za-z0-9_.-]{1,64}|gpio:([^/\\s]{1,32}/)?[^/\\s-][^/\\s]{0,31}",
          "a line such as \"gpio:17\", \"gpio:GPIO17\" or \"gpio:pinctrl-rp1/17\"");

  /// Where a drawer hangs.
  static final Kind<String> PRINTER_OR_LINE =
      Kind.matching(
          "printer|(gpio|sim):[A-Za-z0-9_./-]{1,64}", "\"printer\" or a line such as \"gpio:22\"");

  /// What the lamps do.
  static final Kind<LampPattern> LIGHTS =
      Kind.text(64)
          .as(
              "lamps and how they blink, such as \"green\", \"red+yellow 250/250\" (milliseconds on"
                  + " and off, at most three flashes a second) or \"off\"",
              LampPattern::parse);

  static final Kind<String> COUNTRY =
      Kind.matching("[A-Z]{2}", "two capital letters such as \"DE\"");

  static final Kind<String> LANGUAGE =
      Kind.matching("[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", "a language tag such as \"de\"");

  static final Kind<String> TAX_GROUP =
      Kind.matching("[A-Za-z0-9]{1,8}", "1 to 8 letters and digits");

  static final Kind<String> STORE_CODE_PREFIX =
      Kind.matching(
          "(02|2[0-9]|98[1-4]|99)[0-9]{0,5}",
          "02 or 20 to 29 in quotes, for coupons also 981 to 984 or 99, with or without more"
              + " digits");

  static final Kind<String> STORE_CODE_PATTERN =
      Kind.matching("[PCV]{12}", "twelve letters such as \"PPPPPPCVVVVV\"");

  static final Kind<LocalDate> DATE =
      Kind.text(10).as("a date in quotes such as \"2021-01-01\"", LocalDate::parse);

  static final Kind<BigDecimal> PERCENT =
      Kind.matching(
              "[0-9]{1,2}(\\.[0-9]{1,4})?", "a percentage in quotes such as \"19\" or \"2.1\"")
          .as("a percentage", BigDecimal::new);

  /// The wire of a device that talks in bytes.
  static final Kind<String> WIRE =
      Kind.text(256)
          .as(
              "a device path such as \"/dev/serial/by-id/...\" or \"tcp://host:port\"",
              Notation::wire);

  /// The same, or a keyboard's events.
  static final Kind<String> SCANNER_WIRE =
      Kind.text(256)
          .as(
              "a device path such as \"/dev/serial/by-id/...\", \"evdev:/dev/input/by-id/...\" or"
                  + " \"tcp://host:port\"",
              Notation::scannerWire);

  static final Kind<String> LABEL_PREFIX =
      Kind.matching(
          LabelFraming.PREFIX,
          "at most 15 characters of ASCII, before them perhaps one such as \"\\u0002\"");

  static final Kind<String> LOYALTY_PREFIX =
      Kind.matching(
          MsrSettings.PREFIX,
          "2 to 12 digits in quotes, at least 6 where the first is 2 to 6 as of payment cards");

  /// What a device is told, a byte each.
  static final Kind<String> COMMAND =
      Kind.matching(
          "[\\x00-\\xFF]{0,32}", "at most 32 characters up to \"\\u00FF\", one for each byte");

  static final Kind<URI> BROKER_URL =
      Kind.text(256)
          .as(
              "\"mqtts://host:port\" or \"mqtt://host:port\" without user and password",
              Notation::brokerUrl);

  static final Kind<Listen> LISTEN =
      Kind.text(64).as("an address and a port such as \"127.0.0.1:8180\"", Notation::listen);

  static final Kind<String> ORIGIN =
      Kind.matching(
          "https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?",
          "an origin such as \"http://localhost:5173\", without a path");

  static final Kind<String> PUBLIC_KEY =
      Kind.text(64).as("base64 of the 32 bytes of an Ed25519 public key", Notation::publicKey);

  private static final Pattern PATH_OR_SIMULATED =
      Pattern.compile("/[^\\s]+|sim:[A-Za-z0-9._-]{1,64}");
  private static final Pattern KEYBOARD_PATH = Pattern.compile(PortSettings.EVDEV + "/[^\\s]+");
  private static final Pattern HOST_AND_PORT =
      Pattern.compile("\\[?([A-Za-z0-9.:_-]+?)]?:([0-9]{1,5})");
  private static final Pattern LOOPBACK = Pattern.compile("127(\\.[0-9]{1,3}){3}|localhost|::1");

  private static final int PORT_MAX = 65_535;
  private static final int MQTT_PORT = 1883;
  private static final int MQTTS_PORT = 8883;
  private static final int PUBLIC_KEY_BYTES = 32;

  /// Where to wait for browsers.
  record Listen(String host, int port) {

    boolean isLoopback() {
      return LOOPBACK.matcher(host).matches();
    }
  }

  private Notation() {}

  private static PinHash pinHash(Value value) {
    try {
      return PinHash.parse(value instanceof Value.Text text ? text.text() : "");
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("does not fit: " + e.getMessage(), e);
    }
  }

  private static String wire(String text) {
    return check(
        text, text.startsWith("tcp:") ? isTcp(text) : PATH_OR_SIMULATED.matcher(text).matches());
  }

  private static String scannerWire(String text) {
    return text.startsWith(PortSettings.EVDEV)
        ? check(text, KEYBOARD_PATH.matcher(text).matches())
        : wire(text);
  }

  private static boolean isTcp(String text) {
    URI uri = URI.create(text);
    return isPlace(uri) && uri.getPort() > 0 && uri.getRawPath().isEmpty();
  }

  /// Whether it is a host and perhaps a port, and nothing more.
  private static boolean isPlace(URI uri) {
    return uri.getHost() != null
        && uri.getRawUserInfo() == null
        && uri.getRawQuery() == null
        && uri.getRawFragment() == null
        && uri.getPort() != 0
        && uri.getPort() <= PORT_MAX;
  }

  private static URI brokerUrl(String text) {
    URI url = URI.create(text);
    boolean tls = "mqtts".equals(url.getScheme());
    check(
        text,
        (tls || "mqtt".equals(url.getScheme()))
            && isPlace(url)
            && (url.getRawPath().isEmpty() || url.getRawPath().equals("/")));
    int port = url.getPort() > 0 ? url.getPort() : tls ? MQTTS_PORT : MQTT_PORT;
    return URI.create(url.getScheme() + "://" + url.getHost() + ":" + port);
  }

  private static Listen listen(String text) {
    Matcher matcher = HOST_AND_PORT.matcher(text);
    check(text, matcher.matches());
    return new Listen(matcher.group(1), port(matcher.group(2)));
  }

  private static String publicKey(String text) {
    return check(text, Base64.getDecoder().decode(text).length == PUBLIC_KEY_BYTES);
  }

  private static int port(String digits) {
    int port = Integer.parseInt(digits);
    check(digits, port <= PORT_MAX);
    return port;
  }

  /// The caller's sentence says what would have been right.
  private static String check(String text, boolean good) {
    if (!good) {
      throw new IllegalArgumentException(text);
    }
    return text;
  }
}
