package till.port;

import java.nio.file.Files;
import java.nio.file.Path;

/// The wires of this board: serial lines, TCP connections, input devices, GPIO lines.
public final class BoardPorts implements Ports {

  private final GpioLines gpio = new GpioLines();

  private BoardPorts() {}

  /// Opens nothing yet.
  public static BoardPorts open() {
    return new BoardPorts();
  }

  @Override
  public Port open(PortSettings settings) throws PortException {
    String address = settings.address();
    if (address.startsWith("/")) {
      return SerialLine.open(settings);
    }
    if (settings.isNetwork()) {
      return TcpLine.open(address);
    }
    if (address.startsWith(PortSettings.EVDEV)) {
      return EvdevLine.open(address);
    }
    if (EdgeLine.isPair(address)) {
      return EdgeLine.open(address);
    }
    throw DeviceFile.refused(
        address,
        "a port of this board is a device path (/dev/serial/by-id/...), tcp://host:port,"
            + " evdev:/dev/input/by-id/...-event-kbd or gpio:17,gpio:27");
  }

  @Override
  public boolean isThere(PortSettings settings) {
    String address = settings.address();
    if (address.startsWith(PortSettings.EVDEV)) {
      return Files.exists(EvdevLine.path(address));
    }
    return !address.startsWith("/") || Files.exists(Path.of(address));
  }

  @Override
  public OutputLine output(LineSettings settings) throws PortException {
    return gpio.output(settings);
  }

  @Override
  public InputLine input(LineSettings settings, InputLine.Listener listener) throws PortException {
    return gpio.input(settings, listener);
  }

  /// Gives the GPIO lines back. Open ports are closed by those who opened them.
  @Override
  public void close() {
    gpio.close();
  }
}
