package till.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Currency;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import till.device.contact.ContactSettings;
import till.device.display.DisplayCodePage;
import till.device.display.DisplaySettings;
import till.device.drawer.DrawerSettings;
import till.device.lights.Lamp;
import till.device.lights.LampPattern;
import till.device.lights.LightsSettings;
import till.device.msr.MsrSettings;
import till.device.payment.PaymentSettings;
import till.device.payment.PaymentTiming;
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
import till.trust.Operator;
import till.trust.TestPins;
import till.trust.TrustedKey;
import till.uplink.UplinkSettings;

final class ConfigReaderTest {

  /// The least that is a configuration.
  static final String LEAST =
      """
      [terminal]
      org = "acme"
      store = "0042"
      workstation = "03"
      [[tax]]
      group = "A"
      percent = "19"
      valid_from = "2021-01-01"
      """;

  private static final String KEY = "11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo=";

  @TempDir private Path temporary;

  @Test
  void theLeastHasDefaultsForTheRest() throws IOException {
    TerminalConfig config = read(LEAST);

    assertEquals(
        new TerminalSettings(
            "acme",
            "0042",
            "03",
            Currency.getInstance("EUR"),
            "DE",
            List.of("de", "en"),
            ZoneId.of("Europe/Berlin"),
            List.of()),
        config.terminal());
    assertEquals("0042-03", config.terminal().terminal());
    assertEquals(Path.of("/var/lib/tilld"), config.stateDirectory());
    assertEquals(List.of(), config.scanners());
    assertEquals(Optional.empty(), config.printer());
    assertEquals(Optional.empty(), config.payment());
    assertEquals(Optional.empty(), config.drawer());
    assertEquals(Optional.empty(), config.display());
    assertEquals(Optional.empty(), config.scale());
    assertEquals(Optional.empty(), config.lights());
    assertEquals(Optional.empty(), config.helpButton());
    assertEquals(Optional.empty(), config.tamperSwitch());
    assertEquals(
        List.of(new TaxRate("A", new BigDecimal("19"), true, LocalDate.of(2021, 1, 1))),
        config.taxes().rates());
    assertEquals(new ReceiptSettings(List.of(), "", List.of(), "", List.of()), config.receipt());
    assertEquals(Optional.empty(), config.prices());
    assertEquals(
        new LaneSettings(true, ZoneId.of("Europe/Berlin"), Duration.ofDays(90), StoreCodes.none()),
        config.lane());
    assertEquals(List.of(), config.operators());
    assertEquals(Optional.empty(), config.uplink());
    assertEquals(
        new KioskSettings("127.0.0.1", 8180, Path.of("/run/tilld"), Optional.empty(), List.of()),
        config.kiosk());
    assertEquals(List.of(), config.trust().keys());
  }

  /// Complaint: kura, whose usual rate is one a second.
  @Test
  void tenThousandDocumentsNeedNoMoreThanAMinuteUnlessSomebodySaysOtherwise() throws IOException {
    TerminalConfig config =
        read(
            LEAST
                + """
                [uplink]
                brokers = [{ id = "a", url = "mqtt://127.0.0.1:1883" }]
                """);
    int seconds = 10_000 / config.uplink().orElseThrow().drainPerSecond();
    assertTrue(seconds <= 60, seconds + " s");
  }

  @Test
  void aShopSaysHowLongASaleMayBeLeftAloneAndWhetherItPrintsReceipts() throws IOException {
    TerminalConfig config =
        read(
            LEAST
                + """
                [lane]
                idle_seconds = 0
                idle_warning_seconds = 45
                [receipt]
                policy = "ask"
                """);
    assertEquals(
        new CustomerSettings(Duration.ZERO, Duration.ofSeconds(45)), config.lane().customer());
    assertEquals(ReceiptPolicy.ASK, config.receipt().policy());
    assertEquals(
        List.of("lane.idle_seconds", "lane.idle_warning_seconds", "receipt.policy"),
        problems(
                LEAST
                    + """
                    [lane]
                    idle_seconds = 3601
                    idle_warning_seconds = 4
                    [receipt]
                    policy = "sometimes"
                    """)
            .stream()
            .map(problem -> problem.key())
            .sorted()
            .toList());
  }

  @Test
  void aDrawerOnThisBoardsLines() throws IOException {
    DrawerSettings drawer =
        ConfigReader.read(
                write(
                    LEAST
                        + """
                        [drawer]
                        via = "gpio:22"
                        relay_on = "low"
                        sensor = "gpio:23"
                        open_when = "low"
                        sensor_pull = "up"
                        """))
            .drawer()
            .orElseThrow();

    assertEquals(
        new DrawerSettings(
            new DrawerSettings.Opener.Line(
                new LineSettings("gpio:22", true, LineSettings.Pull.NONE, 0, false)),
            100,
            Optional.of(
                new DrawerSettings.Sensor.Line(
                    new LineSettings("gpio:23", true, LineSettings.Pull.UP, 50, false))),
            Duration.ofSeconds(30)),
        drawer);
  }

