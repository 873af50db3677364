package till.device.display;

import till.port.PortSettings;

/// The `[display]`.
///
/// @param columns characters in a row, 8 to 40
/// @param rows 1 to 4
/// @param brightness 1 to 4, the brightest
public record DisplaySettings(
    PortSettings port, int columns, int rows, DisplayCodePage codePage, int brightness) {

  public static final int COLUMNS_MIN = 8;
  public static final int COLUMNS_MAX = 40;
  public static final int ROWS_MAX = 4;
  public static final int BRIGHTNESS_MAX = 4;

  public DisplaySettings {
    if (columns < COLUMNS_MIN || columns > COLUMNS_MAX) {
      throw new IllegalArgumentException("columns must be 8 to 40, not " + columns);
    }
    if (rows < 1 || rows > ROWS_MAX) {
      throw new IllegalArgumentException("rows must be 1 to 4, not " + rows);
    }
    if (brightness < 1 || brightness > BRIGHTNESS_MAX) {
      throw new IllegalArgumentException("brightness must be 1 to 4, not " + brightness);
    }
  }
}
