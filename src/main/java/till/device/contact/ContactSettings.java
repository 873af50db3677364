package till.device.contact;

import till.port.LineSettings;

/// The `[help_button]` or the `[tamper_switch]`.
///
/// @param line active when the button is pressed, or the case open; told of every edge, for the
///   driver itself sees through the bouncing
/// @param debounceMillis how long a level has to last before it counts, 0 to 1,000
public record ContactSettings(Kind kind, LineSettings line, int debounceMillis) {

  public static final int DEBOUNCE_MILLIS_MAX = LineSettings.DEBOUNCE_MILLIS_MAX;

  /// Buttons and micro switches bounce for 5 to 20 ms.
  public static final int DEBOUNCE_MILLIS = 20;

  public ContactSettings {
    if (debounceMillis < 0 || debounceMillis > DEBOUNCE_MILLIS_MAX) {
      throw new IllegalArgumentException(
          "debounce_ms must be 0 to " + DEBOUNCE_MILLIS_MAX + ", not " + debounceMillis);
    }
  }

  /// What moves the contact.
  public enum Kind {
    HELP_BUTTON("help_button", "HelpButton", "pressed", "released"),
    TAMPER_SWITCH("tamper_switch", "TamperSwitch", "open", "shut");

    private final String device;
    private final String category;
    private final String active;
    private final String passive;

    Kind(String device, String category, String active, String passive) {
      this.device = device;
      this.category = category;
      this.active = active;
      this.passive = passive;
    }

    /// What the configuration calls the device.
    public String device() {
      return device;
    }

    String category() {
      return category;
    }

    /// `pressed`, `shut`
    public String word(boolean isActive) {
      return isActive ? active : passive;
    }
  }
}
