package till.lane;

/// What is open on disk cannot go on with this configuration. The message says why, and what to put
/// back.
public final class LaneException extends RuntimeException {

  private static final long serialVersionUID = 1;

  LaneException(String message) {
    super(message);
  }
}
