package till.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.List;

/// The falling edges of two GPIO lines of one chip, in the order and with the time in which the
/// kernel saw them: `gpio:17,gpio:27`. For pulses that are shorter than a thread may be late.
///
/// Pi4J hands edges over on a thread for each line, without the kernel's time and without saying
/// when its queue of 16 has run over. Two lines whose order is the message need one queue.
///
/// A read gives whole records of the kernel, `struct gpio_v2_line_event`, 48 bytes in the board's
/// byte order: time of a clock that nobody sets in nanoseconds (8 bytes), what happened (4, 2 for
/// falling), which of the two lines (4: 0 or 1, where the kernel has the line's number on its
/// chip), a number that counts the edges of both from 1 (4) and one that counts those of the line
/// (4), 24 spare. A number that is left out is an edge that was lost.
final class EdgeLine implements Port {

  // linux/gpio.h: struct gpio_v2_line_request and what is in it
  private static final long GPIO_V2_GET_LINE = 0xC250B407L;
  private static final int REQUEST_BYTES = 592;
  private static final int CONSUMER_OFFSET = 256;
  private static final int FLAGS_OFFSET = 288;
  private static final int LINES_OFFSET = 560;
  private static final int BUFFER_OFFSET = 564;
  private static final int FILE_OFFSET = 588;
  private static final long INPUT = 1 << 2;
  private static final long EDGE_FALLING = 1 << 5;

  /// Lines that are pulled low are high otherwise; a line that nobody drives must not flutter.
  private static final long BIAS_PULL_UP = 1 << 8;

  private static final int EVENT_BYTES = 48;
  private static final int EVENT_LINE_OFFSET = 12;

  /// Ten frames of 34 bits: what may wait while the program is held up.
  private static final int EVENTS_MAX = 340;

  private final RecordFile events;
  private final int second;

  private EdgeLine(RecordFile events, int second) {
    this.events = events;
    this.second = second;
  }

  static boolean isPair(String address) {
    return address.startsWith("gpio:") && address.contains(",");
  }

  static Port open(String address) throws PortException {
    String[] lines = address.split(",", -1);
    if (lines.length != 2) {
      throw DeviceFile.refused(address, "it must look like gpio:17,gpio:27");
    }
    List<GpioChip> chips = GpioChip.all();
    GpioAddress.Place first = GpioAddress.parse(lines[0]).find(chips);
    GpioAddress.Place second = GpioAddress.parse(lines[1]).find(chips);
    if (!first.chip().equals(second.chip()) || first.number() == second.number()) {
      throw DeviceFile.refused(address, "it must be two lines of one chip");
    }
    int file = take(address, first, second);
    return new EdgeLine(RecordFile.of(address, EVENT_BYTES, file), second.number());
  }

  /// @return the file that the edges come from
  private static int take(String address, GpioAddress.Place first, GpioAddress.Place second)
      throws PortException {
    Path device = Path.of("/dev", first.chip());
    int chip = Libc.open(device.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    if (chip < 0) {
      throw chip == -Errno.EACCES
          ? DeviceFile.forbidden(address, device)
          : DeviceFile.refused(address, "errno " + -chip);
    }
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment request = memory.allocate(REQUEST_BYTES, Long.BYTES);
      request.set(JAVA_INT, 0, first.number());
      request.set(JAVA_INT, Integer.BYTES, second.number());
      request.setString(CONSUMER_OFFSET, "tilld");
      request.set(JAVA_LONG, FLAGS_OFFSET, INPUT | EDGE_FALLING | BIAS_PULL_UP);
      request.set(JAVA_INT, LINES_OFFSET, 2);
      request.set(JAVA_INT, BUFFER_OFFSET, EVENTS_MAX);
      int taken = Libc.ioctl(chip, GPIO_V2_GET_LINE, request);
      if (taken < 0) {
        throw taken == -Errno.EBUSY
            ? DeviceFile.refused(address, "another program has one of the lines; see gpioinfo")
            : DeviceFile.refused(
                address, "errno " + -taken + "; edges need a kernel of 5.10 or newer");
      }
      return request.get(JAVA_INT, FILE_OFFSET);
    } finally {
      Libc.close(chip);
    }
  }

  /// @param buffer with room for one record at least
  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    int read = events.read(buffer, timeoutMillis);
    ByteBuffer records = ByteBuffer.wrap(buffer).order(ByteOrder.nativeOrder());
    for (int line = EVENT_LINE_OFFSET; line < read; line += EVENT_BYTES) {
      records.putInt(line, records.getInt(line) == second ? 1 : 0);
    }
    return read;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws PortException {
    events.write(bytes, offset, length);
  }

  @Override
  public void close() {
    events.close();
  }
}
