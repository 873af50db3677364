package till.device.payment;

import java.time.Duration;

/// How long is waited for a terminal, and how often it is asked.
///
/// @param acknowledgement from a command to its acknowledgement (ZVT: T3)
/// @param silence between two signs of life of a terminal that works on something (T4); the
///   terminal may ask for more
/// @param payment the longest payment or end of day, however lively the terminal is
/// @param command the longest command that moves no money
/// @param store from an approval to its being on disk, before the terminal is asked for patience.
///   It waits T3 for our answer
/// @param enquiry how often an idle terminal is asked how it is
/// @param busy how long a busy terminal is left alone
/// @param refused how long a terminal that refuses us is left alone
/// @param askAgainMin the first wait before an attempt is asked for again; it doubles
/// @param askAgainMax the longest
public record PaymentTiming(
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

  public static final PaymentTiming STANDARD =
      new PaymentTiming(
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

  public PaymentTiming {
    if (askAgainMin.compareTo(askAgainMax) > 0) {
      throw new IllegalArgumentException(
          "asking again begins after " + askAgainMin + ", later than " + askAgainMax);
    }
  }
}