  @Test
  void aScaleHasTheFramingOfItsProtocol() throws IOException {
    assertEquals(
        new ScaleSettings(
            ScaleProtocol.MT_8217,
            new PortSettings(
                "/dev/a", 9600, PortSettings.Framing.parse("7E1"), PortSettings.FlowControl.NONE),
            WeightUnit.KG,
            300,
            Optional.empty()),
        scale("protocol = \"8217\"\nport = \"/dev/a\""));
    assertEquals(
        new ScaleSettings(
            ScaleProtocol.DIALOG_06,
            new PortSettings(
                "/dev/a", 19200, PortSettings.Framing.parse("7O1"), PortSettings.FlowControl.NONE),
            WeightUnit.KG,
            500,
            Optional.of("p")),
        scale(
            """
            protocol = "dialog06"
            port = "/dev/a"
            baud = 19200
            poll_ms = 500
            polynomial_file = "p"
            """));
    assertEquals(
        PortSettings.Framing.EIGHT_NONE_ONE,
        scale("protocol = \"nci\"\nport = \"/dev/a\"\nframing = \"8N1\"").port().framing());
  }

  private ScaleSettings scale(String settings) throws IOException {
    return ConfigReader.read(write(LEAST + "[scale]\n" + settings)).scale().orElseThrow();
  }

  @Test
  void everythingThatIsSetArrives() throws IOException {
    Path file =
        write(
            LEAST
                + """
                [state]
                directory = "state"
                [[scanner]]
                name = "counter"
                port = "/dev/serial/by-id/usb-scanner"
                baud = 38400
                framing = "7E1"
                flow = "xonxoff"
                [[scanner]]
                name = "hand"
                port = "tcp://[fe80::1]:4001"
                labels = "strict"
                eight_digits = "upce"
                same_code_ms = 700
                [printer]
                port = "sim:printer"
                flow = "rtscts"
                profile = "epson-tm-t88v"
                [payment]
                protocol = "zvt"
                port = "tcp://192.0.2.10:20007"
                password_file = "zvt-password"
                receipts = "terminal"
                initialise = false
                answer_seconds = 7
                silence_seconds = 60
                payment_seconds = 600
                command_seconds = 20
                store_ms = 2000
                enquiry_seconds = 30
                busy_seconds = 3
                refused_seconds = 10
                ask_again_seconds = 15
                [drawer]
                pin = 5
                pulse_ms = 200
                sensor = "printer"
                open_when = "low"
                open_too_long_s = 45
                [display]
                port = "/dev/serial/by-id/usb-display"
                columns = 16
                rows = 4
                code_page = "cp1252"
                brightness = 2
                idle = ["Hello", "you"]
                [lights]
                green = "gpio:pinctrl-rp1/GPIO17"
                white = "gpio:8"
                active_low = true
                assistance = "white+green 1000/500"
                closed = "white"
                [help_button]
                port = "gpio:24"
                pressed_when = "high"
                pull = "down"
                debounce_ms = 10
                [tamper_switch]
                port = "gpio:pinctrl-rp1/25"
                [receipt]
                header = "One\\nTwo"
                name = "Shop"
                address = ["Street", "Town"]
                vat_id = "DE1"
                footer = []
                [prices]
                file = "prices.ndjson"
                [lane]
                auto_open = false
                [fiscal]
                provider = "none"
                [uplink]
                brokers = [
                  { id = "a", url = "mqtts://broker.example.com" },
                  { id = "b", url = "mqtt://127.0.0.1:1884", weight = 3 },
                ]
                ca = "ca.pem"
                certificate = "/etc/ssl/own.pem"
                key = "own.key"
                username = "me"
                password_file = "broker-password"
                ack = "broker"
                drain_per_second = 10
                [kiosk]
                listen = "192.0.2.1:8443"
                tls_certificate = "kiosk.pem"
                tls_key = "/etc/ssl/kiosk.key"
                token_directory = "tokens"
                web_root = "web"
                allowed_origins = ["http://localhost:5173"]
                [trust]
                keys = [{ id = "2026a", public_key = "%s", may = ["config", "prices"] }]
                """
                    .formatted(KEY));
    Path folder = file.resolveSibling("");

    TerminalConfig config = ConfigReader.read(file);

    assertEquals(folder.resolve("state"), config.stateDirectory());
    PortSettings hand = PortSettings.of("tcp://[fe80::1]:4001");
    assertEquals(
        List.of(
            ScannerSettings.of(
                "counter",
                new PortSettings(
                    "/dev/serial/by-id/usb-scanner",
                    38400,
                    new PortSettings.Framing(7, PortSettings.Parity.EVEN, 1),
                    PortSettings.FlowControl.XON_XOFF)),
            new ScannerSettings(
                "hand",
                hand,
                LabelFraming.on(hand),
                Optional.empty(),
                new ScanDecoder(ScanDecoder.Mode.STRICT, ScanDecoder.EightDigits.UPCE),
                700,
                ScannerProfile.GENERIC,
                false,
                false)),
        config.scanners());
    assertEquals(
        new PrinterSettings(
            new PortSettings(
                "sim:printer",
                9600,
                PortSettings.Framing.EIGHT_NONE_ONE,
                PortSettings.FlowControl.RTS_CTS),
            "epson-tm-t88v"),
        config.printer().orElseThrow());
    assertEquals(
        new PaymentSettings(
            "zvt",
            new PortSettings(
                "tcp://192.0.2.10:20007",
                9600,
                PortSettings.Framing.parse("8N2"),
                PortSettings.FlowControl.NONE),
            Optional.of("zvt-password"),
            "EUR",
            PaymentSettings.Receipts.TERMINAL,
            false,
            new PaymentTiming(
                Duration.ofSeconds(7),
                Duration.ofSeconds(60),
                Duration.ofSeconds(600),
                Duration.ofSeconds(20),
                Duration.ofMillis(2_000),
                Duration.ofSeconds(30),
                Duration.ofSeconds(3),
                Duration.ofSeconds(10),
                Duration.ofMillis(500),
                Duration.ofSeconds(15))),
        config.payment().orElseThrow());
    assertEquals(
        new DrawerSettings(
            new DrawerSettings.Opener.PrinterPin(5),
            200,
            Optional.of(new DrawerSettings.Sensor.PrinterPin(false)),
            Duration.ofSeconds(45)),
        config.drawer().orElseThrow());
    assertEquals(
        new CustomerDisplaySettings(
            new DisplaySettings(
                PortSettings.of("/dev/serial/by-id/usb-display"), 16, 4, DisplayCodePage.CP1252, 2),
            List.of("Hello", "you")),
        config.display().orElseThrow());
    assertEquals(
        new LightsSettings(
            Map.of(
                Lamp.GREEN,
                new LineSettings("gpio:pinctrl-rp1/GPIO17", true, LineSettings.Pull.NONE, 0, false),
                Lamp.WHITE,
                new LineSettings("gpio:8", true, LineSettings.Pull.NONE, 0, false)),
            LampPattern.steady(Set.of(Lamp.GREEN)),
            new LampPattern(Set.of(Lamp.GREEN, Lamp.WHITE), 1_000, 500),
            LampPattern.DARK,
            LampPattern.steady(Set.of(Lamp.WHITE))),
        config.lights().orElseThrow());
    assertEquals(
        new ContactSettings(
            ContactSettings.Kind.HELP_BUTTON,
            new LineSettings("gpio:24", false, LineSettings.Pull.DOWN, 0, false),
            10),
        config.helpButton().orElseThrow());
    assertEquals(
        new ContactSettings(
            ContactSettings.Kind.TAMPER_SWITCH,
            new LineSettings("gpio:pinctrl-rp1/25", false, LineSettings.Pull.UP, 0, false),
            20),
        config.tamperSwitch().orElseThrow());
    assertEquals(
        new ReceiptSettings(
            List.of("One", "Two"), "Shop", List.of("Street", "Town"), "DE1", List.of()),
        config.receipt());
    assertEquals(Optional.of(folder.resolve("prices.ndjson")), config.prices());
    assertEquals(
        new UplinkSettings(
            List.of(
                new UplinkSettings.Broker("a", URI.create("mqtts://broker.example.com:8883"), 1),
                new UplinkSettings.Broker("b", URI.create("mqtt://127.0.0.1:1884"), 3)),
            Optional.of(folder.resolve("ca.pem")),
            Optional.of(Path.of("/etc/ssl/own.pem")),
            Optional.of(folder.resolve("own.key")),
            Optional.of("me"),
            Optional.of("broker-password"),
            UplinkSettings.Acknowledgement.BROKER,
            10),
        config.uplink().orElseThrow());
    assertEquals(
        new KioskSettings(
            "192.0.2.1",
            8443,
            folder.resolve("tokens"),
            Optional.of(folder.resolve("web")),
            List.of("http://localhost:5173"),
            Optional.of(
                new KioskSettings.Tls(folder.resolve("kiosk.pem"), Path.of("/etc/ssl/kiosk.key")))),
        config.kiosk());
    TrustedKey key = config.trust().keys().getFirst();
    assertEquals("2026a", key.id());
    assertEquals(2, key.may().size());
  }

