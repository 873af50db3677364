package till.device.payment;

import java.util.Optional;

/// What a terminal says of itself when it is asked to look.
///
/// @param ready whether it takes payments
/// @param terminalId its identity; empty when not told
/// @param software its version; empty when not told
/// @param state in words: how it is, or why nobody could ask
/// @param report what it printed, lines parted by line feeds
public record Diagnosis(
    boolean ready, String terminalId, String software, String state, Optional<String> report) {

  /// For a technician, in one line.
  public String inWords() {
    return "terminal " + told(terminalId) + ", software " + told(software) + ": " + state;
  }

  private static String told(String what) {
    return what.isEmpty() ? "(not told)" : what;
  }

  /// Nobody could ask.
  public static Diagnosis none(String reason) {
    return new Diagnosis(false, "", "", reason, Optional.empty());
  }
}
