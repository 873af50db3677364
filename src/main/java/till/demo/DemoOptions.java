package till.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// The command line of `scripts/demo`.
///
/// @param folder where the shop's files go and stay; absent for one that goes with the shop
/// @param port wished for the kiosk
/// @param allowedOrigins front ends under development that may ask the kiosk
record DemoOptions(
    boolean help, boolean once, Optional<Path> folder, int port, List<String> allowedOrigins) {

  static final int PORT = 8180;

  static final String HELP =
      """
      A whole shop on this machine: broker, collector, one checkout with simulated devices.

        scripts/demo [--port N] [--dir DIR] [--allow-origin URL]...
        scripts/demo --once [--dir DIR]

        --once              sells without a browser, checks what came of it, and exits with 0
        --port N            the kiosk's port (%d); another one when it is taken
        --dir DIR           keeps the shop's files there; without it they go when the shop closes
        --allow-origin URL  a front end under development that may ask the kiosk, such as
                            http://localhost:5173; may be given several times
        --help              this

      Example: scripts/demo --port 8200 --allow-origin http://localhost:5173
      """
          .formatted(PORT);

  private static final int PORT_MAX = 65_535;
  private static final Pattern ORIGIN = Pattern.compile("https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?");

  DemoOptions {
    allowedOrigins = List.copyOf(allowedOrigins);
  }

  /// @throws IllegalArgumentException saying what is wrong with the line
  static DemoOptions parse(String... arguments) {
    boolean help = false;
    boolean once = false;
    Optional<Path> folder = Optional.empty();
    int port = PORT;
    var origins = new ArrayList<String>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> help = true;
        case "--once" -> once = true;
        case "--dir" -> folder = Optional.of(Path.of(value(arguments, i++)).toAbsolutePath());
        case "--port" -> port = port(value(arguments, i++));
        case "--allow-origin" -> origins.add(origin(value(arguments, i++)));
        default -> throw wrong("\"" + arguments[i] + "\" is not an option of the demo");
      }
    }
    return new DemoOptions(help, once, folder, port, origins);
  }

  private static String value(String[] arguments, int option) {
    if (option + 1 == arguments.length) {
      throw wrong(arguments[option] + " needs a value");
    }
    return arguments[option + 1];
  }

  private static int port(String text) {
    try {
      int port = Integer.parseInt(text);
      if (port >= 0 && port <= PORT_MAX) {
        return port;
      }
    } catch (NumberFormatException _) {
      // said below
    }
    throw wrong("--port is a number up to " + PORT_MAX + ", not \"" + text + "\"");
  }

  private static String origin(String text) {
    if (!ORIGIN.matcher(text).matches()) {
      throw wrong(
          "--allow-origin is like http://localhost:5173, without a path, not \"" + text + "\"");
    }
    return text;
  }

  private static IllegalArgumentException wrong(String problem) {
    return new IllegalArgumentException(problem + ": see scripts/demo --help");
  }
}
