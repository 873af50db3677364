package till.device.payment.zvt;

import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import till.device.payment.ServiceRequest;

/// What is asked of the terminal and not begun yet, and which attempt is open. Any thread.
final class Docket {

  /// More than anybody has wishes at a time; what is beyond is not noted.
  private static final int ERRANDS_MAX = 4;

  /// Something to do with an attempt.
  sealed interface Job {

    ServiceRequest request();

    /// To be sent.
    ///
    /// @param triedBefore whether a connection was lost before it could be sent
    record Perform(ServiceRequest request, boolean triedBefore) implements Job {}

    record Query(ServiceRequest request) implements Job {}
  }

  /// Something that moves no money.
  sealed interface Errand {

    record Reconcile(String serviceId) implements Errand {}

    record Diagnose() implements Errand {}
  }

  /// How far the open attempt is.
  private enum Stage {
    /// It waits to be sent, or the terminal works on it.
    RUNNING,
    /// The terminal is asked what became of it, until it is known.
    ASKED_FOR,
    /// Nobody knows what became of it, and nobody has asked yet.
    LEFT
  }

  private final Queue<Errand> errands = new ArrayDeque<>();
  private @Nullable Job waiting;
  private @Nullable String open;
  private Stage stage = Stage.LEFT;
  private boolean abort;

  /// @param unresolved an attempt of an earlier life that nobody knows the outcome of
  Docket(Optional<String> unresolved) {
    open = unresolved.orElse(null);
  }

  /// @throws IllegalStateException when another attempt is running or asked for
  synchronized void perform(ServiceRequest request) {
    begin(request, Stage.RUNNING);
    waiting = new Job.Perform(request, false);
  }

  /// Does nothing for an attempt that will be answered anyway.
  ///
  /// @throws IllegalStateException when another attempt is running or asked for
  synchronized void query(ServiceRequest request) {
    if (!isOpen(request) || stage == Stage.LEFT) {
      begin(request, Stage.ASKED_FOR);
      waiting = new Job.Query(request);
    }
  }

  private void begin(ServiceRequest request, Stage first) {
    if (open != null && stage != Stage.LEFT) {
      throw new IllegalStateException(
          "payment " + request.attemptId() + " while " + open + " is open");
    }
    open = request.attemptId();
    stage = first;
    abort = false;
  }

  synchronized void abort(String attemptId) {
    abort |= attemptId.equals(open) && stage == Stage.RUNNING;
  }

  /// A person has decided what became of it.
  synchronized void resolved(String attemptId) {
    if (attemptId.equals(open) && stage != Stage.RUNNING) {
      open = null;
      waiting = null;
    }
  }

  /// The wish to abort, once for each time it was said.
  synchronized boolean takeAbort() {
    boolean wanted = abort;
    abort = false;
    return wanted;
  }

  synchronized @Nullable Job take() {
    Job job = waiting;
    waiting = null;
    return job;
  }

  /// The attempt is settled or declined.
  synchronized void ended(ServiceRequest request) {
    if (isOpen(request)) {
      open = null;
    }
  }

  /// Nobody knows what became of the attempt, and nobody asks.
  synchronized void left(ServiceRequest request) {
    move(request, Stage.LEFT);
  }

  /// The driver asks by itself what became of the attempt.
  synchronized void askedFor(ServiceRequest request) {
    move(request, Stage.ASKED_FOR);
  }

  private void move(ServiceRequest request, Stage next) {
    if (isOpen(request)) {
      stage = next;
    }
  }

  synchronized boolean isOpen(ServiceRequest request) {
    return request.attemptId().equals(open);
  }

  synchronized boolean hasOpen() {
    return open != null;
  }

  synchronized void add(Errand errand) {
    if (errands.size() < ERRANDS_MAX) {
      errands.add(errand);
    }
  }

  synchronized @Nullable Errand takeErrand() {
    return errands.poll();
  }
}
