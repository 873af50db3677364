package till;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.config.ConfigShelf;
import till.config.TerminalConfig;

/// Decides whether an adopted configuration works: what worked before has to work again in time.
///
/// It is bad only when the one before does work after it; when that does not work either, the world
/// is away, and the new one is tried again, with more and more patience. Owned by the lane's
/// thread.
final class Probation {

  /// How long a configuration has for what worked before to work again, at its first try.
  static final Duration WINDOW = Duration.ofSeconds(60);

  private static final Duration WINDOW_MAX = Duration.ofMinutes(30);
  private static final Logger log = LoggerFactory.getLogger(Probation.class);

  /// What the daemon is to do when the lane has left.
  enum Step {
    /// Build with what is staged.
    ADOPT,
    /// Put the new configuration aside and build with the last good one, to compare.
    SET_ASIDE,
    /// Build with what is in force: the verdict came before the lane had left.
    KEEP
  }

  private enum Phase {
    NONE,
    /// The new configuration runs.
    TRYING,
    /// The last good one runs again, to see whether it does better.
    COMPARING
  }

  private final ConfigShelf shelf;
  private final Duration firstWindow;
  private Phase phase = Phase.NONE;
  private Vitals before = new Vitals(false, Set.of());
  private Duration window;
  private long since;
  private Step next = Step.ADOPT;

  /// What is staged while it is compared.
  private Optional<TerminalConfig> aside = Optional.empty();

  /// @param window how long a configuration has at its first try
  Probation(ConfigShelf shelf, Duration window) {
    this.shelf = shelf;
    this.firstWindow = window;
    this.window = window;
    if (shelf.isOnProbation()) {
      // nobody knows any more what worked before; the fleet has to be reached again
      before = new Vitals(shelf.inForce().uplink().isPresent(), Set.of());
      begin(Phase.TRYING);
    }
  }

  /// What has been looked at was not all of it: a verdict that is due has its whole time again.
  void beginAgain() {
    since = System.nanoTime();
  }

  /// What to do now that the lane has left to be rebuilt.
  Step next() {
    return next == Step.ADOPT && shelf.staged().isEmpty() ? Step.KEEP : next;
  }

  /// Builds with what is staged.
  ///
  /// @param vitals of the terminal that was running
  void adopt(Vitals vitals) {
    if (phase == Phase.NONE) {
      before = vitals;
      window = firstWindow;
    }
    shelf.adopt();
    begin(Phase.TRYING);
  }

  /// Builds with the last good configuration, to compare.
  ///
  /// @return what did not work
  String setAside(Vitals vitals) {
    String missing = "not working in " + window.toSeconds() + " s: " + vitals.missing(before);
    shelf.setAside(missing);
    aside = shelf.staged();
    begin(Phase.COMPARING);
    return missing;
  }

  /// The new configuration could not even be opened.
  ///
  /// @return the reason
  String rollBack(String reason) {
    shelf.rollBack(reason);
    end();
    return reason;
  }

  private void begin(Phase begun) {
    phase = begun;
    since = System.nanoTime();
    next = Step.ADOPT;
  }

  private void end() {
    phase = Phase.NONE;
    next = Step.ADOPT;
  }

  /// Whether a verdict is still due.
  boolean isUnderWay() {
    return phase != Phase.NONE;
  }

  /// Looks at what runs.
  Finding look(Vitals vitals) {
    boolean works = vitals.missing(before).isEmpty();
    boolean late = System.nanoTime() - since > window.toNanos();
    return switch (phase) {
      case NONE -> Finding.WAIT;
      case TRYING -> works ? promote() : late ? compare() : Finding.WAIT;
      case COMPARING -> works ? condemn() : late ? tryAgain() : Finding.WAIT;
    };
  }

  private Finding promote() {
    shelf.promote();
    end();
    return Finding.DECIDED;
  }

  /// What the fleet has sent since is not to blame, and the lane has been asked to leave for it.
  private Finding condemn() {
    if (!shelf.staged().equals(aside)) {
      return Finding.WAIT;
    }
    rollBack("what worked before did not work with it, and works without it");
    return Finding.DECIDED;
  }

  private Finding compare() {
    if (next == Step.SET_ASIDE) {
      return Finding.WAIT;
    }
    next = Step.SET_ASIDE;
    return Finding.REBUILD;
  }

  private Finding tryAgain() {
    log.info("the last good configuration does no better: the new one is tried again");
    Duration doubled = window.multipliedBy(2);
    window = doubled.compareTo(WINDOW_MAX) < 0 ? doubled : WINDOW_MAX;
    since = System.nanoTime();
    return Finding.REBUILD;
  }

  /// What a look at the terminal leads to.
  enum Finding {
    WAIT,
    /// A verdict: the fleet is to be told.
    DECIDED,
    /// Another graph is due, at a quiescent moment.
    REBUILD
  }
}
