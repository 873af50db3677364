package till.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import till.device.printer.PrinterProfile;
import till.port.Port;
import till.simulator.ListeningLine;
import till.simulator.PrinterCondition;
import till.simulator.PrinterNews;
import till.simulator.SimulatedMsr;
import till.simulator.SimulatedNfcReader;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;
import till.simulator.SimulatedScanner;
import till.simulator.ZvtSettings;

/// Devices on a counter, for a daemon in another process: scanners, a printer with a drawer, a
/// payment terminal, a scale.
///
/// What a person does with them is a line of words; [#act(String)] is called by one thread.
final class Counter implements AutoCloseable {

  static final String PRINTER = "printer";
  static final String PAYMENT = "payment";
  static final String SCALE = "scale";
  private static final String MSR = "msr";
  private static final String NFC = "nfc";

  static final String HELP =
      """
      scan CODE               reads a label; {GS} for its separator, ]d2... for its symbology
      scan scanner2 CODE      the same with another scanner
      paper out | low | full  the printer's roll
      cover open | close      the printer's cover
      drawer shut             pushes the drawer in
      card tap | decline | cancel | sign | partly 4.00 | auto | manual
                              what the customer does at the payment terminal; auto always pays
      card silent | speaking | busy | free
                              what the payment terminal does
      card next FAULT         what is special about its next payment: PARTIAL, SLOW ...
      scale put 1.234 | take  what lies on the scale, in kilograms
      swipe NUMBER | error    a magnetic stripe, where there is a reader (--cards)
      badge HEX | away        a badge of 4, 7 or 10 bytes, the same
      power off | on DEVICE   also: unplug, plug; the device's wire goes, and comes back
      status                  how they all are
      quit\
      """;

  /// What ZVT terminals are delivered with.
  private static final String PAYMENT_PASSWORD = "000000";

  private static final int PAYMENT_BAUD = 9_600;

  /// A service connection of the payment terminal that nobody ends.
  private static final Duration BUSY = Duration.ofMinutes(10);

  private final CounterOptions options;
  private final Path folder;
  private final InstantSource clock;
  private final CounterBooks books;
  private final int columns;
  private final Map<String, Wire> wires = new LinkedHashMap<>();
  private final Map<String, SimulatedScanner> scanners = new LinkedHashMap<>();
  private @Nullable SimulatedPrinter printer;
  private @Nullable SimulatedPaymentTerminal payment;
  private @Nullable SimulatedMsr msr;
  private @Nullable SimulatedNfcReader nfc;
  private int paymentPort;
  private @Nullable SimulatedScale scale;

  /// A device's wire.
  ///
  /// @param address where the daemon finds it, also after it was unplugged
  private record Wire(String address, Port far) {}

  private Counter(CounterOptions options, Path folder, InstantSource clock, CounterBooks books) {
    this.options = options;
    this.folder = folder;
    this.clock = clock;
    this.books = books;
    this.columns = PrinterProfile.find(ShopFolder.PRINTER_PROFILE).orElseThrow().columns();
  }

  /// Switches all of them on.
  ///
  /// @throws IOException when a device or a port cannot be made
  static Counter open(CounterOptions options, Path folder, InstantSource clock, CounterBooks books)
      throws IOException {
    var counter = new Counter(options, folder, clock, books);
    try {
      for (String name : counter.names()) {
        counter.plug(name);
      }
      return counter;
    } catch (IOException | RuntimeException e) {
      counter.close();
      throw e;
    }
  }

  private List<String> names() {
    var names = new ArrayList<String>();
    for (int i = 1; i <= options.scanners(); i++) {
      names.add(i == 1 ? "scanner" : "scanner" + i);
    }
    names.add(PRINTER);
    names.add(PAYMENT);
    names.add(SCALE);
    if (options.cards()) {
      names.addAll(List.of(MSR, NFC));
    }
    return names;
  }

