package till.device.payment.zvt;

import java.time.Duration;

/// How long the two ends of a serial line wait for each other (PA00P016 chapter 1).
///
/// @param gap T1: the longest pause between two bytes of a frame
/// @param answer T2: from a frame to its acknowledgement
record SerialTiming(Duration gap, Duration answer) {

  static final SerialTiming STANDARD =
      new SerialTiming(Duration.ofMillis(200), Duration.ofSeconds(5));
}
