package till.port;

import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Where a GPIO line is said to be: `gpio:17`, `gpio:GPIO17`, `gpio:pinctrl-rp1/17`.
///
/// @param chip the chip's label; empty where the line alone says it
/// @param line number or name
record GpioAddress(Optional<String> chip, String line) {

  private static final Pattern FORM = Pattern.compile("gpio:(?:([^/\\s]+)/)?([^/\\s-][^/\\s]*)");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,4}");

  /// What the chip is called whose lines are on a Raspberry Pi's header.
  private static final String HEADER = "pinctrl-";

  /// A line that is there.
  ///
  /// @param chip `gpiochip4`
  /// @param number of the line on it
  record Place(String chip, int number) {}

  /// @throws PortException when it is no such address
  static GpioAddress parse(String address) throws PortException {
    Matcher parts = FORM.matcher(address);
    if (!parts.matches()) {
      throw new PortException(
          "a GPIO line must look like gpio:17, gpio:GPIO17 or gpio:pinctrl-rp1/17, not " + address);
    }
    return new GpioAddress(Optional.ofNullable(parts.group(1)), parts.group(2));
  }

  /// Finds the line on one of these chips.
  ///
  /// @throws PortException when there is none, or more than one
  Place find(List<GpioChip> chips) throws PortException {
    if (chips.isEmpty()) {
      throw refused("this board has no GPIO (there is no /dev/gpiochip0)");
    }
    List<GpioChip> candidates = candidates(chips);
    List<Place> places = candidates.stream().flatMap(this::places).toList();
    if (places.isEmpty()) {
      throw refused("there is no such line on " + labels(candidates) + "; see `till device list`");
    }
    if (places.size() > 1) {
      throw refused("more than one line is called so; name the chip: gpio:CHIP/" + line);
    }
    return places.getFirst();
  }

  private List<GpioChip> candidates(List<GpioChip> chips) throws PortException {
    if (chip.isPresent()) {
      return labelled(chips, chip.get(), chips.stream().filter(this::isMine).toList());
    }
    if (!isNumber() || chips.size() == 1) {
      return chips;
    }
    return labelled(
        chips,
        HEADER + "...",
        chips.stream().filter(each -> each.label().startsWith(HEADER)).toList());
  }

  private boolean isMine(GpioChip each) {
    return each.label().equals(chip.orElseThrow());
  }

  private List<GpioChip> labelled(List<GpioChip> chips, String label, List<GpioChip> found)
      throws PortException {
    if (found.size() != 1) {
      throw refused(
          (found.isEmpty() ? "no chip" : "more than one chip")
              + " is labelled "
              + label
              + "; there is "
              + labels(chips));
    }
    return found;
  }

  private Stream<Place> places(GpioChip each) {
    List<String> lines = each.lines();
    IntStream numbers =
        isNumber()
            ? IntStream.of(Integer.parseInt(line)).filter(number -> number < lines.size())
            : IntStream.range(0, lines.size()).filter(number -> lines.get(number).equals(line));
    return numbers.mapToObj(number -> new Place(each.name(), number));
  }

  private boolean isNumber() {
    return NUMBER.matcher(line).matches();
  }

  private static String labels(List<GpioChip> chips) {
    return chips.stream().map(GpioChip::label).collect(Collectors.joining(", "));
  }

  private PortException refused(String reason) {
    return new PortException("cannot take " + this + ": " + reason);
  }

  @Override
  public String toString() {
    return "gpio:" + chip.map(label -> label + "/").orElse("") + line;
  }
}
