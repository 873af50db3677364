package till.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Currency;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
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
import till.lane.CustomerDisplaySettings;
import till.port.LineSettings;
import till.port.PortSettings;

/// Reads the sections of what is plugged in. No two devices share a port.
final class DeviceSections {

  private static final int SCANNERS_MAX = 8;

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

  /// Who has which port.
  private final Map<String, String> ports = new HashMap<>();

  List<ScannerSettings> scanners(Section file) {
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

  PrinterSettings printer(Section printer) {
    try (printer) {
      return new PrinterSettings(
          port(printer),
          printer.value("profile", Kind.oneOf(PrinterProfile.names()), Value.standard("generic")));
    }
  }

  PaymentSettings payment(Section payment, Currency currency) {
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

  Optional<DrawerSettings> drawer(Section file, boolean printer) {
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

  CustomerDisplaySettings display(Section display) {
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

  ScaleSettings scale(Section scale) {
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

  MsrSettings msr(Section msr) {
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

  NfcSettings nfc(Section nfc) {
    try (nfc) {
      return new NfcSettings(
          port(nfc, Notation.WIRE, NfcSettings.BAUD, "8N1"),
          nfc.value(
              "poll_ms",
              Kind.whole(NfcSettings.POLL_MILLIS_MIN, NfcSettings.POLL_MILLIS_MAX),
              Value.standard(150)));
    }
  }

  WiegandSettings wiegand(Section wiegand) {
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

  LightsSettings lights(Section lights) {
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

  ContactSettings helpButton(Section button) {
    return contact(button, ContactSettings.Kind.HELP_BUTTON, "pressed_when", "low");
  }

  ContactSettings tamperSwitch(Section tamper) {
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
}
