package till.config;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Currency;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import till.device.contact.ContactSettings;
import till.device.drawer.DrawerSettings;
import till.device.lights.LightsSettings;
import till.device.msr.MsrSettings;
import till.device.nfc.NfcSettings;
import till.device.payment.PaymentSettings;
import till.device.printer.PrinterSettings;
import till.device.scale.ScaleSettings;
import till.device.scanner.ScannerSettings;
import till.device.wiegand.WiegandSettings;
import till.kiosk.KioskSettings;
import till.lane.CustomerDisplaySettings;
import till.lane.LaneSettings;
import till.lane.ReceiptSettings;
import till.sale.TaxTable;
import till.trust.Operator;
import till.trust.TrustStore;
import till.trust.TrustedKey;
import till.uplink.UplinkSettings;

/// Reads a configuration, strictly: a key it does not know, a wrong type, a value out of range or
/// one that is missing makes the whole of it bad, and every problem is named at once. A section
/// that this version does not have is refused, never skipped.
///
/// Relative paths are relative to the folder of the file. `config/tilld.toml` is the reference.
public final class ConfigReader {

  private static final String LONELY =
      "a certificate and its key come together, and the other one is missing";

  /// Outlasts the intervals in which collectors' databases are backed up.
  private static final int RETENTION_DAYS = 90;

  private static final int RETENTION_DAYS_MAX = 3_650;
  private static final int BROKERS_MAX = 16;
  private static final int KEYS_MAX = 32;
  private static final int LANGUAGES_MAX = 8;
  private static final int TAGS_MAX = 16;
  private static final int ORIGINS_MAX = 16;

  /// Stands in for a public key that cannot be read; the configuration is refused anyway.
  private static final String NO_KEY = Base64.getEncoder().encodeToString(new byte[32]);

  /// A configuration with the story of each of its settings.
  record Reading(TerminalConfig config, List<Setting> settings) {}

  private final Path folder;
  private final Notes notes = new Notes();
  private final DeviceSections devices = new DeviceSections();
  private final ShopSections shop;

  private ConfigReader(Path file) {
    this.folder = file.toAbsolutePath().resolve("..").normalize();
    this.shop = new ShopSections(folder);
  }

  /// Reads a configuration file.
  ///
  /// @throws ConfigException naming all problems
  public static TerminalConfig read(Path file) {
    return read(file, TomlSource.read(file)).config();
  }

  /// Reads a tree that stands for this file, with or without something laid over it.
  static Reading read(Path file, Value.Table tree) {
    var reader = new ConfigReader(file);
    TerminalConfig config = reader.terminalConfig(tree);
    List<Problem> problems = reader.notes.problems();
    if (!problems.isEmpty()) {
      throw new ConfigException(
          file,
          problems.stream()
              .sorted(Comparator.comparingInt(problem -> problem.place().line()))
              .toList());
    }
    return new Reading(config, reader.notes.settings());
  }

  private TerminalConfig terminalConfig(Value.Table tree) {
    try (Section file = new Section("", tree, notes)) {
      TerminalSettings terminal = terminal(file);
      State state = state(file);
      List<ScannerSettings> scanners = devices.scanners(file);
      Optional<PrinterSettings> printer = file.table("printer").map(devices::printer);
      Optional<PaymentSettings> payment =
          file.table("payment").map(section -> devices.payment(section, terminal.currency()));
      Optional<DrawerSettings> drawer = devices.drawer(file, printer.isPresent());
      Optional<LightsSettings> lights = file.table("lights").map(devices::lights);
      Optional<ContactSettings> helpButton = file.table("help_button").map(devices::helpButton);
      Optional<ContactSettings> tamperSwitch =
          file.table("tamper_switch").map(devices::tamperSwitch);
      Optional<CustomerDisplaySettings> display = file.table("display").map(devices::display);
      Optional<ScaleSettings> scale = file.table("scale").map(devices::scale);
      Optional<MsrSettings> msr = file.table("msr").map(devices::msr);
      Optional<NfcSettings> nfc = file.table("nfc").map(devices::nfc);
      Optional<WiegandSettings> wiegand = file.table("wiegand").map(devices::wiegand);
      TaxTable taxes = shop.taxes(file);
      ReceiptSettings receipt = shop.receipt(file);
      Optional<Path> prices = shop.prices(file);
      shop.fiscal(file);
      LaneSettings lane = shop.lane(file, terminal, state.retention());
      List<Operator> operators = shop.operators(file);
      Optional<UplinkSettings> uplink = file.table("uplink").map(this::uplink);
      KioskSettings kiosk = kiosk(file);
      TrustStore trust = trust(file);
      return new TerminalConfig(
          terminal,
          state.directory(),
          scanners,
          printer,
          payment,
          drawer,
          lights,
          helpButton,
          tamperSwitch,
          display,
          scale,
          msr,
          nfc,
          wiegand,
          taxes,
          receipt,
          prices,
          lane,
          operators,
          uplink,
          kiosk,
          trust);
    }
  }

