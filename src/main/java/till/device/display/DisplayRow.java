package till.device.display;

/// One row of a display: a text at its left end and one at its right. Where both do not fit, the
/// left one is cut.
public record DisplayRow(String left, String right) {

  public static final DisplayRow BLANK = new DisplayRow("", "");

  public static DisplayRow of(String left) {
    return new DisplayRow(left, "");
  }
}