  @Test
  void theShopsOwnCodesArrive() throws IOException {
    Path file =
        write(
            LEAST
                + """
                [[lane.in_store_code]]
                prefix = "22"
                pattern = "PPPPPPCVVVVV"
                decimals = 2
                kind = "price"
                [[lane.in_store_code]]
                prefix = "25"
                pattern = "PPPPPPPPVVVV"
                kind = "count"
                [[lane.in_store_code]]
                prefix = "99"
                pattern = "PPPPPPPPPPPP"
                kind = "coupon"
                amount = 250
                """);
    assertEquals(
        List.of(
            new StoreCodeRule("22", "PPPPPPCVVVVV", 2, StoreCode.Kind.PRICE),
            new StoreCodeRule("25", "PPPPPPPPVVVV", 0, StoreCode.Kind.COUNT),
            new StoreCodeRule(
                "99",
                "PPPPPPPPPPPP",
                0,
                StoreCode.Kind.COUPON,
                Optional.of(new BigDecimal("2.50")))),
        ConfigReader.read(file).lane().storeCodes().rules());
  }

  @Test
  void aStripeReaderThatTypesHasALayoutAndAChipItsOwnSpeed() throws IOException {
    TerminalConfig config =
        read(
            LEAST
                + """
                [msr]
                port = "evdev:/dev/input/by-id/usb-reader-event-kbd"
                layout = "de"
                loyalty_prefixes = ["99", "636400"]
                [nfc]
                port = "/dev/n"
                [wiegand]
                zeros = "gpio:GPIO5"
                ones = "gpio:pinctrl-rp1/6"
                keypad = "8-bit"
                """);
    MsrSettings msr = config.msr().orElseThrow();
    assertEquals(Optional.of(KeyLayout.DE), msr.keyboard());
    assertEquals(List.of("99", "636400"), msr.loyaltyPrefixes());
    assertFalse(msr.lrc());
    assertEquals(115_200, config.nfc().orElseThrow().port().baud());
    assertEquals(
        new WiegandSettings("gpio:GPIO5", "gpio:pinctrl-rp1/6", 8, 30),
        config.wiegand().orElseThrow());
  }

