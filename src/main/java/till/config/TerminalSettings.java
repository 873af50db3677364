package till.config;

import java.time.ZoneId;
import java.util.Currency;
import java.util.List;

/// The `[terminal]`: who this is and where it stands.
///
/// @param org lower-case letters, digits and hyphens, as are store and workstation
/// @param country ISO 3166, two capital letters
/// @param languages of the customers, best first
/// @param tags for the fleet's groups, such as `canary`
public record TerminalSettings(
    String org,
    String store,
    String workstation,
    Currency currency,
    String country,
    List<String> languages,
    ZoneId timeZone,
    List<String> tags) {

  public TerminalSettings {
    languages = List.copyOf(languages);
    tags = List.copyOf(tags);
  }

  /// The terminal's id on the wire: `0042-03`.
  public String terminal() {
    return store + "-" + workstation;
  }
}
