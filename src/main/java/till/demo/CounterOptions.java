package till.demo;

import java.nio.file.Path;
import java.util.Optional;

/// The command line of `till simulate devices`.
///
/// @param folder where the devices, what they printed and their configuration stand
/// @param tcp whether they are reached over the network and not as serial lines
/// @param scanners 1 to 4
/// @param cards whether there are readers of cards and badges too
/// @param serialPayment whether the payment terminal is on a serial line and not on the network
/// @param speed how many times faster than a real one the printer is
record CounterOptions(
    boolean help,
    Optional<Path> folder,
    boolean tcp,
    int scanners,
    boolean cards,
    boolean serialPayment,
    double speed) {

  static final String HELP =
      """
      Makes simulated devices that a daemon in another process can be pointed at.

        till simulate devices --dir DIR [--tcp] [--scanners N] [--cards]
                                         [--serial-payment] [--speed X]

        --dir DIR       where the devices stand, what is printed, and devices.toml, which is to be
                        pasted into the daemon's configuration
        --tcp           devices on TCP ports of this machine, not serial lines (pseudo-terminals)
        --scanners N    how many scanners, up to %d (default: 1)
        --cards         also a magnetic stripe reader and a PN532 for badges
        --serial-payment
                        the payment terminal on a serial line too; else it is on a TCP port
        --speed X       how many times faster than a real one the printer is (default: 1)
        --help          this

      Type "help" to see what can be done with them. Only in the demo build.

      Example: scripts/till simulate devices --dir /tmp/devices
      """
          .formatted(CounterOptions.SCANNERS_MAX);

  static final int SCANNERS_MAX = 4;
  private static final double SPEED_MAX = 1_000;

  /// @throws IllegalArgumentException saying what is wrong with the line
  static CounterOptions parse(String... arguments) {
    boolean help = false;
    boolean tcp = false;
    Optional<Path> folder = Optional.empty();
    int scanners = 1;
    boolean cards = false;
    boolean serialPayment = false;
    double speed = 1;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> help = true;
        case "--tcp" -> tcp = true;
        case "--dir" -> folder = Optional.of(Path.of(value(arguments, i++)).toAbsolutePath());
        case "--scanners" -> scanners = (int) number(arguments, i++, SCANNERS_MAX);
        case "--cards" -> cards = true;
        case "--serial-payment" -> serialPayment = true;
        case "--speed" -> speed = number(arguments, i++, SPEED_MAX);
        default -> throw wrong("\"" + arguments[i] + "\" is not one of its options");
      }
    }
    if (!help && folder.isEmpty()) {
      throw wrong("--dir is missing");
    }
    if (tcp && serialPayment) {
      throw wrong("--tcp and --serial-payment exclude each other");
    }
    return new CounterOptions(help, folder, tcp, scanners, cards, serialPayment, speed);
  }

  private static String value(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw wrong(arguments[option] + " needs a value");
    }
    return arguments[option + 1];
  }

  private static double number(String[] arguments, int option, double max) {
    String text = value(arguments, option);
    try {
      double number = Double.parseDouble(text);
      if (number >= 1 && number <= max) {
        return number;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong(
        "%s is a number from 1 to %.0f, not \"%s\"".formatted(arguments[option], max, text));
  }

  private static IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(
        "till simulate devices: " + problem + "; see till simulate devices --help");
  }
}
