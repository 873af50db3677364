package till.demo;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.random.RandomGenerator;
import till.device.printer.PrinterProfile;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;
import till.port.SimulatedLine;
import till.port.SimulatedPorts;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;

/// The far ends of the terminal's wires: what customers touch and what the shop hears and sees.
final class Devices implements AutoCloseable {

  /// What ZVT terminals are delivered with.
  static final String PAYMENT_PASSWORD = "000000";

  /// Noise, as a scanner with another baud rate makes it.
  private static final byte[] GARBAGE = {
    0x00, (byte) 0xFF, (byte) 0xB5, 0x1B, 0x7E, (byte) 0x9A, 0x03, (byte) 0xC3, 0x28, 0x0D
  };

  private static final byte[] HALF_A_LABEL = "]E0401234".getBytes(StandardCharsets.US_ASCII);

  /// A good number that no book has.
  static final String UNKNOWN_ITEM = "4099999999989";

  /// A device whose cable can be pulled out of the terminal.
  enum Wired {
    SCANNER(ShopFolder.SCANNER),
    PRINTER(ShopFolder.PRINTER),
    SCALE(ShopFolder.SCALE),
    PAYMENT("payment");

    private final String wire;

    Wired(String wire) {
      this.wire = wire;
    }

    /// Its name for people and scripts.
    String wire() {
      return wire;
    }
  }

  private final SimulatedPorts ports;
  private final Port scanner;
  private final SimulatedPrinter printer;
  private final SimulatedScale scale;
  private final SimulatedPaymentTerminal terminal;
  private final Cable paymentCable;
  private final SimulatedLine green;
  private final SimulatedLine yellow;
  private final SimulatedLine red;
  private final SimulatedLine help;
  private final SimulatedLine caseSwitch;

  // guarded by this
  private final Map<Wired, Boolean> plugged = new EnumMap<>(Wired.class);
  private boolean shaken;

  private Devices(
      SimulatedPorts ports,
      Port scanner,
      SimulatedPrinter printer,
      SimulatedScale scale,
      SimulatedPaymentTerminal terminal,
      Cable paymentCable) {
    this.ports = ports;
    this.scanner = scanner;
    this.printer = printer;
    this.scale = scale;
    this.terminal = terminal;
    this.paymentCable = paymentCable;
    this.green = ports.line(ShopFolder.GREEN);
    this.yellow = ports.line(ShopFolder.YELLOW);
    this.red = ports.line(ShopFolder.RED);
    this.help = ports.line(ShopFolder.HELP);
    this.caseSwitch = ports.line(ShopFolder.CASE);
    for (Wired each : Wired.values()) {
      plugged.put(each, true);
    }
  }

  /// Switches them on.
  ///
  /// @param news rung whenever one of them does something
  static Devices open(InstantSource clock, RandomGenerator chance, News news) throws IOException {
    var ports = new SimulatedPorts(BoardPorts.open());
    int columns = PrinterProfile.find(ShopFolder.PRINTER_PROFILE).orElseThrow().columns();
    var printer =
        SimulatedPrinter.start(
            ports.far(ShopFolder.PRINTER),
            new SimulatedPrinter.Settings(columns, 1),
            _ -> news.ring());
    var scale =
        SimulatedScale.start(
            ports.far(ShopFolder.SCALE),
            SimulatedScale.Settings.of(SimulatedScale.Language.MT_8217),
            chance);
    var terminal = SimulatedPaymentTerminal.open(0, PAYMENT_PASSWORD, clock);
    terminal.listen(_ -> news.ring());
    return new Devices(
        ports,
        ports.far(ShopFolder.SCANNER),
        printer,
        scale,
        terminal,
        Cable.open(terminal.port()));
  }

  /// The terminal's ends of the wires.
  Ports ports() {
    return ports;
  }

  SimulatedPrinter printer() {
    return printer;
  }

  SimulatedScale scale() {
    return scale;
  }

  SimulatedPaymentTerminal terminal() {
    return terminal;
  }

  /// Where the card terminal is reached: by its cable.
  String paymentAddress() {
    return "tcp://127.0.0.1:" + paymentCable.port();
  }

  /// The scanner reads a label.
  ///
  /// @return what went over its wire: nothing while it is pulled out
  /// @throws PortException when the shop has closed
  byte[] scan(String code) throws PortException {
    return send(Label.of(code).bytes());
  }

  byte[] sendGarbage() throws PortException {
    return send(GARBAGE);
  }

  byte[] sendHalfALabel() throws PortException {
    return send(HALF_A_LABEL);
  }

  byte[] scanUnknownItem() throws PortException {
    return scan(UNKNOWN_ITEM);
  }

  private synchronized byte[] send(byte[] bytes) throws PortException {
    if (isPlugged(Wired.SCANNER)) {
      scanner.write(bytes, 0, bytes.length);
      return bytes;
    }
    return new byte[0];
  }

  /// @throws IOException when its port was taken meanwhile
  synchronized void plug(Wired device, boolean in) throws IOException {
    if (device == Wired.PAYMENT) {
      paymentCable.plug(in);
    } else if (in && !isPlugged(device)) {
      ports.plug(device.wire());
    } else if (!in) {
      ports.unplug(device.wire());
    }
    plugged.put(device, in);
  }

  synchronized boolean isPlugged(Wired device) {
    return plugged.getOrDefault(device, false);
  }

  /// Everything that lies on the scale from now on.
  ///
  /// @param kilograms three decimals at most
  synchronized void weigh(BigDecimal kilograms) {
    shake(false);
    scale.put(kilograms);
  }

  /// Somebody leans on the scale, or not any more.
  synchronized void shake(boolean shakes) {
    if (shakes != shaken) {
      shaken = shakes;
      scale.shake(shakes);
    }
  }

  synchronized boolean isShaken() {
    return shaken;
  }

  /// A finger on the help button, or off it.
  void pressHelp(boolean pressed) {
    help.drive(pressed);
  }

  void openCase(boolean open) {
    caseSwitch.drive(open);
  }

  boolean isCaseOpen() {
    return caseSwitch.isHigh();
  }

  boolean isYellow() {
    return yellow.isHigh();
  }

  boolean isGreen() {
    return green.isHigh();
  }

  boolean isRed() {
    return red.isHigh();
  }

  @Override
  public void close() {
    paymentCable.close();
    terminal.close();
    printer.close();
    scale.close();
    scanner.close();
    ports.close();
  }
}
