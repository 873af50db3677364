package till.device.scale;

import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The languages that scales speak.
public enum ScaleProtocol {
  /// Mettler-Toledo 8217, which PSC, Ariva and others speak too. Says no unit.
  MT_8217("8217", "7E1"),

  /// NCI, also called ECR: Weigh-Tronix SCP-01 and SCP-02, Datalogic's scanner-scales, Ohaus.
  NCI("nci", "7E1"),

  /// Checkout-Dialog 06: the scale computes and shows the price, and trusts only tills that know
  /// its polynomial.
  DIALOG_06("dialog06", "7O1");

  private final String word;
  private final String framing;

  ScaleProtocol(String word, String framing) {
    this.word = word;
    this.framing = framing;
  }

  /// What the configuration calls it.
  public String word() {
    return word;
  }

  /// What its scales are delivered with, as a configuration has it.
  public String framing() {
    return framing;
  }

  /// All of them, by word.
  public static Map<String, ScaleProtocol> byWord() {
    return Stream.of(values()).collect(Collectors.toMap(ScaleProtocol::word, each -> each));
  }

  AnswerFramer framer(WeightUnit unit) {
    return switch (this) {
      case MT_8217 -> new Framer8217(unit);
      case NCI -> new FramerNci();
      case DIALOG_06 -> new FramerDialog06();
    };
  }

  /// @param polynomial for Dialog 06 only
  Dialogue dialogue(Optional<Polynomial> polynomial) {
    return switch (this) {
      case MT_8217 -> new Dialogue8217();
      case NCI -> new DialogueNci();
      case DIALOG_06 ->
          new Dialogue06(
              polynomial.orElseThrow(() ->
                  new IllegalArgumentException("dialog06 needs a polynomial, and there is none")));
    };
  }
}
