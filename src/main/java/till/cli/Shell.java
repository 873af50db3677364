package till.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;

/// What a command is given of the world. Only the front door makes one.
///
/// @param terminal whether a person looks at `out`: colours are welcome. Asked only when needed
/// @param secret asks a person at the terminal for what must not be seen; nothing when there is no
///   more to come. Asked only when `terminal`
/// @param clockSynchronised whether somebody who knows the time has set the clock
/// @param chance a secure generator
/// @param version of this tilld
/// @param daemon runs the daemon with a configuration file, and gives its exit code
public record Shell(
    Map<String, String> environment,
    InputStream in,
    PrintStream out,
    PrintStream err,
    BooleanSupplier terminal,
    Function<String, Optional<String>> secret,
    InstantSource clock,
    BooleanSupplier clockSynchronised,
    RandomGenerator chance,
    String version,
    ToIntFunction<Path> daemon) {

  public Shell {
    environment = Map.copyOf(environment);
  }
}
