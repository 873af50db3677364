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
