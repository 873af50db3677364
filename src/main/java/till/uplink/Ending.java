package till.uplink;

import java.util.Optional;

/// Why a connection is over, or did not come about.
///
/// @param code the broker's reason code, 0 when it gave none
/// @param reference of a DISCONNECT: where the broker sends us
record Ending(String reason, int code, Optional<String> reference) {

  /// Without a word of the broker's.
  static Ending of(String reason) {
    return new Ending(reason, 0, Optional.empty());
  }

  static Ending of(String reason, int code) {
    return new Ending(reason, code, Optional.empty());
  }
}