  @Test
  void anOperatorIsAnAttendantUnlessItIsSaid() throws IOException {
    String operator = "[[operator]]\npin_hash = \"" + TestPins.HASH_OF_4711.text() + "\"\n";
    List<Operator> operators =
        read(LEAST
                + operator
                + "id = \"17\"\n"
                + operator
                + "id = \"t1\"\nname = \"B. Example\"\nrole = \"technician\"\n")
            .operators();

    assertEquals(List.of("17", "t1"), operators.stream().map(Operator::id).toList());
    assertEquals(Operator.Role.ATTENDANT, operators.getFirst().role());
    assertEquals(Operator.Role.TECHNICIAN, operators.getLast().role());
    assertTrue(operators.getFirst().pin().verify("4711"));
  }

  @Test
  void aPinThatNobodyHashedIsNotRepeated() {
    ConfigException refused =
        assertThrows(
            ConfigException.class,
            () -> read(LEAST + "[[operator]]\nid = \"17\"\npin_hash = \"081547\"\n"));
    assertTrue(String.valueOf(refused.getMessage()).contains("`till pin`"), refused.toString());
    assertFalse(refused.toString().contains("081547"), refused.toString());
  }

  private record Case(String toml, String key, String text) {}

  @TestFactory
  Stream<DynamicTest> isRefused() {
    String keyboard = "[[scanner]]\nname = \"a\"\nport = \"evdev:/dev/input/event0\"\n";
    String scanner = "[[scanner]]\nname = \"a\"\nport = \"/dev/a\"\n";
    String scale = "[scale]\nprotocol = \"8217\"\nport = \"/dev/a\"\n";
    String printer = "[printer]\nport = \"/dev/p\"\n";
    String code = "[[lane.in_store_code]]\nprefix = \"22\"\nkind = \"price\"\npattern = ";
    String operator =
        "[[operator]]\nid = \"17\"\npin_hash = \"" + TestPins.HASH_OF_4711.text() + "\"\n";
    String broker = "[uplink]\nbrokers = [{ id = \"a\", url = \"mqtt://b\" }]\n";
    return Stream.of(
            // keys
            new Case(
                "[lane]\nauto_opne = true", "lane.auto_opne", "is unknown: [lane] knows auto_open"),
            new Case("colour = 1\n", "colour", "is unknown: the file knows"),
            new Case("[lanes]\n", "lanes", "is unknown: the file knows"),
            new Case("lane = 3\n", "lane", "must be a section: [lane]"),
            new Case(
                "[scanner]\nname = \"a\"",
                "scanner",
                "must be a list of 0 to 8 sections: [[scanner]]"),
            new Case(broker + "password = \"x\"", "uplink.password", "is unknown"),
            // types and ranges
            new Case(
                "[lane]\nauto_open = \"yes\"",
                "lane.auto_open",
                "must be true or false, not \"yes\""),
            new Case("[lane]\nauto_open = 1.5", "lane.auto_open", "must be true or false, not 1.5"),
            new Case(
                scanner + "baud = 99",
                "scanner[0].baud",
                "must be a whole number from 300 to 4000000, not 99"),
            new Case(scanner + "baud = \"9600\"", "scanner[0].baud", "must be a whole number"),
            new Case(
                scanner + "framing = \"9N1\"",
                "scanner[0].framing",
                "must be like \"8N1\" or \"7E1\", not \"9N1\""),
            new Case(
                scanner + "flow = \"maybe\"",
                "scanner[0].flow",
                "must be one of \"none\", \"rtscts\", \"xonxoff\", not \"maybe\""),
            new Case(
                scanner + "suffix = \"cr lf\"",
                "scanner[0].suffix",
                "must be one of \"auto\", \"cr\", \"crlf\", \"etx\", \"lf\", \"none\", \"tab\""),
            new Case(
                scanner + "prefix = \"A\\u0002\"",
                "scanner[0].prefix",
                "must be at most 15 characters of ASCII"),
            new Case(
                scanner + "gap_ms = 5", "scanner[0].gap_ms", "must be a whole number from 10 to"),
            new Case(
                scanner + "baud = 600\ngap_ms = 50",
                "scanner[0].gap_ms",
                "must be at least 84, five characters of the line"),
            new Case(
                scanner + "labels = \"lax\"",
                "scanner[0].labels",
                "must be one of \"strict\", \"tolerant\", not \"lax\""),
            new Case(
                scanner + "eight_digits = 8",
                "scanner[0].eight_digits",
                "must be one of \"ean8\", \"undecided\", \"upce\", not 8"),
            new Case(
                scanner + "same_code_ms = -1",
                "scanner[0].same_code_ms",
                "must be a whole number from 0 to 10000, not -1"),
            new Case(
                scanner + "profile = \"symbol\"",
                "scanner[0].profile",
                "must be one of \"cipherlab\", \"datalogic\", \"generic\", \"honeywell\""),
            new Case(
                scanner + "enable = \"\\u20AC\"",
                "scanner[0].enable",
                "must be at most 32 characters up to \"\\u00FF\", one for each byte"),
            new Case(
                scanner + "signal = true",
                "scanner[0].signal",
                "needs a profile with beeps, or good_read and bad_read"),
            new Case(
                scanner + "profile = \"honeywell\"\ngate = true",
                "scanner[0].gate",
                "needs a profile that can, or enable and disable"),
            new Case(scanner + "layout = \"us\"", "scanner[0].layout", "is unknown"),
            new Case(keyboard + "baud = 9600", "scanner[0].baud", "is unknown"),
            new Case(keyboard + "profile = \"datalogic\"", "scanner[0].profile", "is unknown"),
            new Case(
                keyboard + "layout = \"fr\"",
                "scanner[0].layout",
                "must be one of \"de\", \"us\", not \"fr\""),
            new Case(
                "[[scanner]]\nname = \"a\"\nport = \"evdev:event0\"",
                "scanner[0].port",
                "must be a device path such as"),
            new Case("[printer]\nport = \"ttyUSB0\"", "printer.port", "must be a device path"),
            new Case("[printer]\nport = \"tcp://host\"", "printer.port", "must be a device path"),
            new Case("[printer]\nport = \"tcp://host:0\"", "printer.port", "must be a device path"),
            new Case("[printer]\nport = \"tcp://a_b:1\"", "printer.port", "must be a device path"),
            new Case("[printer]\nport = \"tcp://a:1/b\"", "printer.port", "must be a device path"),
            new Case(
                "[printer]\nport = \"evdev:/dev/input/event0\"",
                "printer.port",
                "must be a device path"),
            new Case(
                "[printer]\nport = \"/dev/a\"\nprofile = \"star\"",
                "printer.profile",
                "must be one of"),
            new Case(printer + "[drawer]\npin = 3", "drawer.pin", "must be 2 or 5, not 3"),
            new Case(
                printer + "[drawer]\npulse_ms = 1",
                "drawer.pulse_ms",
                "must be a whole number from 2 to 510, not 1"),
            new Case(
                "[[lane.in_store_code]]\npattern = \"PPPPPPCVVVVV\"\nkind = \"price\"",
                "lane.in_store_code[0].prefix",
                "is missing"),
            new Case(
                code + "\"PPPPPPXVVVVV\"",
                "lane.in_store_code[0].pattern",
                "must be twelve letters such as \"PPPPPPCVVVVV\""),
            new Case(
                code + "\"PPPPPCVVVVVV\"",
                "lane.in_store_code[0].pattern",
                "does not fit: a value with a check digit has 4 or 5 digits, not 6"),
            new Case(
                code + "\"PPPPPPPPPPPP\"\namount = 100",
                "lane.in_store_code[0].pattern",
                "does not fit: only a coupon has a value that is not in its code"),
            new Case(
                "[lane]\ncheck_every = 10001",
                "lane.check_every",
                "must be a whole number from 0 to 10000"),
            new Case(
                (code + "\"PPPPPPPPVVVV\"\n").repeat(2),
                "lane.in_store_code[1].prefix",
                "codes with 22 could be codes with 22"),
            new Case(
                printer + "[drawer]\nvia = \"/dev/relay\"",
                "drawer.via",
                "must be \"printer\" or a line such as \"gpio:22\""),
            new Case(
                printer + "[drawer]\nopen_when = \"yes\"",
                "drawer.open_when",
                "must be one of \"high\", \"low\""),
            new Case(
                "[display]\nport = \"/dev/d\"\ncode_page = \"utf-8\"",
                "display.code_page",
                "must be one of \"cp1252\""),
            new Case(
                "[lights]\ngreen = \"17\"", "lights.green", "must be a line such as \"gpio:17\""),
            new Case(
                "[lights]\ngreen = \"gpio:1\"\nready = \"red\"",
                "lights.ready",
                "there is no red lamp"),
            new Case(
                "[lights]\ngreen = \"gpio:1\"\nready = \"green 100/200\"",
                "lights.ready",
                "at most three flashes a second"),
            new Case(
                "[lights]\ngreen = \"gpio:1\"\nready = \"pink\"",
                "lights.ready",
                "must be lamps and how they blink"),
            new Case("[help_button]", "help_button.port", "is missing"),
            new Case(
                "[help_button]\nport = \"gpio:1\"\ndebounce_ms = 1001",
                "help_button.debounce_ms",
                "from 0 to 1000"),
            new Case(
                "[lights]\ngreen = \"gpio:1\"\n[tamper_switch]\nport = \"gpio:1\"",
                "tamper_switch.port",
                "is the port of lights too"),
            new Case(
                "[receipt]\nheader = 1",
                "receipt.header",
                "must be a list of 0 to 20 values, not 1"),
            new Case("[receipt]\nheader = [\"a\\tb\"]", "receipt.header", "must be text in quotes"),
            new Case(
                "[receipt]\nname = \"" + "x".repeat(97) + "\"",
                "receipt.name",
                "at most 96 characters"),
            new Case("[prices]\nfile = \"\"", "prices.file", "must be a path, not \"\""),
            new Case("[kiosk]\nlisten = \"8180\"", "kiosk.listen", "must be an address and a port"),
            new Case(
                "[kiosk]\nlisten = \"127.0.0.1:70000\"",
                "kiosk.listen",
                "must be an address and a port"),
            new Case(
                "[kiosk]\nallowed_origins = [\"http://a/b\"]",
                "kiosk.allowed_origins",
                "without a path"),
            new Case(
                "[uplink]\nbrokers = [{ id = \"a\", url = \"http://b\" }]",
                "uplink.brokers[0].url",
                "must be \"mqtts://host:port\""),
            new Case(
                "[uplink]\nbrokers = [{ id = \"a\", url = \"mqtt://me:secret@b\" }]",
                "uplink.brokers[0].url",
                "without user and password, not \"mqtt://...@b\""),
            new Case(
                "[uplink]\nbrokers = [{ id = \"a\", url = \"mqtt://b\", weight = 0 }]",
                "uplink.brokers[0].weight",
                "from 1 to 1000"),
            new Case(
                "[uplink]\nbrokers = []", "uplink.brokers", "must be a list of 1 to 16 sections"),
            new Case(
                broker + "ack = \"none\"",
                "uplink.ack",
                "must be one of \"broker\", \"collector\""),
            new Case(
                broker + "drain_per_second = 0",
                "uplink.drain_per_second",
                "from 1 to 10000, not 0"),
            new Case("[msr]\n", "msr.port", "is missing"),
            new Case(
                "[msr]\nport = \"/dev/m\"\nloyalty_prefixes = [\"4\"]",
                "msr.loyalty_prefixes",
                "must be 2 to 12 digits in quotes, at least 6 where the first is 2 to 6"),
            new Case(
                "[nfc]\nport = \"/dev/n\"\npoll_ms = 10",
                "nfc.poll_ms",
                "must be a whole number from 50 to 2000, not 10"),
            new Case(
                "[wiegand]\nzeros = \"gpio:4\"\nones = \"gpio:4\"",
                "wiegand.ones",
                "is the port of wiegand too"),
            new Case(
                "[wiegand]\nzeros = \"gpio:4\"\nones = \"gpio:5\"\nkeypad = \"12\"",
                "wiegand.keypad",
                "one of \"4-bit\", \"8-bit\", \"none\""),
            new Case(
                "[trust]\nkeys = [{ id = \"a\", public_key = \"AAAA\", may = [\"config\"] }]",
                "trust.keys[0].public_key",
                "must be base64 of the 32 bytes"),
            new Case(
                "[trust]\nkeys = [{ id = \"a\", public_key = \"" + KEY + "\", may = [\"sell\"] }]",
                "trust.keys[0].may",
                "must be one of \"command\", \"config\", \"prices\", \"trust\""),
            new Case(
                "[trust]\nkeys = [{ id = \"a\", public_key = \"" + KEY + "\", may = [] }]",
                "trust.keys[0].may",
                "must be a list of 1 to 4 values"),
            // secrets have bare names
            new Case(
                broker + "password_file = \"/etc/passwd\"",
                "uplink.password_file",
                "must be the bare name"),
            new Case(
                "[payment]\nport = \"tcp://h:1\"\npassword_file = \"../x\"",
                "payment.password_file",
                "must be the bare name"),
            // missing
            new Case("[[scanner]]\nport = \"/dev/a\"", "scanner[0].name", "is missing"),
            new Case("[printer]\n", "printer.port", "is missing"),
            new Case("[uplink]\n", "uplink.brokers", "is missing"),
            // what does not go together
            new Case(
                scanner + scanner.replace("/dev/a", "/dev/b"),
                "scanner[1].name",
                "\"a\" is the name of another scanner too"),
            new Case(
                scanner.replace("\"a\"", "\"printer\""),
                "scanner[0].name",
                "\"printer\" is what another device is called"),
            new Case(
                scanner + "[printer]\nport = \"/dev/a\"",
                "printer.port",
                "is the port of scanner[0] too"),
            new Case(
                "[uplink]\n"
                    + "brokers = [{ id = \"a\", url = \"mqtt://b\" }, { id = \"a\", url ="
                    + " \"mqtt://c\" }]",
                "uplink.brokers[1].id",
                "\"a\" is the id of another broker too"),
            new Case(broker + "certificate = \"a.pem\"", "uplink.certificate", "come together"),
            new Case(broker + "key = \"a.key\"", "uplink.key", "come together"),
            new Case(
                "[[tax]]\ngroup = \"A\"\npercent = \"16\"\nvalid_from = \"2021-01-01\"",
                "tax[1].valid_from",
                "another row that begins on 2021-01-01"),
            new Case(
                "[[tax]]\ngroup = \"B\"\npercent = 7\nvalid_from = \"2021-01-01\"",
                "tax[1].percent",
                "must be a percentage, not 7"),
            new Case(
                "[[tax]]\ngroup = \"B\"\npercent = \"7\"\nvalid_from = 2021-01-01",
                "tax[1].valid_from",
                "must be a date in quotes such as \"2021-01-01\", not 2021-01-01"),
            new Case(
                "[lights]\ngreen = \"gpio:1\"\nred = \"gpio:1\"",
                "lights.red",
                "is the port of lights too"),
            new Case(
                "[drawer]\nvia = \"gpio:4\"\n[lights]\nred = \"gpio:4\"",
                "lights.red",
                "is the port of drawer too"),
            new Case("[drawer]\n", "drawer.via", "needs a [printer], and there is none"),
            new Case(
                "[drawer]\nvia = \"gpio:4\"\nsensor = \"printer\"",
                "drawer.sensor",
                "needs a [printer], and there is none"),
            new Case(
                "[drawer]\nvia = \"gpio:4\"\nsensor = \"gpio:4\"",
                "drawer.sensor",
                "is the port of drawer too"),
            new Case(
                "[display]\nport = \"/dev/d\"\nidle = [\"a\", \"b\", \"c\"]",
                "display.idle",
                "must fit 2 rows of 20 characters"),
            new Case(
                "[trust]\nkeys = [{ id = \"a\", public_key = \""
                    + KEY
                    + "\", may = [\"config\"] }, { id = \"a\", public_key = \""
                    + KEY
                    + "\", may = [\"config\"] }]",
                "trust.keys[1].id",
                "is the id of another key too"),
            new Case("[scale]\nport = \"/dev/a\"", "scale.protocol", "is missing"),
            new Case("[scale]\nprotocol = \"nci\"", "scale.port", "is missing"),
            new Case(
                "[scale]\nport = \"/dev/a\"\nprotocol = \"sics\"",
                "scale.protocol",
                "one of \"8217\", \"dialog06\""),
            new Case(
                "[scale]\nport = \"/dev/a\"\nprotocol = \"dialog06\"",
                "scale.polynomial_file",
                "is missing"),
            new Case(
                "[scale]\nport = \"/dev/a\"\nprotocol = \"dialog06\"\npolynomial_file = \"../p\"",
                "scale.polynomial_file",
                "without a slash"),
            new Case(
                scale + "polynomial_file = \"p\"", "scale.polynomial_file", "is unknown: [scale]"),
            new Case(scale + "unit = \"g\"", "scale.unit", "one of \"kg\", \"lb\""),
            new Case(
                "[scale]\nport = \"/dev/a\"\nprotocol = \"nci\"\nunit = \"kg\"",
                "scale.unit",
                "is unknown: [scale]"),
            new Case(scale + "poll_ms = 100", "scale.poll_ms", "from 200 to 500, not 100"),
            new Case(scanner + scale, "scale.port", "is the port of scanner[0] too"),
            new Case("[receipt]\nlogo = \"logo.png\"", "receipt.logo", "there is no file "),
            new Case("[receipt]\nlogo = \"../logo.png\"", "receipt.logo", "the bare name of a PNG"),
            new Case("[receipt]\ncode = \"ean\"", "receipt.code", "one of \"barcode\", \"none\""),
            // operators
            new Case(operator.replace("id = \"17\"", ""), "operator[0].id", "is missing"),
            new Case("[[operator]]\nid = \"17\"", "operator[0].pin_hash", "is missing"),
            new Case(operator + "role = \"boss\"", "operator[0].role", "one of \"attendant\", \""),
            new Case(operator + operator, "operator[1].id", "is the id of another operator too"),
            new Case(
                operator.replace("17", "self"),
                "operator[0].id",
                "somebody without a PIN is called"),
            new Case(operator.replace("17", "a b"), "operator[0].id", "letters, digits, - and _"),
            new Case(
                operator.replace("m=4096", "m=4194304"),
                "operator[0].pin_hash",
                "has m from 4096 to 32768, not 4194304"),
            new Case(
                "[payment]\nport = \"tcp://h:1\"\nreceipts = \"none\"",
                "payment.receipts",
                "must be one of \"own\", \"terminal\""),
            new Case(
                "[payment]\nport = \"tcp://h:1\"\nsilence_seconds = 0",
                "payment.silence_seconds",
                "from 1 to 600, not 0"),
            // what this version does not have
            new Case(
                "[fiscal]\nprovider = \"tse\"",
                "fiscal.provider",
                "is not built in this version: only \"none\" is"),
            new Case(
                "[payment]\nprotocol = \"opi\"\nport = \"tcp://h:1\"",
                "payment.protocol",
                "is not built in this version: it speaks \"zvt\""),
            new Case(
                broker + "proxy = \"http://p\"", "uplink.proxy", "is not built in this version"),
            new Case(broker + "alpn = \"mqtt\"", "uplink.alpn", "is not built in this version"),
            new Case(
                "[kiosk]\ntls_certificate = \"a\"\n",
                "kiosk.tls_certificate",
                "a certificate and its key come together"),
            new Case(
                "[kiosk]\ntls_key = \"a\"\n",
                "kiosk.tls_key",
                "a certificate and its key come together"),
            new Case(
                "[kiosk]\nlisten = \"0.0.0.0:8180\"", "kiosk.listen", "must be a loopback address"),
            new Case(
                "[kiosk]\nlisten = \"192.0.2.1:8180\"",
                "kiosk.listen",
                "must be a loopback address"),
            new Case(
                "[lights]\npink = \"gpio:1\"",
                "lights.pink",
                "is unknown: [lights] knows active_low, assistance, blue, closed, fault"))
        .map(refused ->
            DynamicTest.dynamicTest(
                refused.key() + " " + refused.text(),
                () -> {
                  boolean head = !refused.toml().startsWith("[");
                  String toml = head ? refused.toml() + LEAST : LEAST + refused.toml();
                  List<Problem> problems = problems(toml);
                  assertTrue(
                      problems.stream()
                          .anyMatch(problem ->
                              problem.key().equals(refused.key())
                                  && problem.text().contains(refused.text())
                                  && problem.place().line() > 0),
                      problems::toString);
                  assertEquals(1, problems.size(), problems::toString);
                }));
  }

