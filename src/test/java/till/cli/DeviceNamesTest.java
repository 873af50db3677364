package till.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// In folders that are laid out as Linux lays out `/dev` and `/sys`.
final class DeviceNamesTest {

  @TempDir Path board;

  @Test
  void anAdapterGoesByMakerAndSerialNumber() throws IOException {
    plug("tty", "ttyUSB0", "1-1.2", "FTDI", "FT232R", "A9XYZ");
    link("serial/by-path/platform-usb-0:1.2:1.0-port0", "ttyUSB0");
    link("serial/by-id/usb-FTDI_FT232R_A9XYZ-if00-port0", "ttyUSB0");

    DeviceNames.Device device = DeviceNames.in(board).serialLines().getFirst();

    assertEquals(board.resolve("dev/ttyUSB0"), device.node());
    assertEquals(board.resolve("dev/serial/by-id/usb-FTDI_FT232R_A9XYZ-if00-port0"), device.best());
    assertEquals("FTDI FT232R", device.description());
  }

  @Test
  void equalAdaptersWithoutSerialNumbersGoByTheirSockets() throws IOException {
    plug("tty", "ttyUSB0", "1-1.2", "", "USB Serial", "");
    plug("tty", "ttyUSB1", "1-1.3", "", "USB Serial", "");
    plug("tty", "ttyACM0", "1-1.4", "Datalogic", "Scanner", "");
    link("serial/by-path/platform-usb-0:1.2:1.0-port0", "ttyUSB0");
    link("serial/by-path/platform-usb-0:1.3:1.0-port0", "ttyUSB1");
    link("serial/by-id/usb-1a86_USB_Serial-if00-port0", "ttyUSB1"); // the last one has it
    link("serial/by-id/usb-Datalogic_Scanner-if00", "ttyACM0");

    List<DeviceNames.Device> devices = DeviceNames.in(board).serialLines();

    assertEquals(
        List.of(
            board.resolve("dev/serial/by-id/usb-Datalogic_Scanner-if00"),
            board.resolve("dev/serial/by-path/platform-usb-0:1.2:1.0-port0"),
            board.resolve("dev/serial/by-path/platform-usb-0:1.3:1.0-port0")),
        devices.stream().map(DeviceNames.Device::best).toList());
  }

  @Test
  void aLineOfTheBoardIsThereOnlyWithHardwareBehindIt() throws IOException {
    plug("tty", "ttyAMA0", "", "", "", "");
    plug("tty", "ttyS0", "", "", "", "");
    Files.writeString(board.resolve("sys/class/tty/ttyS0/type"), "0\n");
    Files.createDirectories(board.resolve("sys/class/tty/tty1"));
    Files.createFile(board.resolve("dev/tty1"));

    List<DeviceNames.Device> devices = DeviceNames.in(board).serialLines();

    assertEquals(
        List.of(board.resolve("dev/ttyAMA0")),
        devices.stream().map(DeviceNames.Device::best).toList());
  }

  @Test
  void aKeyboardIsFoundByItsStableNameAndMiceAreNot() throws IOException {
    Files.createDirectories(board.resolve("dev/input"));
    plug("input", "event3", "1-1.2", "Honeywell", "Scanner", "123");
    Files.move(board.resolve("dev/event3"), board.resolve("dev/input/event3"));
    link("input/by-id/usb-Honeywell_Scanner_123-event-kbd", "input/event3");
    link("input/by-id/usb-Maker_Mouse-event-mouse", "input/event3");

    List<DeviceNames.Device> devices = DeviceNames.in(board).keyboards();

    assertEquals(
        List.of(
            new DeviceNames.Device(
                board.resolve("dev/input/event3"),
                List.of(board.resolve("dev/input/by-id/usb-Honeywell_Scanner_123-event-kbd")),
                "Honeywell Scanner")),
        devices);
  }

  @Test
  void aBoardWithNothingHasNothing() throws IOException {
    assertEquals(List.of(), DeviceNames.in(board).serialLines());
    assertEquals(List.of(), DeviceNames.in(board).keyboards());
  }

  /// @param socket where on the USB; empty for a device that is not on it
  private void plug(
      String kind, String node, String socket, String maker, String product, String serial)
      throws IOException {
    Files.createDirectories(board.resolve("dev"));
    Files.createFile(board.resolve("dev").resolve(node));
    Path place = board.resolve("sys/devices").resolve(socket.isEmpty() ? "soc" : "usb/" + socket);
    Path lowest = Files.createDirectories(place.resolve(socket + ":1.0").resolve(node));
    if (!socket.isEmpty()) {
      Files.writeString(place.resolve("idVendor"), "1a86\n");
      Files.writeString(place.resolve("idProduct"), product.hashCode() + "\n");
      Files.writeString(place.resolve(socket + ":1.0/bInterfaceNumber"), "00\n");
      write(place.resolve("manufacturer"), maker);
      write(place.resolve("product"), product);
      write(place.resolve("serial"), serial);
    }
    Path entry = Files.createDirectories(board.resolve("sys/class").resolve(kind).resolve(node));
    Files.createSymbolicLink(entry.resolve("device"), lowest);
  }

  private static void write(Path file, String text) throws IOException {
    if (!text.isEmpty()) {
      Files.writeString(file, text + "\n");
    }
  }

  private void link(String name, String node) throws IOException {
    Path link = board.resolve("dev").resolve(name);
    Files.createDirectories(link.getParent());
    Files.createSymbolicLink(link, board.resolve("dev").resolve(node));
  }
}
