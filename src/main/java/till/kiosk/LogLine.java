package till.kiosk;

import java.time.Instant;
import java.util.Optional;

/// A line of the daemon's log, for a technician.
///
/// @param n grows from line to line while the process runs
/// @param at when it was written, where the text does not say so
public record LogLine(long n, Optional<Instant> at, String text) {}