  @TestFactory
  Stream<DynamicTest> isRefusedInTheTerminal() {
    return Stream.of(
            new Case(
                "org = \"Acme\"", "terminal.org", "must be lower-case letters, digits and hyphens"),
            new Case("store = \"fleet\"", "terminal.store", "must not be \"fleet\""),
            new Case(
                "workstation = \"0-3\"",
                "terminal.workstation",
                "must be lower-case letters and digits"),
            new Case(
                "workstation = 3", "terminal.workstation", "must be lower-case letters and digits"),
            new Case("currency = \"EURO\"", "terminal.currency", "must be an ISO 4217 code"),
            new Case("country = \"de\"", "terminal.country", "must be two capital letters"),
            new Case("languages = []", "terminal.languages", "must be a list of 1 to 8 values"),
            new Case("time_zone = \"Berlin\"", "terminal.time_zone", "must be a time zone"),
            new Case("tags = [\"A B\"]", "terminal.tags", "must be lower-case letters"))
        .map(refused ->
            DynamicTest.dynamicTest(
                refused.toml(),
                () -> {
                  String key = refused.toml().substring(0, refused.toml().indexOf(' '));
                  String toml =
                      LEAST
                          .replaceFirst("(?m)^" + key + " = .*\n", "")
                          .replace("[terminal]\n", "[terminal]\n" + refused.toml() + "\n");
                  List<Problem> problems = problems(toml);
                  assertEquals(1, problems.size(), problems::toString);
                  assertEquals(refused.key(), problems.getFirst().key());
                  assertTrue(
                      problems.getFirst().text().contains(refused.text()), problems::toString);
                  assertEquals(2, problems.getFirst().place().line());
                }));
  }