  /// What the daemon has to be told, as a piece of its configuration.
  String configuration() {
    var text = new StringBuilder();
    for (String name : scanners.keySet()) {
      text.append("[[scanner]]\nname = \"%s\"\nport = \"%s\"\n\n".formatted(name, address(name)));
    }
    if (options.cards()) {
      text.append(
          """
          [msr]
          port = "%s"
          loyalty_prefixes = ["99"]

          [nfc]
          port = "%s"

          """
              .formatted(address(MSR), address(NFC)));
    }
    return text.append(
            """
            [printer]
            port = "%s"
            profile = "%s"

            [drawer]
            via = "printer"

            [payment]
            protocol = "zvt"
            port = "%s"

            [scale]
            protocol = "8217"
            port = "%s"
            framing = "8N1" # these wires have no parity
            """
                .formatted(
                    address(PRINTER), ShopFolder.PRINTER_PROFILE, address(PAYMENT), address(SCALE)))
        .toString();
  }

  private String address(String name) {
    if (name.equals(PAYMENT)) {
      return options.serialPayment()
          ? folder.resolve(PAYMENT).toString()
          : "tcp://127.0.0.1:" + paymentPort;
    }
    Wire wire = wires.get(name);
    if (wire == null) {
      throw new IllegalStateException("no wire for " + name);
    }
    return wire.address();
  }

  /// Does what a person says.
  ///
  /// @return what came of it
  String act(String line) {
    String[] words = line.strip().split("\\s+", 3);
    String first = words.length > 1 ? words[1] : "";
    try {
      return switch (words[0]) {
        case "scan" -> scan(words);
        case "paper" -> paper(first);
        case "cover" -> cover(first);
        case "drawer" -> drawer(first);
        case "card" -> card(first, words.length > 2 ? words[2] : "");
        case "scale" -> scale(first, words.length > 2 ? words[2] : "");
        case "swipe" -> swipe(first);
        case "badge" -> badge(first);
        case "power" -> power(first, words.length > 2 ? words[2] : PRINTER);
        case "unplug" -> power("off", first);
        case "plug" -> power("on", first);
        case "status" -> status();
        case "help" -> HELP;
        default -> unknown(line);
      };
    } catch (IOException e) {
      return "that failed: " + e.getMessage();
    }
  }

  private static String unknown(String line) {
    return "\"" + line.strip() + "\" is nothing that can be done here: see help";
  }

  private String scan(String[] words) throws IOException {
    boolean named = words.length == 3 && names().contains(words[1]);
    String name = named ? words[1] : names().getFirst();
    SimulatedScanner scanner = scanners.get(name);
    if (words.length < 2 || (words.length == 3 && !named)) {
      return "scan what? see help";
    }
    if (scanner == null) {
      return name + (names().contains(name) ? " is switched off" : " is not there");
    }
    Label label = Label.of(words[words.length - 1]);
    scanner.scan(label.aim(), label.data());
    books.scanned(name, label);
    return name + " read " + Label.visible(label.bytes());
  }

  private String paper(String word) {
    SimulatedPrinter device = printer;
    if (device == null) {
      return switchedOff(PRINTER);
    }
    switch (word) {
      case "out" -> device.loadPaper(0);
      case "low" -> device.loadPaper(SimulatedPrinter.NEAR_END_DOTS - 1);
      case "full" -> device.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
      default -> {
        return unknown("paper " + word);
      }
    }
    return describe(device.condition());
  }

  private String cover(String word) {
    SimulatedPrinter device = printer;
    if (device == null) {
      return switchedOff(PRINTER);
    }
    if (!word.equals("open") && !word.equals("close")) {
      return unknown("cover " + word);
    }
    device.openCover(word.equals("open"));
    return describe(device.condition());
  }

  private String drawer(String word) {
    SimulatedPrinter device = printer;
    if (device == null) {
      return switchedOff(PRINTER);
    }
    if (!word.equals("shut")) {
      return unknown("drawer " + word);
    }
    device.shutDrawer();
    return describe(device.condition());
  }

