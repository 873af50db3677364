package till.lane;

import java.util.Map;

/// Something that just happened, for screens that listen.
///
/// @param facts strings only; never an account number
/// @param view the lane after it
public record LaneNews(Kind kind, Map<String, String> facts, LaneView view) {

  public LaneNews {
    facts = Map.copyOf(facts);
  }

  /// The facts as they may lie on a disk: what somebody has scanned may be a card's number, and is
  /// masked then.
  public Map<String, String> veiled() {
    return switch (kind) {
      case SCAN, PROBLEM -> Labels.veiled(facts);
      case LANE, PAYMENT, PRINT, DEVICE -> facts;
    };
  }

  /// The kinds of the event stream.
  public enum Kind {
    LANE,
    SCAN,
    PROBLEM,
    PAYMENT,
    PRINT,
    DEVICE
  }
}
