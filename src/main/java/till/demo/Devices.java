package till.demo;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import till.device.printer.PrinterProfile;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;
import till.port.SimulatedLine;
import till.port.SimulatedPorts;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.SimulatedPrinter;

/// The far ends of the terminal's wires: what customers touch and what the shop hears and sees.
final class Devices implements AutoCloseable {

  /// What ZVT terminals are delivered with.
  private static final String PAYMENT_PASSWORD = "000000";

  /// Noise, as a scanner with another baud rate makes it.
  private static final byte[] GARBAGE = {
    0x00, (byte) 0xFF, (byte) 0xB5, 0x1B, 0x7E, (byte) 0x9A, 0x03, (byte) 0xC3, 0x28, 0x0D
  };

  private static final byte[] HALF_A_LABEL = "]E0401234".getBytes(StandardCharsets.US_ASCII);

  /// A good number that no book has.
  private static final String UNKNOWN_ITEM = "4099999999996";

  private final SimulatedPorts ports;
  private final Port scanner;
  private final SimulatedPrinter printer;
  private final SimulatedPaymentTerminal terminal;
  private final SimulatedLine green;
  private final SimulatedLine yellow;
  private final SimulatedLine red;
  private final SimulatedLine help;
  private final SimulatedLine caseSwitch;
  private boolean scannerPlugged = true;

  private Devices(
      SimulatedPorts ports,
      Port scanner,
      SimulatedPrinter printer,
      SimulatedPaymentTerminal terminal) {
    this.ports = ports;
    this.scanner = scanner;
    this.printer = printer;
    this.terminal = terminal;
    this.green = ports.line(ShopFolder.GREEN);
    this.yellow = ports.line(ShopFolder.YELLOW);
    this.red = ports.line(ShopFolder.RED);
    this.help = ports.line(ShopFolder.HELP);
    this.caseSwitch = ports.line(ShopFolder.CASE);
  }

  /// Switches them on.
  ///
  /// @param news rung whenever one of them does something
  static Devices open(InstantSource clock, News news) throws IOException {
    var ports = new SimulatedPorts(BoardPorts.open());
    int columns = PrinterProfile.find(ShopFolder.PRINTER_PROFILE).orElseThrow().columns();
    var printer =
        SimulatedPrinter.start(
            ports.far(ShopFolder.PRINTER),
            new SimulatedPrinter.Settings(columns, 1),
            _ -> news.ring());
    var terminal = SimulatedPaymentTerminal.open(0, PAYMENT_PASSWORD, clock);
    terminal.listen(_ -> news.ring());
    return new Devices(ports, ports.far(ShopFolder.SCANNER), printer, terminal);
  }

  /// The terminal's ends of the wires.
  Ports ports() {
    return ports;
  }

  SimulatedPrinter printer() {
    return printer;
  }

  SimulatedPaymentTerminal terminal() {
    return terminal;
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
    if (scannerPlugged) {
      scanner.write(bytes, 0, bytes.length);
      return bytes;
    }
    return new byte[0];
  }

  synchronized void plugScanner(boolean plugged) {
    if (plugged) {
      ports.plug(ShopFolder.SCANNER);
    } else {
      ports.unplug(ShopFolder.SCANNER);
    }
    scannerPlugged = plugged;
  }

  synchronized boolean isScannerPlugged() {
    return scannerPlugged;
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
    terminal.close();
    printer.close();
    scanner.close();
    ports.close();
  }
}
