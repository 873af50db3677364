package till.device.scale;

import java.util.Locale;

/// What a weight is measured in.
public enum WeightUnit {
  KG,
  G,
  LB,
  OZ;

  /// `kg`, `g`, `lb`, `oz`.
  public String symbol() {
    return name().toLowerCase(Locale.ROOT);
  }
}
