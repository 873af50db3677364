package till.config;

import java.math.BigDecimal;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import till.device.contact.ContactSettings;
import till.device.display.DisplayCodePage;
import till.device.display.DisplaySettings;
import till.device.drawer.DrawerSettings;
import till.device.lights.Lamp;
import till.device.lights.LampPattern;
import till.device.lights.LightsSettings;
import till.device.msr.MsrSettings;
import till.device.nfc.NfcSettings;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
import till.device.printer.LogoSettings;
import till.device.printer.PrinterProfile;
import till.device.printer.PrinterSettings;
import till.device.scale.ScaleProtocol;
import till.device.scale.ScaleSettings;
import till.device.scale.WeightUnit;
import till.device.scanner.KeyLayout;
import till.device.scanner.LabelFraming;
import till.device.scanner.ScannerCommand;
import till.device.scanner.ScannerProfile;
import till.device.scanner.ScannerSettings;
import till.device.scanner.Suffix;
import till.device.scanner.label.ScanDecoder;
import till.device.wiegand.WiegandSettings;
import till.kiosk.KioskSettings;
import till.lane.CustomerDisplaySettings;
import till.lane.CustomerSettings;
import till.lane.LaneSettings;
import till.lane.ReceiptSettings;
import till.port.LineSettings;
import till.port.PortSettings;
import till.sale.ReceiptPolicy;
import till.sale.StoreCode;
import till.sale.StoreCodeRule;
import till.sale.StoreCodes;
import till.sale.TaxRate;
import till.sale.TaxTable;
import till.trust.Operator;
import till.trust.Operators;
import till.trust.PinHash;
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

  private static final int SCANNERS_MAX = 8;

  /// Outlasts the intervals in which collectors' databases are backed up.
  private static final int RETENTION_DAYS = 90;

  private static final int RETENTION_DAYS_MAX = 3_650;
  private static final int TAX_ROWS_MAX = 100;
  private static final int BROKERS_MAX = 16;
  private static final int KEYS_MAX = 32;
  private static final int LANGUAGES_MAX = 8;
  private static final int TAGS_MAX = 16;
  private static final int ORIGINS_MAX = 16;

  /// In minor units: more than any line is worth to a customer, whatever the currency.
  private static final int VOID_LIMIT_MAX = 1_000_000_000;

  /// More than the ten prefixes there are, each cut in ten.
  private static final int STORE_CODES_MAX = 100;

  /// In minor units.
  private static final int COUPON_AMOUNT_MAX = 100_000_000;

  private static final int CHECK_EVERY_MAX = 10_000;

  /// An hour: who wants more wants 0, which is for ever.
  private static final int IDLE_SECONDS_MAX = 3_600;

  /// Long enough to read a warning.
  private static final int IDLE_WARNING_SECONDS_MIN = 5;

  /// The names that devices other than scanners go by.
  private static final Set<String> DEVICE_NAMES_TAKEN =
      Set.of(
          "printer",
          "payment",
          "drawer",
          "lights",
          "help_button",
          "tamper_switch",
          "display",
          "scale",
          "msr",
          "nfc",
          "wiegand");

  /// Of most devices with a serial line.
  private static final int BAUD = 9_600;

  private static final int LOYALTY_PREFIXES_MAX = 64;

  /// Bits of a key.
  private static final Map<String, Integer> KEYPADS = Map.of("none", 0, "4-bit", 4, "8-bit", 8);

  private static final int DRAWER_OPEN_SECONDS = 30;

  /// A drawer that is slammed shut springs back.
  private static final int DRAWER_DEBOUNCE_MILLIS = 50;

  private static final Map<String, DisplayCodePage> CODE_PAGES =
      Stream.of(DisplayCodePage.values())
          .collect(
              Collectors.toMap(page -> page.name().toLowerCase(Locale.ROOT), Function.identity()));

  /// The level of a line: is it the high one?
  private static final Map<String, Boolean> LEVELS = Map.of("high", true, "low", false);

  private static final Map<String, LineSettings.Pull> PULLS =
      Map.of(
          "none", LineSettings.Pull.NONE,
          "up", LineSettings.Pull.UP,
          "down", LineSettings.Pull.DOWN);

  private static final Map<String, PortSettings.FlowControl> FLOWS =
      Map.of(
          "none", PortSettings.FlowControl.NONE,
          "rtscts", PortSettings.FlowControl.RTS_CTS,
          "xonxoff", PortSettings.FlowControl.XON_XOFF);

  private static final Map<String, WeightUnit> SCALE_UNITS =
      Map.of("kg", WeightUnit.KG, "lb", WeightUnit.LB);

  private static final Map<String, StoreCode.Kind> STORE_CODE_KINDS =
      Map.of(
          "price", StoreCode.Kind.PRICE,
          "weight", StoreCode.Kind.WEIGHT,
          "count", StoreCode.Kind.COUNT,
          "coupon", StoreCode.Kind.COUPON);

  /// Stands in for a public key that cannot be read; the configuration is refused anyway.
  private static final String NO_KEY = Base64.getEncoder().encodeToString(new byte[32]);

  /// Stands in for a PIN's hash that cannot be read; the configuration is refused anyway.
  private static final PinHash NO_PIN =
      PinHash.parse("$argon2id$v=19$m=12288,t=3,p=1$AAAAAAAAAAAAAAAAAAAAAA$AAAAAAAAAAAAAAAAAAAAAA");

  /// Who acts where nobody has said who they are.
  private static final Set<String> OPERATOR_IDS_TAKEN =
      Set.of("self", "kiosk", "attendant", "technician");

  /// A configuration with the story of each of its settings.
  record Reading(TerminalConfig config, List<Setting> settings) {}

  private final Path folder;
  private final Notes notes = new Notes();

  /// Who has which port: no two devices share one.
  private final Map<String, String> ports = new HashMap<>();

  private ConfigReader(Path file) {
    this.folder = file.toAbsolutePath().resolve("..").normalize();
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
      List<ScannerSettings> scanners = scanners(file);
      Optional<PrinterSettings> printer = file.table("printer").map(this::printer);
      Optional<PaymentSettings> payment =
          file.table("payment").map(section -> payment(section, terminal.currency()));
      Optional<DrawerSettings> drawer = drawer(file, printer.isPresent());
      Optional<LightsSettings> lights = file.table("lights").map(this::lights);
      Optional<ContactSettings> helpButton = file.table("help_button").map(this::helpButton);
      Optional<ContactSettings> tamperSwitch = file.table("tamper_switch").map(this::tamperSwitch);
      Optional<CustomerDisplaySettings> display = file.table("display").map(this::display);
      Optional<ScaleSettings> scale = file.table("scale").map(this::scale);
      Optional<MsrSettings> msr = file.table("msr").map(this::msr);
      Optional<NfcSettings> nfc = file.table("nfc").map(this::nfc);
      Optional<WiegandSettings> wiegand = file.table("wiegand").map(this::wiegand);
      TaxTable taxes = taxes(file);
      ReceiptSettings receipt = receipt(file);
      Optional<Path> prices = prices(file);
      fiscal(file);
      LaneSettings lane = lane(file, terminal, state.retention());
      List<Operator> operators = operators(file);
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

  private List<ScannerSettings> scanners(Section file) {
    var names = new HashSet<String>();
    var scanners = new ArrayList<ScannerSettings>();
    for (Section scanner : file.tables("scanner", 0, SCANNERS_MAX)) {
      try (scanner) {
        String name = scanner.required("name", Notation.DEVICE_NAME, scanner.name());
        if (DEVICE_NAMES_TAKEN.contains(name)) {
          scanner.problem("name", "\"" + name + "\" is what another device is called");
        } else if (!names.add(name)) {
          scanner.problem("name", "\"" + name + "\" is the name of another scanner too");
        }
        scanners.add(scanner(scanner, name));
      }
    }
    return scanners;
  }

  private ScannerSettings scanner(Section scanner, String name) {
    PortSettings port = port(scanner, Notation.SCANNER_WIRE);
    Optional<KeyLayout> keyboard = keyboard(scanner, port);
    boolean types = keyboard.isPresent();
    LabelFraming framing = labelFraming(scanner, port);
    var decoder =
        new ScanDecoder(
            scanner.value(
                "labels", Kind.oneOf(named(ScanDecoder.Mode.values())), Value.standard("tolerant")),
            scanner.value(
                "eight_digits",
                Kind.oneOf(named(ScanDecoder.EightDigits.values())),
                Value.standard("ean8")));
    int sameCodeMillis =
        scanner.value(
            "same_code_ms", Kind.whole(0, ScannerSettings.SAME_CODE_MILLIS_MAX), Value.standard(0));
    ScannerProfile profile = types ? ScannerProfile.GENERIC : scannerProfile(scanner);
    boolean signal = !types && scanner.value("signal", Kind.toggle(), Value.standard(false));
    if (signal
        && !profile.knows(ScannerCommand.GOOD_READ)
        && !profile.knows(ScannerCommand.BAD_READ)) {
      scanner.problem("signal", "needs a profile with beeps, or good_read and bad_read");
    }
    boolean gate = !types && scanner.value("gate", Kind.toggle(), Value.standard(false));
    boolean hasGate = profile.knows(ScannerCommand.ENABLE, ScannerCommand.DISABLE);
    if (gate && !hasGate) {
      scanner.problem("gate", "needs a profile that can, or enable and disable");
    }
    return new ScannerSettings(
        name, port, framing, keyboard, decoder, sameCodeMillis, profile, signal, gate && hasGate);
  }

  /// The layout of a device that types.
  private static Optional<KeyLayout> keyboard(Section section, PortSettings port) {
    return port.isInputDevice()
        ? Optional.of(
            section.value("layout", Kind.oneOf(named(KeyLayout.values())), Value.standard("us")))
        : Optional.empty();
  }

  private static LabelFraming labelFraming(Section scanner, PortSettings port) {
    Suffix suffix =
        scanner.value("suffix", Kind.oneOf(named(Suffix.values())), Value.standard("auto"));
    String prefix = scanner.value("prefix", Notation.LABEL_PREFIX, Value.standard(""));
    int gapMillis =
        scanner.value(
            "gap_ms",
            Kind.whole(LabelFraming.GAP_MILLIS_MIN, LabelFraming.GAP_MILLIS_MAX),
            Value.standard(LabelFraming.gapMillis(port)));
    int gapMillisMin = LabelFraming.gapMillisMin(port);
    if (gapMillis < gapMillisMin) {
      scanner.problem(
          "gap_ms", "must be at least " + gapMillisMin + ", five characters of the line");
    }
    return new LabelFraming(suffix, prefix, Math.max(gapMillis, gapMillisMin));
  }

  private static ScannerProfile scannerProfile(Section scanner) {
    ScannerProfile profile =
        ScannerProfile.find(
                scanner.value(
                    "profile", Kind.oneOf(ScannerProfile.names()), Value.standard("generic")))
            .orElseThrow();
    var others = new EnumMap<ScannerCommand, String>(ScannerCommand.class);
    named(ScannerCommand.values())
        .forEach((key, command) ->
            scanner.optional(key, Notation.COMMAND).ifPresent(bytes -> others.put(command, bytes)));
    return profile.with(others);
  }

  /// Constants by their names as a configuration has them.
  private static <E extends Enum<E>> Map<String, E> named(E[] constants) {
    return Stream.of(constants)
        .collect(
            Collectors.toMap(
                constant -> constant.name().toLowerCase(Locale.ROOT), Function.identity()));
  }

  private PrinterSettings printer(Section printer) {
    try (printer) {
      return new PrinterSettings(
          port(printer),
          printer.value("profile", Kind.oneOf(PrinterProfile.names()), Value.standard("generic")));
    }
  }

  private PaymentSettings payment(Section payment, Currency currency) {
    try (payment) {
      String protocol = payment.value("protocol", Kind.text(32), Value.standard("zvt"));
      if (!protocol.equals("zvt")) {
        payment.problem(
            "protocol", "\"" + protocol + "\" is not built in this version: it speaks \"zvt\"");
      }
      return new PaymentSettings(
          protocol,
          port(payment, Notation.WIRE, BAUD, "8N2"),
          payment.optional("password_file", Notation.CREDENTIAL),
          currency.getCurrencyCode(),
          payment.value(
              "receipts",
              Kind.oneOf(named(PaymentSettings.Receipts.values())),
              Value.standard("own")),
          payment.value("initialise", Kind.toggle(), Value.standard(true)),
          timing(payment));
    }
  }

  private static PaymentTiming timing(Section payment) {
    PaymentTiming standard = PaymentTiming.STANDARD;
    return new PaymentTiming(
        seconds(payment, "answer_seconds", 60, standard.acknowledgement()),
        seconds(payment, "silence_seconds", 600, standard.silence()),
        seconds(payment, "payment_seconds", 3_600, standard.payment()),
        seconds(payment, "command_seconds", 600, standard.command()),
        Duration.ofMillis(
            payment.value(
                "store_ms", Kind.whole(100, 60_000), Value.standard(standard.store().toMillis()))),
        seconds(payment, "enquiry_seconds", 3_600, standard.enquiry()),
        seconds(payment, "busy_seconds", 60, standard.busy()),
        seconds(payment, "refused_seconds", 600, standard.refused()),
        standard.askAgainMin(),
        seconds(payment, "ask_again_seconds", 600, standard.askAgainMax()));
  }

  private static Duration seconds(Section section, String key, int max, Duration standard) {
    return Duration.ofSeconds(
        section.value(key, Kind.whole(1, max), Value.standard(standard.toSeconds())));
  }

  private Optional<DrawerSettings> drawer(Section file, boolean printer) {
    Optional<Section> section = file.table("drawer");
    if (section.isEmpty()) {
      return Optional.empty();
    }
    try (Section drawer = section.get()) {
      var settings =
          new DrawerSettings(
              opener(drawer),
              drawer.value(
                  "pulse_ms",
                  Kind.whole(DrawerSettings.PULSE_MILLIS_MIN, DrawerSettings.PULSE_MILLIS_MAX),
                  Value.standard(100)),
              sensor(drawer),
              Duration.ofSeconds(
                  drawer.value(
                      "open_too_long_s",
                      Kind.whole(1, (int) DrawerSettings.OPEN_MAX_LIMIT.toSeconds()),
                      Value.standard(DRAWER_OPEN_SECONDS))));
      if (settings.needsPrinter() && !printer) {
        drawer.problem(
            settings.opener() instanceof DrawerSettings.Opener.PrinterPin ? "via" : "sensor",
            "needs a [printer], and there is none");
      }
      return Optional.of(settings);
    }
  }

  private DrawerSettings.Opener opener(Section drawer) {
    int pin = drawer.value("pin", Kind.oneOf(2, 5), Value.standard(2));
    boolean onWhenHigh = drawer.value("relay_on", Kind.oneOf(LEVELS), Value.standard("high"));
    String via = drawer.value("via", Notation.PRINTER_OR_LINE, Value.standard("printer"));
    return via.equals("printer")
        ? new DrawerSettings.Opener.PrinterPin(pin)
        : new DrawerSettings.Opener.Line(
            new LineSettings(
                own(drawer, "via", via), !onWhenHigh, LineSettings.Pull.NONE, 0, false));
  }

  private Optional<DrawerSettings.Sensor> sensor(Section drawer) {
    boolean openWhenHigh = drawer.value("open_when", Kind.oneOf(LEVELS), Value.standard("high"));
    LineSettings.Pull pull = drawer.value("sensor_pull", Kind.oneOf(PULLS), Value.standard("none"));
    return drawer
        .optional("sensor", Notation.PRINTER_OR_LINE)
        .map(sensor ->
            sensor.equals("printer")
                ? new DrawerSettings.Sensor.PrinterPin(openWhenHigh)
                : new DrawerSettings.Sensor.Line(
                    new LineSettings(
                        own(drawer, "sensor", sensor),
                        !openWhenHigh,
                        pull,
                        DRAWER_DEBOUNCE_MILLIS,
                        false)));
  }

  private CustomerDisplaySettings display(Section display) {
    try (display) {
      int columns =
          display.value(
              "columns",
              Kind.whole(DisplaySettings.COLUMNS_MIN, DisplaySettings.COLUMNS_MAX),
              Value.standard(20));
      int rows = display.value("rows", Kind.whole(1, DisplaySettings.ROWS_MAX), Value.standard(2));
      var settings =
          new DisplaySettings(
              port(display),
              columns,
              rows,
              display.value("code_page", Kind.oneOf(CODE_PAGES), Value.standard("cp858")),
              display.value(
                  "brightness",
                  Kind.whole(1, DisplaySettings.BRIGHTNESS_MAX),
                  Value.standard(DisplaySettings.BRIGHTNESS_MAX)));
      List<String> idle =
          display.value(
              "idle",
              Kind.listOf(Kind.text(DisplaySettings.COLUMNS_MAX), 0, DisplaySettings.ROWS_MAX),
              Value.standard(List.of()));
      if (idle.size() > rows || idle.stream().anyMatch(line -> line.length() > columns)) {
        display.problem("idle", "must fit " + rows + " rows of " + columns + " characters");
      }
      return new CustomerDisplaySettings(settings, idle);
    }
  }

  private ScaleSettings scale(Section scale) {
    try (scale) {
      ScaleProtocol protocol =
          scale.required("protocol", Kind.oneOf(ScaleProtocol.byWord()), ScaleProtocol.MT_8217);
      boolean saysNoUnit = protocol == ScaleProtocol.MT_8217;
      return new ScaleSettings(
          protocol,
          port(scale, Notation.WIRE, BAUD, protocol.framing()),
          saysNoUnit
              ? scale.value("unit", Kind.oneOf(SCALE_UNITS), Value.standard("kg"))
              : WeightUnit.KG,
          scale.value(
              "poll_ms",
              Kind.whole(ScaleSettings.POLL_MILLIS_MIN, ScaleSettings.POLL_MILLIS_MAX),
              Value.standard(ScaleSettings.POLL_MILLIS)),
          protocol == ScaleProtocol.DIALOG_06
              ? Optional.of(scale.required("polynomial_file", Notation.CREDENTIAL, "none"))
              : Optional.empty());
    }
  }

  private MsrSettings msr(Section msr) {
    try (msr) {
      PortSettings port = port(msr, Notation.SCANNER_WIRE);
      return new MsrSettings(
          port,
          keyboard(msr, port),
          LabelFraming.on(port),
          msr.value("lrc", Kind.toggle(), Value.standard(false)),
          msr.value(
              "loyalty_prefixes",
              Kind.listOf(Notation.LOYALTY_PREFIX, 0, LOYALTY_PREFIXES_MAX),
              Value.standard(List.of())));
    }
  }

  private NfcSettings nfc(Section nfc) {
    try (nfc) {
      return new NfcSettings(
          port(nfc, Notation.WIRE, NfcSettings.BAUD, "8N1"),
          nfc.value(
              "poll_ms",
              Kind.whole(NfcSettings.POLL_MILLIS_MIN, NfcSettings.POLL_MILLIS_MAX),
              Value.standard(150)));
    }
  }

  private WiegandSettings wiegand(Section wiegand) {
    try (wiegand) {
      return new WiegandSettings(
          line(wiegand, "zeros"),
          line(wiegand, "ones"),
          wiegand.value("keypad", Kind.oneOf(KEYPADS), Value.standard("none")),
          wiegand.value(
              "gap_ms",
              Kind.whole(WiegandSettings.GAP_MILLIS_MIN, WiegandSettings.GAP_MILLIS_MAX),
              Value.standard(30)));
    }
  }

  private String line(Section section, String key) {
    return own(
        section,
        key,
        section.required(key, Notation.GPIO_LINE, "sim:" + section.name() + "." + key));
  }

  private LightsSettings lights(Section lights) {
    try (lights) {
      boolean activeLow = lights.value("active_low", Kind.toggle(), Value.standard(false));
      var lamps = new EnumMap<Lamp, LineSettings>(Lamp.class);
      for (Lamp lamp : Lamp.values()) {
        lights
            .optional(lamp.word(), Notation.GPIO_LINE)
            .map(line -> own(lights, lamp.word(), line))
            .map(line -> new LineSettings(line, activeLow, LineSettings.Pull.NONE, 0, false))
            .ifPresent(line -> lamps.put(lamp, line));
      }
      LightsSettings usual = LightsSettings.of(lamps);
      return new LightsSettings(
          lamps,
          pattern(lights, "ready", lamps, usual.ready()),
          pattern(lights, "assistance", lamps, usual.assistance()),
          pattern(lights, "fault", lamps, usual.fault()),
          pattern(lights, "closed", lamps, usual.closed()));
    }
  }

  private static LampPattern pattern(
      Section lights, String key, Map<Lamp, LineSettings> lamps, LampPattern usual) {
    LampPattern pattern = lights.value(key, Notation.LIGHTS, Value.standard(usual.toString()));
    pattern.lamps().stream()
        .filter(lamp -> !lamps.containsKey(lamp))
        .forEach(lamp -> lights.problem(key, "there is no " + lamp.word() + " lamp"));
    return pattern;
  }

  private ContactSettings helpButton(Section button) {
    return contact(button, ContactSettings.Kind.HELP_BUTTON, "pressed_when", "low");
  }

  private ContactSettings tamperSwitch(Section tamper) {
    return contact(tamper, ContactSettings.Kind.TAMPER_SWITCH, "open_when", "high");
  }

  /// @param activeKey which level means pressed or open
  private ContactSettings contact(
      Section contact, ContactSettings.Kind kind, String activeKey, String usual) {
    try (contact) {
      String address = line(contact, "port");
      boolean activeHigh = contact.value(activeKey, Kind.oneOf(LEVELS), Value.standard(usual));
      LineSettings.Pull pull = contact.value("pull", Kind.oneOf(PULLS), Value.standard("up"));
      return new ContactSettings(
          kind,
          new LineSettings(address, !activeHigh, pull, 0, false),
          contact.value(
              "debounce_ms",
              Kind.whole(0, ContactSettings.DEBOUNCE_MILLIS_MAX),
              Value.standard(ContactSettings.DEBOUNCE_MILLIS)));
    }
  }

  /// Nobody else has this port or line.
  private String own(Section section, String key, String address) {
    Optional.ofNullable(ports.put(address, section.name()))
        .ifPresent(other -> section.problem(key, "is the port of " + other + " too"));
    return address;
  }

  private PortSettings port(Section section) {
    return port(section, Notation.WIRE);
  }

  private PortSettings port(Section section, Kind<String> wire) {
    return port(section, wire, BAUD, "8N1");
  }

  /// @param baud where none is set
  /// @param framing the same
  private PortSettings port(Section section, Kind<String> wire, int baud, String framing) {
    String address = own(section, "port", section.required("port", wire, "sim:" + section.name()));
    if (address.startsWith(PortSettings.EVDEV)) {
      return PortSettings.of(address);
    }
    return new PortSettings(
        address,
        section.value("baud", Kind.whole(300, 4_000_000), Value.standard(baud)),
        section.value(
            "framing",
            Kind.text(3).as("like \"8N1\" or \"7E1\"", PortSettings.Framing::parse),
            Value.standard(framing)),
        section.value("flow", Kind.oneOf(FLOWS), Value.standard("none")));
  }

  private TaxTable taxes(Section file) {
    var seen = new HashSet<String>();
    var rates = new ArrayList<TaxRate>();
    for (Section tax : file.tables("tax", 1, TAX_ROWS_MAX)) {
      try (tax) {
        var rate =
            new TaxRate(
                tax.required("group", Notation.TAX_GROUP, tax.name()),
                tax.required("percent", Notation.PERCENT, BigDecimal.ZERO),
                tax.value("included", Kind.toggle(), Value.standard(true)),
                tax.required("valid_from", Notation.DATE, LocalDate.EPOCH));
        if (!seen.add(rate.group() + " " + rate.validFrom())) {
          tax.problem(
              "valid_from",
              "group " + rate.group() + " has another row that begins on " + rate.validFrom());
        }
        rates.add(rate);
      }
    }
    return new TaxTable(rates);
  }

  private ReceiptSettings receipt(Section file) {
    try (Section receipt = file.tableOrEmpty("receipt")) {
      return new ReceiptSettings(
          receipt.optional("logo", logo()),
          receipt.value("header", Kind.lines(), Value.standard(List.of())),
          receipt.value("name", Kind.text(Kind.LINE_CHARACTERS_MAX), Value.standard("")),
          receipt.value("address", Kind.lines(), Value.standard(List.of())),
          receipt.value("vat_id", Kind.text(32), Value.standard("")),
          receipt.value("footer", Kind.lines(), Value.standard(List.of())),
          receipt.value(
              "code",
              Kind.oneOf(
                  Map.of(
                      "none", ReceiptSettings.Code.NONE,
                      "barcode", ReceiptSettings.Code.BARCODE,
                      "qr", ReceiptSettings.Code.QR)),
              Value.standard("none")),
          receipt.value(
              "policy",
              Kind.oneOf(
                  Map.of(
                      "always", ReceiptPolicy.ALWAYS,
                      "ask", ReceiptPolicy.ASK,
                      "never", ReceiptPolicy.NEVER)),
              Value.standard("always")));
    }
  }

  /// Beside the file, so that a configuration from afar names what the shop has and reaches nothing
  /// else.
  private Kind<LogoSettings> logo() {
    return value -> new LogoSettings(folder.resolve(Notation.PICTURE.read(value)));
  }

  private Optional<Path> prices(Section file) {
    try (Section prices = file.tableOrEmpty("prices")) {
      return prices.optional("file", Kind.pathFrom(folder));
    }
  }

  private void fiscal(Section file) {
    try (Section fiscal = file.tableOrEmpty("fiscal")) {
      String provider = fiscal.value("provider", Kind.text(32), Value.standard("none"));
      if (!provider.equals("none")) {
        fiscal.problem(
            "provider", "\"" + provider + "\" is not built in this version: only \"none\" is");
      }
    }
  }

  private LaneSettings lane(Section file, TerminalSettings terminal, Duration retention) {
    try (Section lane = file.tableOrEmpty("lane")) {
      return new LaneSettings(
          lane.value("auto_open", Kind.toggle(), Value.standard(true)),
          terminal.timeZone(),
          retention,
          storeCodes(lane, terminal.currency()),
          customer(lane),
          lane.optional("void_limit", Kind.whole(0, VOID_LIMIT_MAX)).stream()
              .mapToLong(Integer::longValue)
              .findFirst(),
          lane.value("check_every", Kind.whole(0, CHECK_EVERY_MAX), Value.standard(0)),
          lane.value("training", Kind.toggle(), Value.standard(true)));
    }
  }

  private static CustomerSettings customer(Section lane) {
    int idle =
        lane.value(
            "idle_seconds",
            Kind.whole(0, IDLE_SECONDS_MAX),
            Value.standard(CustomerSettings.STANDARD.idle().toSeconds()));
    int warning =
        lane.value(
            "idle_warning_seconds",
            Kind.whole(IDLE_WARNING_SECONDS_MIN, IDLE_SECONDS_MAX),
            Value.standard(CustomerSettings.STANDARD.warning().toSeconds()));
    return new CustomerSettings(Duration.ofSeconds(idle), Duration.ofSeconds(warning));
  }

  private StoreCodes storeCodes(Section lane, Currency currency) {
    var rules = new ArrayList<StoreCodeRule>();
    for (Section code : lane.tables("in_store_code", 0, STORE_CODES_MAX)) {
      try (code) {
        storeCode(code, currency, rules).ifPresent(rules::add);
      }
    }
    return new StoreCodes(rules);
  }

  private Optional<StoreCodeRule> storeCode(
      Section code, Currency currency, List<StoreCodeRule> others) {
    String prefix = code.required("prefix", Notation.STORE_CODE_PREFIX, "20");
    String pattern = code.required("pattern", Notation.STORE_CODE_PATTERN, "PPPPPPPPVVVV");
    int decimals = code.value("decimals", Kind.whole(0, 3), Value.standard(0));
    StoreCode.Kind kind =
        code.required("kind", Kind.oneOf(STORE_CODE_KINDS), StoreCode.Kind.WEIGHT);
    Optional<BigDecimal> amount =
        code.optional("amount", Kind.whole(1, COUPON_AMOUNT_MAX))
            .map(minor ->
                BigDecimal.valueOf(minor, Math.max(0, currency.getDefaultFractionDigits())));
    try {
      var rule = new StoreCodeRule(prefix, pattern, decimals, kind, amount);
      for (StoreCodeRule other : others) {
        if (rule.meets(other)) {
          code.problem("prefix", "codes with " + prefix + " could be codes with " + other.prefix());
          return Optional.empty();
        }
      }
      return Optional.of(rule);
    } catch (IllegalArgumentException e) {
      code.problem("pattern", "does not fit: " + e.getMessage());
      return Optional.empty();
    }
  }

  private List<Operator> operators(Section file) {
    Map<String, Operator.Role> roles =
        Stream.of(Operator.Role.values())
            .collect(Collectors.toMap(Operator.Role::wireName, Function.identity()));
    var operators = new LinkedHashMap<String, Operator>();
    for (Section operator : file.tables("operator", 0, Operators.COUNT_MAX)) {
      try (operator) {
        String id = operator.required("id", Notation.OPERATOR_ID, operator.name());
        if (OPERATOR_IDS_TAKEN.contains(id)) {
          operator.problem("id", "\"" + id + "\" is what somebody without a PIN is called");
        }
        var settings =
            new Operator(
                id,
                operator.value("name", Kind.text(Kind.LINE_CHARACTERS_MAX), Value.standard("")),
                operator.value("role", Kind.oneOf(roles), Value.standard("attendant")),
                operator.hidden("pin_hash", Notation.PIN_HASH, NO_PIN));
        if (operators.put(id, settings) != null) {
          operator.problem("id", "\"" + id + "\" is the id of another operator too");
        }
      }
    }
    return List.copyOf(operators.values());
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
