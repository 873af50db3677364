package till.line;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import till.config.LeastConfig;
import till.demo.FreePort;
import till.port.BoardPorts;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PtyPair;
import till.simulator.PrinterNews;
import till.simulator.SimulatedPrinter;
import till.simulator.SimulatedScale;
import till.simulator.SimulatedScale.Language;
import tools.jackson.databind.JsonNode;

/// A counter with real serial lines, for a daemon in a process of its own.
public final class ShopFloor implements AutoCloseable {

  static final int ARTICLES = 1_000;

  final Path folder;
  final PtyPair scanner = PtyPair.open();
  final PtyPair printer = PtyPair.open();
  public final int kioskPort = FreePort.any();
  private final List<String> more = new ArrayList<>();
  private final OutputStream labels;
  private final List<AutoCloseable> later = new ArrayList<>();
  private String drawer = "";
  private String flow = "none";
  private boolean isDebugged;
  private volatile int debugPort;

  public ShopFloor(Path folder) {
    this.folder = folder;
    try {
      Labels.writePrices(folder.resolve("prices.ndjson"), ARTICLES);
      this.labels = new FileOutputStream(scanner.far().toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// Another section of the configuration.
  public ShopFloor with(String section) {
    more.add(section);
    return this;
  }

  /// More of the drawer's section.
  ShopFloor withDrawer(String keys) {
    drawer = keys;
    return this;
  }

  /// A scale that is at rest at once. It is closed with the floor.
  SimulatedScale withScale() {
    PtyPair wire = PtyPair.open();
    later.add(wire);
    with(
        """
        [scale]
        protocol = "8217"
        port = "%s"
        framing = "8N1" # this wire has no parity
        poll_ms = 200
        """
            .formatted(wire.near()));
    try {
      SimulatedScale scale =
          SimulatedScale.start(
              BoardPorts.open().open(PortSettings.of(wire.far().toString())),
              new SimulatedScale.Settings(Language.MT_8217, false, 0, 100, 0),
              new Random(1));
      later.addFirst(scale);
      return scale;
    } catch (PortException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The printer may ask for patience by XOFF.
  ShopFloor withSoftwareFlow() {
    flow = "xonxoff";
    return this;
  }

  /// A `Debugger` may attach to its daemon.
  ShopFloor withDebugger() {
    isDebugged = true;
    return this;
  }

  /// Where, changes with each start.
  int debugPort() {
    return debugPort;
  }

  /// The documents of its journal, in order.
  public List<JsonNode> documents() {
    return Stored.documents(state().resolve("journal.db"), "position");
  }

  Path state() {
    return folder.resolve("state");
  }

  public Path config() {
    Path file = folder.resolve("tilld.toml");
    String text =
        LeastConfig.TOML
            + """
            [[scanner]]
            name = "counter"
            port = "%s"
            [printer]
            port = "%s"
            baud = 115200
            flow = "%s"
            profile = "epson-tm-t88v"
            [drawer]
            via = "printer"
            %s
            [receipt]
            name = "Acme Markt"
            [prices]
            file = "prices.ndjson"
            [kiosk]
            listen = "127.0.0.1:%d"
            token_directory = "tokens"
            %s
            """
                .formatted(
                    scanner.near(),
                    printer.near(),
                    flow,
                    drawer,
                    kioskPort,
                    String.join("\n", more));
    try {
      Files.writeString(file, text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return file;
  }

  /// A printer on the other end of the printer's line, a hundred times as fast as a real one.
  public SimulatedPrinter startPrinter() {
    return startPrinter(100, _ -> {});
  }

  /// @param speed how many times faster than a real one
  SimulatedPrinter startPrinter(double speed, Consumer<PrinterNews> listener) {
    try {
      return SimulatedPrinter.start(
          BoardPorts.open().open(PortSettings.of(printer.far().toString())),
          new SimulatedPrinter.Settings(42, speed),
          listener);
    } catch (PortException e) {
      throw new UncheckedIOException(e);
    }
  }

  public DaemonProcess startDaemon() {
    if (!isDebugged) {
      return DaemonProcess.start(config());
    }
    debugPort = FreePort.any();
    return DaemonProcess.start(config(), Debugger.environment(debugPort));
  }

  public KioskClient kiosk() {
    return new KioskClient(URI.create("http://127.0.0.1:" + kioskPort), folder.resolve("tokens"));
  }

  /// Bytes as the scanner sends them.
  void send(String bytes) {
    try {
      labels.write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      labels.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void scan(int article) {
    send(Labels.onTheWire(article));
  }

  @Override
  public void close() {
    try {
      labels.close();
      for (AutoCloseable each : later) {
        each.close();
      }
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    scanner.close();
    printer.close();
  }
}