  private static String describe(PrinterCondition condition) {
    return "the printer has %s, its cover is %s, the drawer is %s"
        .formatted(
            condition.paperOut() ? "no paper" : condition.paperNearEnd() ? "little paper" : "paper",
            condition.coverOpen() ? "open" : "closed",
            condition.drawerOpen() ? "open" : "shut");
  }

  private String card(String word, String rest) {
    SimulatedPaymentTerminal device = payment;
    if (device == null) {
      return switchedOff(PAYMENT);
    }
    switch (word) {
      case "tap" -> {
        return taken(device.tap());
      }
      case "decline" -> {
        return taken(device.decline());
      }
      case "cancel" -> {
        return taken(device.cancel());
      }
      case "sign" -> {
        return taken(device.tapSigning());
      }
      case "partly" -> {
        return rest.matches("[0-9]{1,6}\\.[0-9]{2}")
            ? taken(device.tapPartly(Long.parseLong(rest.replace(".", ""))))
            : unknown("card partly " + rest);
      }
      case "auto" -> device.approveAutomatically(true);
      case "manual" -> device.approveAutomatically(false);
      case "silent" -> device.silence(true);
      case "speaking" -> device.silence(false);
      case "busy" -> device.serveFor(BUSY);
      case "free" -> device.serveFor(Duration.ZERO);
      case "next" -> {
        return next(device, rest);
      }
      default -> {
        return unknown("card " + word);
      }
    }
    return "the terminal "
        + switch (word) {
          case "auto" -> "always pays";
          case "manual" -> "waits for the customer";
          default -> "is " + word;
        };
  }

  private static String taken(boolean waited) {
    return waited ? "done" : "the terminal does not wait for a card";
  }

  private static String next(SimulatedPaymentTerminal device, String name) {
    for (SimulatedPaymentTerminal.Fault fault : SimulatedPaymentTerminal.Fault.values()) {
      if (fault.name().equalsIgnoreCase(name)) {
        device.script(fault);
        return "the next payment is " + fault;
      }
    }
    return "the next payment can be " + Arrays.toString(SimulatedPaymentTerminal.Fault.values());
  }

  private String scale(String word, String weight) {
    SimulatedScale device = scale;
    if (device == null) {
      return switchedOff(SCALE);
    }
    if (word.equals("take") && weight.isEmpty()) {
      device.take();
      return "the scale is empty";
    }
    if (!word.equals("put") || !weight.matches("[0-9]{1,3}(\\.[0-9]{1,3})?")) {
      return unknown("scale " + word + " " + weight);
    }
    device.put(new BigDecimal(weight));
    return weight + " kg are on the scale";
  }

  private String swipe(String word) throws IOException {
    SimulatedMsr device = msr;
    if (device == null) {
      return switchedOff(MSR);
    }
    if (!word.matches("[0-9]{1,19}|error")) {
      return unknown("swipe ...");
    }
    device.swipe("", word.equals("error") ? "E" : word, "");
    return "done";
  }

  private String badge(String word) {
    SimulatedNfcReader device = nfc;
    if (device == null) {
      return switchedOff(NFC);
    }
    if (word.equals("away")) {
      device.takeAway();
      return "no badge is there";
    }
    if (!word.matches("(?:[0-9A-Fa-f]{8}|[0-9A-Fa-f]{14}|[0-9A-Fa-f]{20})")) {
      return unknown("badge " + word);
    }
    device.hold(HexFormat.of().parseHex(word));
    return "a badge is there until it is away";
  }

  private static String switchedOff(String name) {
    return "the " + name + " is switched off: power on " + name;
  }

  private String power(String word, String name) throws IOException {
    if (!names().contains(name)) {
      return "there is no " + name + ", but " + String.join(", ", names());
    }
    switch (word) {
      case "on" -> plug(name);
      case "off" -> unplug(name);
      default -> {
        return unknown("power " + word);
      }
    }
    return name + " is " + word;
  }

  private boolean isOn(String name) {
    return switch (name) {
      case PRINTER -> printer != null;
      case PAYMENT -> payment != null;
      case SCALE -> scale != null;
      case MSR -> msr != null;
      case NFC -> nfc != null;
      default -> scanners.containsKey(name);
    };
  }

