package till.uplink;

import java.time.Duration;

/// How long the uplink leaves brokers alone.
///
/// @param base of each broker's back-off: doubled with each failure, and the wait is a random part
/// @param cap most of it; about terminals per broker divided by connects per second it takes
/// @param spread over which terminals spread that a broker sent away all at once
/// @param held least time before a broker is tried again that asked for a pause, or that another
///   client took our session at
/// @param heldMost what that grows to while it happens again and again
/// @param refused least time before another try when two brokers refuse us access ...
/// @param refusedMost ... and most
/// @param home least time at another broker before the first choice is tried again ...
/// @param homeMost ... and most
/// @param quiet how long a connection must have stood until nobody else seems to have our name
record Patience(
    Duration base,
    Duration cap,
    Duration spread,
    Duration held,
    Duration heldMost,
    Duration refused,
    Duration refusedMost,
    Duration home,
    Duration homeMost,
    Duration quiet) {

  static final Patience FIELD =
      new Patience(
          Duration.ofSeconds(2),
          Duration.ofSeconds(120),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60),
          Duration.ofMinutes(15),
          Duration.ofMinutes(5),
          Duration.ofMinutes(15),
          Duration.ofMinutes(30),
          Duration.ofMinutes(120),
          Duration.ofHours(1));
}