  @Test
  void aScannerIsReadWithAllItsHabits() throws IOException {
    TerminalConfig config =
        read(
            LEAST
                + """
                [[scanner]]
                name = "counter"
                port = "/dev/a"
                suffix = "etx"
                prefix = "\\u0002F"
                gap_ms = 50
                same_code_ms = 400
                profile = "datalogic"
                signal = true
                gate = true
                good_read = "B"
                bad_read = ""
                trigger_on = "\\u0016T\\r"
                [[scanner]]
                name = "hand"
                port = "evdev:/dev/input/by-id/usb-scanner-event-kbd"
                layout = "de"
                [[scanner]]
                name = "slow"
                port = "/dev/b"
                baud = 300
                """);

    List<ScannerSettings> scanners = config.scanners();

    ScannerSettings counter = scanners.getFirst();
    assertEquals(new LabelFraming(Suffix.ETX, "\u0002F", 50), counter.framing());
    assertEquals(400, counter.sameCodeMillis());
    assertEquals(Optional.empty(), counter.keyboard());
    assertEquals(
        Map.of(
            ScannerCommand.GOOD_READ, "B",
            ScannerCommand.ENABLE, "E",
            ScannerCommand.DISABLE, "D",
            ScannerCommand.TRIGGER_ON, "\u0016T\r"),
        counter.profile().commands());
    assertTrue(counter.signal());
    assertTrue(counter.gate());
    assertEquals(Optional.of(KeyLayout.DE), scanners.get(1).keyboard());
    assertEquals(167, scanners.get(2).framing().gapMillis(), "five characters");
  }

