package till.uplink;

import java.time.Duration;

/// The uplink's patience. Tests have less of it.
///
/// @param connect until a broker must have answered
/// @param keepAlive an idle connection that is dead is noticed after twice as long
/// @param puback until a PUBLISH must have been answered
/// @param brokers how long brokers are left alone
/// @param steady how long a connection must have stood before its predecessors' failures are
///   forgotten
/// @param firstWindow documents on their way until the first of a connection is acknowledged; then
///   twice as many, and so on
/// @param resend unacknowledged documents are sent again after this, then after twice as long ...
/// @param resendCap ... up to this
/// @param probe between two tries with one document while the broker has nobody to give it to, or
///   refuses it
/// @param willDelay from the loss of a connection to the fleet being told
/// @param headPause least time between two states in which only the head differs
record Timing(
    Duration connect,
    Duration keepAlive,
    Duration puback,
    Patience brokers,
    Duration steady,
    int firstWindow,
    Duration resend,
    Duration resendCap,
    Duration probe,
    Duration willDelay,
    Duration headPause) {

  static final Timing FIELD =
      new Timing(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          Patience.FIELD,
          Duration.ofSeconds(60),
          2,
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          Duration.ofSeconds(60));
}
