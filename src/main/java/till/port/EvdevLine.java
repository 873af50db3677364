package till.port;

import java.lang.foreign.MemorySegment;
import java.nio.file.Path;

/// An input device of the kernel (evdev): `evdev:PATH`, for scanners that pose as keyboards.
///
/// Grabbed, so that what is scanned is typed nowhere else. A read gives whole records of the kernel
/// as they come: `struct input_event` of a 64-bit system, 24 bytes in the board's byte order (16
/// bytes of time, type and code of 2 bytes each, value of 4 bytes).
final class EvdevLine {

  /// Bytes of one `struct input_event`.
  private static final int RECORD_BYTES = 24;

  // linux/input.h
  private static final long EVIOCGRAB = 0x40044590L;

  private EvdevLine() {}

  static Port open(String address) throws PortException {
    Path path = path(address);
    int file = Libc.open(path.toString(), Libc.O_RDONLY | Libc.O_NONBLOCK | Libc.O_CLOEXEC);
    if (file < 0) {
      throw notOpened(address, path, -file);
    }
    int grabbed = Libc.ioctl(file, EVIOCGRAB, MemorySegment.ofAddress(1));
    if (grabbed < 0) {
      Libc.close(file);
      throw notGrabbed(address, path, -grabbed);
    }
    return RecordFile.of(address, RECORD_BYTES, file);
  }

  static Path path(String address) {
    return Path.of(address.substring(PortSettings.EVDEV.length()));
  }

  private static PortException notOpened(String address, Path path, int errno) {
    return switch (errno) {
      case Errno.ENOENT, Errno.ENODEV, Errno.ENXIO -> DeviceFile.absent(address);
      case Errno.EACCES -> DeviceFile.forbidden(address, path);
      default -> DeviceFile.refused(address, "errno " + errno);
    };
  }

  private static PortException notGrabbed(String address, Path path, int errno) {
    return switch (errno) {
      case Errno.EBUSY -> DeviceFile.inUse(address, path);
      case Errno.ENODEV -> DeviceFile.absent(address);
      default ->
          DeviceFile.refused(
              address, "it is no input device; name one of /dev/input/by-id/*-event-kbd");
    };
  }
}
