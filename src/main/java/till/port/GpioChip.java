package till.port;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A GPIO chip of the board, as the kernel describes it.
///
/// @param name `gpiochip4`: changes from kernel to kernel
/// @param label `pinctrl-rp1`: stays the same
/// @param lines the names of its lines by their number, empty where a line has none
public record GpioChip(String name, String label, List<String> lines) {

  private static final Path DEVICES = Path.of("/dev");

  // linux/gpio.h
  private static final long GPIO_GET_CHIPINFO = 0x8044B401L;
  private static final long GPIO_V2_GET_LINEINFO = 0xC100B405L;
  private static final int CHIP_INFO_BYTES = 68; // name, label, number of lines
  private static final int LINE_INFO_BYTES = 256; // name, user, number, flags and more
  private static final int NAME_BYTES = 32;
  private static final int LINE_NUMBER_OFFSET = 2 * NAME_BYTES;

  /// More than any chip has; a kernel that says more is not believed.
  private static final int LINES_MAX = 1_024;

  public GpioChip {
    lines = List.copyOf(lines);
  }

  /// The chips of this board by name; none where there is no GPIO.
  ///
  /// @throws PortException when a chip does not say what it is
  public static List<GpioChip> all() throws PortException {
    var chips = new ArrayList<GpioChip>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(DEVICES, "gpiochip*")) {
      for (Path file : files) {
        // older names of a chip are links to it
        if (!Files.isSymbolicLink(file) && Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
          chips.add(read(file));
        }
      }
    } catch (IOException e) {
      throw e instanceof PortException told
          ? told
          : new PortException("cannot look for GPIO in " + DEVICES + ": " + e.getMessage(), e);
    }
    chips.sort(Comparator.comparing(GpioChip::name));
    return chips;
  }

  private static GpioChip read(Path device) throws PortException {
    int file = Libc.open(device.toString(), Libc.O_RDONLY | Libc.O_CLOEXEC);
    if (file < 0) {
      throw file == -Errno.EACCES
          ? DeviceFile.forbidden(device.toString(), device)
          : DeviceFile.refused(device.toString(), "errno " + -file);
    }
    try (Arena memory = Arena.ofConfined()) {
      MemorySegment chip = memory.allocate(CHIP_INFO_BYTES, Integer.BYTES);
      ask(device, file, GPIO_GET_CHIPINFO, chip);
      var lines = new ArrayList<String>();
      for (int number = 0; number < Math.min(lineCount(chip), LINES_MAX); number++) {
        MemorySegment line = memory.allocate(LINE_INFO_BYTES, Long.BYTES);
        line.set(JAVA_INT, LINE_NUMBER_OFFSET, number);
        ask(device, file, GPIO_V2_GET_LINEINFO, line);
        lines.add(text(line, 0));
      }
      return new GpioChip(text(chip, 0), text(chip, NAME_BYTES), lines);
    } finally {
      Libc.close(file);
    }
  }

  private static void ask(Path device, int file, long request, MemorySegment answer)
      throws PortException {
    int told = Libc.ioctl(file, request, answer);
    if (told < 0) {
      throw new PortException(device + " does not say what it is: errno " + -told);
    }
  }

  private static int lineCount(MemorySegment chip) {
    return chip.get(JAVA_INT, LINE_NUMBER_OFFSET);
  }

  private static String text(MemorySegment info, int offset) {
    return info.asSlice(offset, NAME_BYTES).getString(0);
  }
}