  private TerminalSettings terminal(Section file) {
    try (Section terminal = file.tableOrEmpty("terminal")) {
      String org = terminal.required("org", Notation.WIRE_NAME, "0");
      String store = terminal.required("store", Notation.WIRE_NAME, "0");
      if (store.equals("fleet")) {
        terminal.problem("store", "must not be \"fleet\", which means all stores");
      }
      return new TerminalSettings(
          org,
          store,
          terminal.required("workstation", Notation.WORKSTATION, "0"),
          terminal.value(
              "currency",
              Kind.text(3).as("an ISO 4217 code such as \"EUR\"", Currency::getInstance),
              Value.standard("EUR")),
          terminal.value("country", Notation.COUNTRY, Value.standard("DE")),
          terminal.value(
              "languages",
              Kind.listOf(Notation.LANGUAGE, 1, LANGUAGES_MAX),
              Value.standard(List.of("de", "en"))),
          terminal.value(
              "time_zone",
              Kind.text(64).as("a time zone such as \"Europe/Berlin\"", ZoneId::of),
              Value.standard("Europe/Berlin")),
          terminal.value(
              "tags", Kind.listOf(Notation.WIRE_NAME, 0, TAGS_MAX), Value.standard(List.of())));
    }
  }

  /// The `[state]`: where what is kept lies, and for how long.
  private record State(Path directory, Duration retention) {}

  private State state(Section file) {
    try (Section state = file.tableOrEmpty("state")) {
      return new State(
          state.value("directory", Kind.pathFrom(folder), Value.standard("/var/lib/tilld")),
          Duration.ofDays(
              state.value(
                  "retention_days",
                  Kind.whole(1, RETENTION_DAYS_MAX),
                  Value.standard(RETENTION_DAYS))));
    }
  }

  private UplinkSettings uplink(Section uplink) {
    try (uplink) {
      uplink.notBuilt("proxy", "alpn");
      var settings =
          new UplinkSettings(
              brokers(uplink),
              uplink.optional("ca", Kind.pathFrom(folder)),
              uplink.optional("certificate", Kind.pathFrom(folder)),
              uplink.optional("key", Kind.pathFrom(folder)),
              uplink.optional("username", Kind.text(128)),
              uplink.optional("password_file", Notation.CREDENTIAL),
              uplink.value(
                  "ack",
                  Kind.oneOf(
                      Map.of(
                          "collector", UplinkSettings.Acknowledgement.COLLECTOR,
                          "broker", UplinkSettings.Acknowledgement.BROKER)),
                  Value.standard("collector")),
              uplink.value("drain_per_second", Kind.whole(1, 10_000), Value.standard(200)));
      if (settings.certificate().isPresent() != settings.key().isPresent()) {
        uplink.problem(settings.key().isPresent() ? "key" : "certificate", LONELY);
      }
      return settings;
    }
  }

  private List<UplinkSettings.Broker> brokers(Section uplink) {
    var ids = new HashSet<String>();
    var brokers = new ArrayList<UplinkSettings.Broker>();
    for (Section broker : uplink.tables("brokers", 1, BROKERS_MAX)) {
      try (broker) {
        String id = broker.required("id", Notation.WIRE_NAME, broker.name());
        if (!ids.add(id)) {
          broker.problem("id", "\"" + id + "\" is the id of another broker too");
        }
        brokers.add(
            new UplinkSettings.Broker(
                id,
                broker.required("url", Notation.BROKER_URL, URI.create("mqtt://none")),
                broker.value("weight", Kind.whole(1, 1_000), Value.standard(1))));
      }
    }
    return brokers;
  }

  private KioskSettings kiosk(Section file) {
    try (Section kiosk = file.tableOrEmpty("kiosk")) {
      Notation.Listen listen =
          kiosk.value("listen", Notation.LISTEN, Value.standard("127.0.0.1:8180"));
      Optional<Path> certificate = kiosk.optional("tls_certificate", Kind.pathFrom(folder));
      Optional<Path> key = kiosk.optional("tls_key", Kind.pathFrom(folder));
      if (certificate.isPresent() != key.isPresent()) {
        kiosk.problem(key.isPresent() ? "tls_key" : "tls_certificate", LONELY);
      }
      if (!listen.isLoopback() && certificate.isEmpty()) {
        kiosk.problem(
            "listen",
            "must be a loopback address such as \"127.0.0.1:8180\": one that others can reach needs"
                + " tls_certificate and tls_key");
      }
      return new KioskSettings(
          listen.host(),
          listen.port(),
          kiosk.value("token_directory", Kind.pathFrom(folder), Value.standard("/run/tilld")),
          kiosk.value("web_root", Kind.optionalPathFrom(folder), Value.standard("")),
          kiosk.value(
              "allowed_origins",
              Kind.listOf(Notation.ORIGIN, 0, ORIGINS_MAX),
              Value.standard(List.of())),
          certificate.flatMap(shown -> key.map(own -> new KioskSettings.Tls(shown, own))));
    }
  }

  private TrustStore trust(Section file) {
    Map<String, TrustedKey.Right> rights =
        Stream.of(TrustedKey.Right.values())
            .collect(Collectors.toMap(TrustedKey.Right::wireName, Function.identity()));
    var keys = new LinkedHashMap<String, TrustedKey>();
    try (Section trust = file.tableOrEmpty("trust")) {
      for (Section key : trust.tables("keys", 0, KEYS_MAX)) {
        try (key) {
          String id = key.required("id", Notation.KEY_ID, "none");
          String publicKey = key.required("public_key", Notation.PUBLIC_KEY, NO_KEY);
          List<TrustedKey.Right> may =
              key.required("may", Kind.listOf(Kind.oneOf(rights), 1, rights.size()), List.of());
          if (keys.put(id, new TrustedKey(id, publicKey, Set.copyOf(may))) != null) {
            key.problem("id", "\"" + id + "\" is the id of another key too");
          }
        }
      }
    }
    return new TrustStore(List.copyOf(keys.values()));
  }
}
