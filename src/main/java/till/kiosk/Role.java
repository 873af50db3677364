package till.kiosk;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/// What a browser or a program may do here. Each role may do all that the ones before it may.
public enum Role {
  /// The customer's screen.
  KIOSK,
  /// Whoever opens lanes and days.
  ATTENDANT,
  /// Whoever looks after the board.
  TECHNICIAN;

  /// The name in files, cookies and messages: `kiosk`.
  public String wireName() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The role with this name.
  public static Optional<Role> of(String wireName) {
    return Arrays.stream(values()).filter(role -> role.wireName().equals(wireName)).findFirst();
  }

  boolean covers(Role needed) {
    return compareTo(needed) >= 0;
  }
}
