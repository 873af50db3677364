package till.device.payment;

import java.util.Map;

/// What goes on at the terminal while an attempt runs, for screens. Nothing follows from it.
///
/// @param attemptId or the service id of what else runs
/// @param code the protocol's own: `0a`
/// @param texts what to show, by language: `en` and `de`
public record PaymentProgress(String attemptId, String code, Map<String, String> texts) {

  public PaymentProgress {
    texts = Map.copyOf(texts);
  }

  /// What to show.
  ///
  /// @param language such as `de`; English where there is no such text
  public String text(String language) {
    return texts.getOrDefault(language, texts.getOrDefault("en", code));
  }
}
