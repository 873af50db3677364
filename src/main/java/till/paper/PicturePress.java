package till.paper;

import java.util.Optional;
import java.util.function.Consumer;

/// Pictures: those that a job brings along, and those that a printer keeps.
final class PicturePress {

  /// Of the pictures that are known by a number.
  private static final String LOGO = "logo ";

  private final PictureMemory memory;
  private final Consumer<String> problems;

  /// What `GS ( L` brought and has not printed yet.
  private Optional<Raster> brought = Optional.empty();

  /// @param memory outlives this one
  PicturePress(PictureMemory memory, Consumer<String> problems) {
    this.memory = memory;
    this.problems = problems;
  }

  /// `GS v 0`.
  static Raster raster(Command command) {
    int mode = command.selector(3);
    return command.rows(8, command.word(4), command.word(6), 1 + (mode & 1), 1 + (mode >> 1 & 1));
  }

  /// `FS q`: pictures in columns, numbered from 1, in place of all that were there.
  void keepLogos(Command command) {
    memory.forgetLasting(LOGO);
    int at = 3;
    for (int n = 1; n <= command.at(2); n++) {
      int columns = 8 * command.word(at);
      int bytesPerColumn = command.word(at + 2);
      keep(true, LOGO + n, command.columns(at + 4, bytesPerColumn, columns, 1, 1));
      at += 4 + columns * bytesPerColumn;
    }
  }

  /// `FS p`.
  Optional<Raster> logo(Command command) {
    return logo(true, LOGO + command.at(2), command.at(3), command);
  }

  /// `GS *`.
  void keepDownloaded(Command command) {
    keep(false, LOGO, command.columns(4, command.at(3), 8 * command.at(2), 1, 1));
  }

  /// `GS /`.
  Optional<Raster> downloaded(Command command) {
    return logo(false, LOGO, command.at(2), command);
  }

  /// @param mode doubles the width with 1, the height with 2
  private Optional<Raster> logo(boolean lasting, String name, int mode, Command command) {
    return kept(lasting, name, 1 + (mode & 1), 1 + (mode >> 1 & 1), command);
  }

  private void keep(boolean lasting, String name, Raster picture) {
    if (!memory.keep(lasting, name, picture)) {
      problems.accept(
          "the printer's memory has no room for a picture of %d x %d dots"
              .formatted(picture.width(), picture.height()));
    }
  }

  private Optional<Raster> kept(
      boolean lasting, String name, int xTimes, int yTimes, Command command) {
    Optional<Raster> picture = memory.find(lasting, name);
    if (picture.isEmpty()) {
      problems.accept(
          "prints a picture from the printer's memory, which no job holds ("
              + command.hex(Math.min(command.length(), 11))
              + ")");
    }
    return picture.map(found -> found.times(xTimes, yTimes));
  }

  /// `GS ( L`: functions 112 and 113 bring a picture and 50 prints it; 67 and 68 keep one for good,
  /// 83 and 84 until `ESC @`, under two letters by which 69 and 85 print it. Of each two the first
  /// has rows, the second columns.
  ///
  /// @param head the bytes before the function
  /// @return what is to be printed now
  Optional<Raster> graphics(Command command, int head) {
    if (command.length() < head + 2) {
      return Optional.empty();
    }
    int function = command.at(head + 1);
    switch (function) {
      case 112, 113 ->
          brought =
              picture(command, head + 6, head + 10, function == 113)
                  .map(each -> each.times(twice(command.at(head + 3)), twice(command.at(head + 4))))
                  .or(() -> brought);
      case 67, 68, 83, 84 -> {
        boolean columns = function == 68 || function == 84;
        // the colour's number stands before the dots
        picture(command, head + 6, head + 11, columns)
            .ifPresent(each -> keep(function < 80, key(command, head + 3), each));
      }
      case 2, 50 -> {
        Optional<Raster> printed = brought;
        brought = Optional.empty();
        return printed;
      }
      case 69, 85 -> {
        if (command.length() >= head + 6) {
          return kept(
              function == 69,
              key(command, head + 2),
              twice(command.at(head + 4)),
              twice(command.at(head + 5)),
              command);
        }
      }
      default -> {
        // Memory management.
      }
    }
    return Optional.empty();
  }

  private static int twice(int times) {
    return Math.clamp(times, 1, 2);
  }

  private static String key(Command command, int at) {
    return "key " + command.text(at, at + 2);
  }

  /// A picture whose size stands at one place and whose dots begin at another.
  private Optional<Raster> picture(Command command, int sizeAt, int dotsAt, boolean columns) {
    if (command.length() < dotsAt) {
      problems.accept("a picture without its size (" + command.name() + ")");
      return Optional.empty();
    }
    int width = command.word(sizeAt);
    int height = command.word(sizeAt + 2);
    int bytesPerStrip = ((columns ? height : width) + 7) / 8;
    int strips = columns ? width : height;
    if (command.length() < dotsAt + (long) bytesPerStrip * strips) {
      problems.accept("a picture with less data than its size says (" + command.name() + ")");
      return Optional.empty();
    }
    return Optional.of(
        columns
            ? command.columns(dotsAt, bytesPerStrip, strips, 1, 1)
            : command.rows(dotsAt, bytesPerStrip, strips, 1, 1));
  }
}
