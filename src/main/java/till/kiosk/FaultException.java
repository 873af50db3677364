package till.kiosk;

/// Ends the handling of a request with a problem document. Never leaves the room.
final class FaultException extends RuntimeException {

  private final Fault fault;

  FaultException(Fault fault, String detail) {
    super(detail, null, false, false);
    this.fault = fault;
  }

  Fault fault() {
    return fault;
  }

  /// What exactly is wrong; may be empty.
  String detail() {
    return String.valueOf(getMessage());
  }
}
