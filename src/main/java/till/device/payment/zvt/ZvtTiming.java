package till.device.payment.zvt;

import java.time.Duration;

/// How long the register waits.
///
/// @param acknowledgement T3: from a command to its acknowledgement (PA00P016)
/// @param silence T4: between two signs of life of a terminal that works on a payment; the terminal
///   may ask for more
/// @param payment the longest payment, however lively the terminal is
/// @param command the longest command that moves no money
/// @param store from an approval to its being on disk. The terminal waits T3 for our answer
/// @param enquiry how often an idle terminal is asked how it is
/// @param busy how long a busy terminal is left alone
/// @param refused how long a terminal that refuses us is left alone
/// @param askAgainMin the first wait before an attempt is asked for again; it doubles
/// @param askAgainMax the longest
record ZvtTiming(
    Duration acknowledgement,
    Duration silence,
    Duration payment,
    Duration command,
    Duration store,
    Duration enquiry,
    Duration busy,
    Duration refused,
    Duration askAgainMin,
    Duration askAgainMax) {

  static final ZvtTiming STANDARD =
      new ZvtTiming(
          Duration.ofSeconds(5),
          Duration.ofSeconds(180),
          Duration.ofMinutes(15),
          Duration.ofSeconds(30),
          Duration.ofMillis(4_500),
          Duration.ofSeconds(60),
          Duration.ofSeconds(2),
          Duration.ofSeconds(30),
          Duration.ofMillis(500),
          Duration.ofSeconds(30));
}
