package till.device.scanner;

import java.util.regex.Pattern;
import till.port.PortSettings;

/// How labels stand in the stream: `prefix, data, suffix`, and silence between two of them.
///
/// With a suffix of its own, the other ends of a line are part of a label: such is the way to read
/// symbols with several lines in them.
///
/// @param prefix what stands before each label and is not part of it, at most 16 characters of
///   ASCII, the first of which may be a control character such as STX; empty for none. A label
///   without it is dropped: what else of it is missing nobody knows
/// @param gapMillis silence after which a label that is begun will not go on, 10 to 2,000
public record LabelFraming(Suffix suffix, String prefix, int gapMillis) {

  public static final int GAP_MILLIS_MIN = 10;
  public static final int GAP_MILLIS_MAX = 2_000;

  /// CR, LF, TAB, ETX end a label and GS is part of one; everything else that is below a blank may
  /// announce it.
  public static final String PREFIX = "([\\x01-\\x1F&&[^\\x03\\t\\n\\r\\x1D]]?[ -~]{0,15})";

  /// A scanner sends a label in one go. But a USB adapter holds bytes back up to 16 ms, a serial
  /// server in the network or a radio link up to 100, and a person has the next label in front of
  /// the scanner after 150: two halves must not become one label.
  private static final int GAP_MILLIS = 120;

  /// Less than this is no pause on a serial line.
  private static final int GAP_CHARACTERS_MIN = 5;

  private static final Pattern PREFIXES = Pattern.compile(PREFIX);

  public LabelFraming {
    if (!PREFIXES.matcher(prefix).matches()) {
      throw new IllegalArgumentException("no prefix of a label: " + prefix);
    }
    if (gapMillis < GAP_MILLIS_MIN || gapMillis > GAP_MILLIS_MAX) {
      throw new IllegalArgumentException("a gap of " + gapMillis + " ms");
    }
  }

  /// Any suffix, no prefix.
  public static LabelFraming on(PortSettings port) {
    return new LabelFraming(Suffix.AUTO, "", gapMillis(port));
  }

  /// The gap for a line that nobody has told otherwise.
  public static int gapMillis(PortSettings port) {
    return Math.max(GAP_MILLIS, gapMillisMin(port));
  }

  /// The shortest gap that can be told from the pauses within a label.
  public static int gapMillisMin(PortSettings port) {
    int bits = GAP_CHARACTERS_MIN * port.framing().bitsPerCharacter();
    return Math.max(GAP_MILLIS_MIN, Math.ceilDiv(1_000 * bits, port.baud()));
  }
}