  @Test
  void allProblemsAreNamedAtOnceInTheOrderOfTheFile() throws IOException {
    List<Problem> problems =
        problems(
            """
            [terminal]
            org = "ACME"
            stroe = "0042"
            [[scanner]]
            baud = 1
            [kiosk]
            listen = 8180
            """);

    assertEquals(
        List.of(
            "tax is missing",
            "terminal.store is missing",
            "terminal.workstation is missing",
            "terminal.org must be lower-case letters, digits and hyphens, at most 32, not \"ACME\"",
            "terminal.stroe is unknown: [terminal] knows country, currency, languages, org, store,"
                + " tags, time_zone, workstation",
            "scanner[0].name is missing",
            "scanner[0].port is missing",
            "scanner[0].baud must be a whole number from 300 to 4000000, not 1",
            "kiosk.listen must be an address and a port such as \"127.0.0.1:8180\", not 8180"),
        problems.stream().map(problem -> problem.key() + " " + problem.text()).toList());
    assertEquals(
        List.of(0, 1, 1, 2, 3, 4, 4, 5, 7),
        problems.stream().map(problem -> problem.place().line()).toList());
  }

  @Test
  void theMessageNamesFileLineAndKey() throws IOException {
    Path file = write(LEAST + "[lane]\nauto_open = 1\n");
    ConfigException refused = assertThrows(ConfigException.class, () -> ConfigReader.read(file));
    assertEquals(
        "the configuration "
            + file
            + " has a problem: tilld.toml line 10: lane.auto_open must be true or false, not 1",
        refused.getMessage());
  }

