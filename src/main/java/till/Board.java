package till;

import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import till.kiosk.LogLine;
import till.port.Ports;

/// What the daemon is given of the machine it runs on. Only the front door reads clock and
/// environment; everybody else is handed them.
///
/// @param id names the board and no other; nothing where it has no name
/// @param clockSynchronised whether somebody who knows the time has set the clock
/// @param chance a secure generator: keys, tokens and identifiers come of it
/// @param version of this tilld
/// @param log the last lines of the log, the oldest first
public record Board(
    Ports ports,
    Optional<String> id,
    Map<String, String> environment,
    InstantSource clock,
    BooleanSupplier clockSynchronised,
    RandomGenerator chance,
    String version,
    Supplier<List<LogLine>> log)
    implements AutoCloseable {

  public Board {
    environment = Map.copyOf(environment);
  }

  @Override
  public void close() {
    ports.close();
  }
}
