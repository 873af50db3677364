package till.device.msr;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import till.device.scanner.KeyLayout;
import till.device.scanner.LabelFraming;
import till.port.PortSettings;

/// The `[msr]`.
///
/// @param keyboard the layout of a reader that types, whose port gives Linux's input events; absent
///   for one that sends text
/// @param framing what ends a swipe
/// @param lrc whether it sends the tracks' check characters
/// @param loyaltyPrefixes what numbers begin with that may be known whole
public record MsrSettings(
    PortSettings port,
    Optional<KeyLayout> keyboard,
    LabelFraming framing,
    boolean lrc,
    List<String> loyaltyPrefixes) {

  /// At least six digits where payment cards begin so: fewer would let all of a brand through.
  public static final String PREFIX = "[01789][0-9]{1,11}|[2-6][0-9]{5,11}";

  private static final Pattern PREFIXES = Pattern.compile(PREFIX);

  public MsrSettings {
    loyaltyPrefixes = List.copyOf(loyaltyPrefixes);
    for (String prefix : loyaltyPrefixes) {
      if (!PREFIXES.matcher(prefix).matches()) {
        throw new IllegalArgumentException("a loyalty prefix of " + prefix.length() + " digits");
      }
    }
  }
}
