package till.kiosk;

import java.util.OptionalLong;

/// Ends the handling of a request with a problem document. Never leaves the room.
final class FaultException extends RuntimeException {

  private final Fault fault;
  private final OptionalLong retryAfterSeconds;

  FaultException(Fault fault, String detail) {
    this(fault, detail, OptionalLong.empty());
  }

  private FaultException(Fault fault, String detail, OptionalLong retryAfterSeconds) {
    super(detail, null, false, false);
    this.fault = fault;
    this.retryAfterSeconds = retryAfterSeconds;
  }

  /// The same, for now: it may be tried again then.
  FaultException retryAfter(long seconds) {
    return new FaultException(fault, detail(), OptionalLong.of(seconds));
  }

  Fault fault() {
    return fault;
  }

  OptionalLong retryAfterSeconds() {
    return retryAfterSeconds;
  }

  /// What exactly is wrong; may be empty.
  String detail() {
    return String.valueOf(getMessage());
  }
}
