package till.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What a device says of itself on the USB: what udev makes its name by-id of.
///
/// @param parts maker, product, serial number, interface and port; empty where it is not on the USB
/// @param description its name in words; may be empty
record UsbIdentity(List<String> parts, String description) {

  UsbIdentity {
    parts = List.copyOf(parts);
  }

  /// @param entry its folder in `/sys/class/...`
  static UsbIdentity of(Path entry) throws IOException {
    Path device = entry.resolve("device");
    if (!Files.exists(device)) {
      return new UsbIdentity(List.of(), "");
    }
    Path place = device.toRealPath();
    Path usb = above(place, "idVendor");
    if (usb == null) {
      return new UsbIdentity(List.of(), text(device.resolve("name")));
    }
    Path usbInterface = above(place, "bInterfaceNumber");
    List<String> parts =
        List.of(
            text(usb.resolve("idVendor")),
            text(usb.resolve("idProduct")),
            text(usb.resolve("serial")),
            usbInterface == null ? "" : text(usbInterface.resolve("bInterfaceNumber")),
            text(place.resolve("port_number")));
    String words =
        Stream.of(text(usb.resolve("manufacturer")), text(usb.resolve("product")))
            .filter(word -> !word.isEmpty())
            .collect(Collectors.joining(" "));
    return new UsbIdentity(parts, words);
  }

  /// Whether the two cannot be told apart but by their sockets.
  boolean isTwin(UsbIdentity other) {
    return !parts.isEmpty() && parts.equals(other.parts);
  }

  /// The nearest folder on the way up that has such a file.
  private static @Nullable Path above(Path place, String file) {
    Path folder = place;
    while (folder != null && !Files.exists(folder.resolve(file))) {
      folder = folder.getParent();
    }
    return folder;
  }

  private static String text(Path file) throws IOException {
    return Files.isReadable(file) ? Files.readString(file).strip() : "";
  }
}
