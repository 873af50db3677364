package till.lane;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What waits for the lane. Anybody puts in; the lane's thread takes out.
final class Mailbox {

  static final int EVENTS_MAX = 256;

  /// Most events that are taken out at once, and share one commit.
  private static final int TAKEN_MAX = 64;

  /// How long to wait for an event.
  private static final long BEAT_MILLIS = 1_000;

  private static final Logger log = LoggerFactory.getLogger(Mailbox.class);

  private final BlockingQueue<LaneEvent> events = new ArrayBlockingQueue<>(EVENTS_MAX);

  /// Puts an event in, waiting while it is full. Who is interrupted does not wait, but gets it in
  /// where there is room.
  void put(LaneEvent event) {
    try {
      events.put(event);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      if (!events.offer(event)) {
        log.error("a full mailbox, and no time to wait: lost {}", event.getClass().getSimpleName());
      }
    }
  }

  /// Puts an event in, without waiting.
  ///
  /// @return whether there was room
  boolean offer(LaneEvent event) {
    return events.offer(event);
  }

  /// Takes out what is there, or the first that comes within a moment; nothing, when none does.
  List<LaneEvent> take() throws InterruptedException {
    var taken = new ArrayList<LaneEvent>();
    LaneEvent first = events.poll(BEAT_MILLIS, TimeUnit.MILLISECONDS);
    if (first != null) {
      taken.add(first);
      events.drainTo(taken, TAKEN_MAX - 1);
    }
    return taken;
  }

  /// Takes out all of it that the next lane has to hear of.
  List<LaneEvent> takeForNext() {
    var taken = new ArrayList<LaneEvent>();
    events.drainTo(taken);
    return taken.stream().filter(Mailbox::outlivesLane).toList();
  }

  /// Devices and the uplink report anew to the next lane, and a command without an answer is sent
  /// again.
  private static boolean outlivesLane(LaneEvent event) {
    return switch (event) {
      case LaneEvent.TerminalReconciled _,
          LaneEvent.Scanned _,
          LaneEvent.AssistanceCalled _,
          LaneEvent.Remember _ ->
          true;
      case LaneEvent.Commanded _,
          LaneEvent.Fiscalised _,
          LaneEvent.PaymentMoved _,
          LaneEvent.PaymentProgressed _,
          LaneEvent.TerminalDiagnosed _,
          LaneEvent.PrintMoved _,
          LaneEvent.DeviceChanged _,
          LaneEvent.Weighed _,
          LaneEvent.DrawerMoved _,
          LaneEvent.CaseMoved _,
          LaneEvent.CardSeen _,
          LaneEvent.JournalContradicted _,
          LaneEvent.EpochDisputed _,
          LaneEvent.ReconfigureRequested _,
          LaneEvent.StopRequested _ ->
          false;
    };
  }
}
