package till.fleet;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import till.uplink.Topics;

/// The terminals at one broker whose states cannot be read, so that a log says so once and not with
/// each of them. Its listener's thread.
final class UnreadableStates {

  /// Most reasons that are told of one terminal: one that sends garbage has a new one each time.
  static final int REASONS_MAX = 5;

  /// Beyond it nobody else is told of.
  static final int TERMINALS_MAX = 10_000;

  private final Map<Topics, Set<String>> reasons = new HashMap<>();

  /// A state cannot be read.
  ///
  /// @return whether that is news
  boolean isNews(Topics terminal, String reason) {
    if (reasons.size() >= TERMINALS_MAX && !reasons.containsKey(terminal)) {
      return false;
    }
    Set<String> told = reasons.computeIfAbsent(terminal, _ -> new HashSet<>());
    return told.size() < REASONS_MAX && told.add(reason);
  }

  /// One can be read: whatever comes next is news again.
  void end(Topics terminal) {
    reasons.remove(terminal);
  }
}
