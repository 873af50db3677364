package till.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.sale.Input;
import till.sale.LaneState;
import till.sale.LastClosing;

/// Opens business day and lane without a person, where the shop wants that: once, at the start or
/// as soon as the clock can be believed or a person has opened the day. A day is never derived from
/// a clock that nobody has set: a board also wakes up on the evening it was switched off. The
/// lane's thread only.
final class AutoOpening {

  private static final Logger log = LoggerFactory.getLogger(AutoOpening.class);

  private final ZoneId timeZone;
  private final Optional<LastClosing> last;
  private final Optional<Instant> newest;
  private final Clocks clocks;

  private boolean isDue;

  /// @param isWanted whether it is to open anything
  /// @param last the business day that was closed last
  /// @param newest when the newest document was written
  AutoOpening(
      boolean isWanted,
      ZoneId timeZone,
      Optional<LastClosing> last,
      Optional<Instant> newest,
      Clocks clocks) {
    this.isDue = isWanted;
    this.timeZone = timeZone;
    this.last = last;
    this.newest = newest;
    this.clocks = clocks;
  }

  /// What to do about the day.
  sealed interface Advice {

    record Open(LocalDate day) implements Advice {}

    /// The clock cannot be believed: a person opens the day, or the clock is set.
    record Wait() implements Advice {}

    /// Today was closed already: a person who wants it again says so.
    record Leave() implements Advice {}
  }

  /// Opens what is to be opened by now.
  void look(Draft draft) {
    if (!isDue) {
      return;
    }
    if (draft.workstation().state().businessDay().isEmpty()) {
      switch (advice()) {
        case Advice.Open open -> draft.with(new Input.OpenBusinessDay(open.day()));
        case Advice.Leave _ ->
            log.info("today was closed already: the lane does not open it again by itself");
        case Advice.Wait _ -> {
          await(draft);
          return;
        }
      }
    }
    isDue = false;
    if (draft.workstation().laneState() == LaneState.CLOSED) {
      draft.with(new Input.OpenLane());
    }
    draft.become(draft.surroundings().clockAwaited(false));
    draft.changed();
  }

  private void await(Draft draft) {
    if (!draft.surroundings().isClockAwaited()) {
      log.warn("the clock says {}, which nobody has set: no business day is opened", clocks.now());
      draft.become(draft.surroundings().clockAwaited(true));
      draft.changed();
    }
  }

  /// A clock that nobody has confirmed is believed while nothing speaks against it.
  Advice advice() {
    Instant now = clocks.now();
    LocalDate today = LocalDate.ofInstant(now, timeZone);
    boolean closed = last.filter(day -> !today.isAfter(day.businessDay())).isPresent();
    if (clocks.isSynchronised()) {
      return closed ? new Advice.Leave() : new Advice.Open(today);
    }
    boolean impossible = !clocks.isPlausible() || newest.filter(now::isBefore).isPresent();
    return closed || impossible ? new Advice.Wait() : new Advice.Open(today);
  }
}
