package till.device.nfc;

import till.port.PortSettings;

/// The `[nfc]`: a PN532 at a serial line.
///
/// @param pollMillis between two looks for a card, 50 to 2,000
public record NfcSettings(PortSettings port, int pollMillis) {

  /// How the chip wakes up.
  public static final int BAUD = 115_200;

  public static final int POLL_MILLIS_MIN = 50;
  public static final int POLL_MILLIS_MAX = 2_000;

  public NfcSettings {
    if (pollMillis < POLL_MILLIS_MIN || pollMillis > POLL_MILLIS_MAX) {
      throw new IllegalArgumentException("poll_ms must be 50 to 2000, not " + pollMillis);
    }
  }
}