  private void plug(String name) throws IOException {
    if (isOn(name)) {
      return;
    }
    if (name.equals(PAYMENT)) {
      plugPayment();
      return;
    }
    Wire wire = wire(name);
    wires.put(name, wire);
    if (name.equals(PRINTER)) {
      printer =
          SimulatedPrinter.start(
              wire.far(), new SimulatedPrinter.Settings(columns, options.speed()), this::tell);
    } else if (name.equals(SCALE)) {
      scale =
          SimulatedScale.start(
              wire.far(),
              SimulatedScale.Settings.of(SimulatedScale.Language.MT_8217),
              new Random());
    } else if (name.equals(MSR)) {
      msr = new SimulatedMsr(wire.far(), false);
    } else if (name.equals(NFC)) {
      nfc = SimulatedNfcReader.start(wire.far());
    } else {
      scanners.put(name, new SimulatedScanner(wire.far()));
    }
  }

  /// Over TCP the same port as before.
  private Wire wire(String name) throws IOException {
    if (!options.tcp()) {
      Path link = folder.resolve(name);
      return new Wire(link.toString(), PtyPort.open(link));
    }
    Wire before = wires.get(name);
    int port = before != null && before.far() instanceof ListeningLine line ? line.port() : 0;
    ListeningLine far = ListeningLine.open(port);
    return new Wire("tcp://127.0.0.1:" + far.port(), far);
  }

  private void plugPayment() throws IOException {
    ZvtSettings settings =
        ZvtSettings.of(PAYMENT_PASSWORD).withLedger(folder.resolve("payment-terminal.txt"));
    SimulatedPaymentTerminal device;
    if (options.serialPayment()) {
      Path link = folder.resolve(PAYMENT);
      device =
          SimulatedPaymentTerminal.open(
              () -> PtyPort.open(link), settings.withBitsPerSecond(PAYMENT_BAUD), clock);
    } else {
      device = SimulatedPaymentTerminal.open(paymentPort, settings, clock);
      paymentPort = device.port();
    }
    device.listen(_ -> books.booked(device.bookings()));
    payment = device;
  }

  private void unplug(String name) {
    if (name.equals(PRINTER) && printer != null) {
      printer.close();
      printer = null;
    } else if (name.equals(PAYMENT) && payment != null) {
      payment.close();
      payment = null;
    } else if (name.equals(SCALE) && scale != null) {
      scale.close();
      scale = null;
    } else if (name.equals(MSR) && msr != null) {
      msr.close();
      msr = null;
    } else if (name.equals(NFC) && nfc != null) {
      nfc.close();
      nfc = null;
    } else if (scanners.remove(name) != null) {
      Optional.ofNullable(wires.get(name)).ifPresent(wire -> wire.far().close());
    }
  }

  private void tell(PrinterNews news) {
    switch (news) {
      case PrinterNews.ReceiptCut cut -> books.printed(cut.receipt());
      case PrinterNews.DrawerPulsed pulsed -> books.pulsed(pulsed.pulse());
      case PrinterNews.LinePrinted _, PrinterNews.ConditionChanged _, PrinterNews.Unplugged _ -> {}
    }
  }

  private String status() {
    var text = new StringBuilder();
    for (String name : names()) {
      text.append("%-10s%s%n".formatted(name, isOn(name) ? "on" : "off"));
    }
    SimulatedPrinter device = printer;
    if (device != null) {
      text.append(describe(device.condition())).append("; receipts ").append(device.receiptCount());
    }
    SimulatedScale weigher = scale;
    if (weigher != null) {
      List<SimulatedScale.Told> told = weigher.ledger();
      text.append(
          "%nthe scale has told %s"
              .formatted(told.isEmpty() ? "nothing" : told.getLast().weight() + " kg"));
    }
    return text.toString().stripTrailing();
  }

  @Override
  public void close() {
    names().forEach(this::unplug);
  }
}