  @Test
  void everyLineThatIsNotTomlIsNamed() throws IOException {
    List<Problem> problems = problems("a = \nb = 1\nb = 2\n[x\n");
    assertEquals(List.of(1, 3, 4), problems.stream().map(p -> p.place().line()).sorted().toList());
  }

  @Test
  void whatIsNoFileOrNoTextIsRefused() throws IOException {
    assertEquals("is not there", refusal(temporary.resolve("missing.toml")));
    assertTrue(refusal(temporary).startsWith("cannot be read"));
    Path latin = temporary.resolve("latin.toml");
    Files.write(latin, "# Straße".getBytes(StandardCharsets.ISO_8859_1));
    assertEquals("is not UTF-8 text", refusal(latin));
    Path large = temporary.resolve("large.toml");
    Files.writeString(large, "#".repeat(TomlSource.FILE_BYTES_MAX + 1));
    assertTrue(refusal(large).startsWith("is longer than"));
  }

  private static String refusal(Path file) {
    return assertThrows(ConfigException.class, () -> ConfigReader.read(file))
        .problems()
        .getFirst()
        .text();
  }

  private TerminalConfig read(String toml) throws IOException {
    return ConfigReader.read(write(toml));
  }

  private List<Problem> problems(String toml) throws IOException {
    Path file = write(toml);
    return assertThrows(ConfigException.class, () -> ConfigReader.read(file)).problems();
  }

  private Path write(String toml) throws IOException {
    return Files.writeString(
        Files.createTempDirectory(temporary, "etc").resolve("tilld.toml"), toml);
  }
}
