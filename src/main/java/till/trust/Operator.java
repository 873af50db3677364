package till.trust;

import java.util.Locale;

/// Somebody who acts with a PIN of their own.
///
/// @param id how documents name them: `17`
/// @param name for people
public record Operator(String id, String name, Role role, PinHash pin) {

  /// What an operator may do. Each may do all that the one before may.
  public enum Role {
    ATTENDANT,
    TECHNICIAN;

    /// The name in a configuration: `attendant`.
    public String wireName() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
