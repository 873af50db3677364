package till.simulator;

import java.util.Optional;

/// How a simulated scale speaks. The scale's thread only.
interface ScaleVoice {

  /// What it says to what it has heard.
  ///
  /// @param delayMillis before it does
  /// @param weight in the ledger, when it has told one
  record Reply(String text, int delayMillis, Optional<SimulatedScale.Told> weight) {

    static final Reply NOTHING = of("");

    static Reply of(String text) {
      return new Reply(text, 0, Optional.empty());
    }

    static Reply weight(String text, SimulatedScale.Told weight) {
      return new Reply(text, 0, Optional.of(weight));
    }
  }

  /// Hears a character.
  Reply hear(char next);
}
