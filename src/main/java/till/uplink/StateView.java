package till.uplink;

import java.util.List;
import java.util.Map;

/// What the uplink tells the fleet of the other rooms.
///
/// @param lane the lane's state in one word
/// @param problems codes of what is wrong now
/// @param revisions which revision is in force, by scope
public record StateView(String lane, List<String> problems, Map<String, Long> revisions) {

  public StateView {
    problems = List.copyOf(problems);
    revisions = Map.copyOf(revisions);
  }
}
