package till.device.printer;

import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.Health;
import till.port.Port;
import till.port.PortException;

/// One life of the printer's open wire: asks how the printer is, and listens.
///
/// The reader's thread runs it and never writes, so that a printer that says "wait" is still heard.
/// What is to be asked is handed to the writer's thread.
final class PrinterSession {

  /// Something for the writer's thread.
  interface Order {

    /// Writes.
    ///
    /// @throws PortException when the wire is lost, which the session says by itself
    /// @throws InterruptedException when the printer is closed
    void perform() throws PortException, InterruptedException;
  }

  private static final int READ_BYTES = 256;
  private static final int TICK_MILLIS = 200;

  /// `DLE EOT`: 1 on-line, 2 why not, 4 paper. One at a time: the answer does not say to which.
  private static final int FIRST_QUESTION = 1;

  private static final int LAST_QUESTION = 4;

  private static final long ANSWER_NANOS = Duration.ofSeconds(1).toNanos();

  /// Unanswered questions in a row after which nobody knows how the printer is.
  private static final int SILENT_MAX = 3;

  private static final long PAUSE_GOOD_NANOS = Duration.ofSeconds(3).toNanos();
  private static final long PAUSE_NANOS = Duration.ofSeconds(1).toNanos();

  /// A printer that said by itself that it cannot print will say when it can again. Meanwhile it
  /// may take no bytes at all, and a question would look like a lost wire.
  private static final long PAUSE_SAID_BAD_NANOS = Duration.ofSeconds(20).toNanos();

  /// A wire that is busy with one write for so long: the printer makes it wait, or is off.
  private static final long STALL_NANOS = Duration.ofSeconds(2).toNanos();

  /// After so long a line that takes nothing, of a printer that has not said why, is that of one
  /// that is off, or was: what it had of a job is lost. One that is busy is so for less.
  private static final long OFF_NANOS = Duration.ofSeconds(4).toNanos();

  /// So long it may do that, and still be called good: it may only be busy.
  private static final long BUSY_NANOS = Duration.ofSeconds(10).toNanos();

  private static final byte[] AUTOMATIC_STATUS_ON = {0x1D, 'a', 0x0F};

  private static final Logger log = LoggerFactory.getLogger(PrinterSession.class);

  private final Port port;
  private final boolean waitsAreSaid;
  private final Health health;
  private final DrawerPin drawer;
  private final Predicate<Order> orders;
  private volatile String problem = "";
  private volatile @Nullable PortException failure;

  /// The printer's own word, where the wire does not heed it.
  private volatile boolean asksToWait;

  /// When the write began that is not back yet; 0 without one.
  private volatile long writeBegan;

  // guarded by this
  private boolean wished;
  private int asked;
  private long askedAt;

  // the reader's thread only
  private final AnswerReader answers = new AnswerReader();
  private final PrinterCondition condition = new PrinterCondition();
  private int question = FIRST_QUESTION;
  private long askNotBefore = System.nanoTime();
  private int silent;
  private boolean speaksByItself;
  private boolean nearEnd;
  private long answeredAt = System.nanoTime();
  private long waitsSince = System.nanoTime();
  private boolean calledBusy;

  /// @param waitsAreSaid a wire that takes nothing means a printer that asks to wait, and is on
  /// @param orders takes what is to be written, and does not wait: false when there is too much of
  ///   it
  PrinterSession(
      Port port, boolean waitsAreSaid, Health health, DrawerPin drawer, Predicate<Order> orders) {
    this.port = port;
    this.waitsAreSaid = waitsAreSaid;
    port.waitWhile(this::mayWait);
    this.health = health;
    this.drawer = drawer;
    this.orders = orders;
  }

  /// Listens until the wire is lost.
  ///
  /// @param heard what is not about the printer's condition
  /// @param tick called several times a second
  void run(Consumer<PrinterAnswer> heard, Runnable tick) throws PortException {
    byte[] bytes = new byte[READ_BYTES];
    wishToGreet();
    while (true) {
      answers.feed(bytes, read(bytes), answer -> answered(answer, heard));
      asksToWait = answers.asksToWait();
      lookAtWaits();
      tick.run();
      keepAsking();
    }
  }

  private int read(byte[] bytes) throws PortException {
    try {
      return port.read(bytes, TICK_MILLIS);
    } catch (PortException e) {
      PortException first = failure;
      throw first == null ? e : first;
    }
  }

  private void answered(PrinterAnswer answer, Consumer<PrinterAnswer> heard) {
    switch (answer) {
      case PrinterAnswer.Status status -> {
        speaksByItself = true;
        condition.take(status);
        drawer.is(condition.drawer());
        judge();
      }
      case PrinterAnswer.RealTime realTime -> {
        int to = takeAsked();
        if (to != 0) {
          answeredAt = System.nanoTime();
          condition.take(to, realTime.bits());
          drawer.is(condition.drawer());
          askNext(to);
        }
      }
      case PrinterAnswer.Processed _, PrinterAnswer.Printed _, PrinterAnswer.Cleared _ ->
          heard.accept(answer);
    }
  }

  private void lookAtWaits() {
    long now = System.nanoTime();
    String reason = waitsFor();
    if (reason.isEmpty()) {
      waitsSince = now;
      if (calledBusy) {
        calledBusy = false;
        judge();
      }
    } else if (now - waitsSince >= BUSY_NANOS && problem.isEmpty()) {
      calledBusy = true;
      health.bad(reason);
    }
  }

  /// A write that hangs may do so for a reason that the printer has given.
  private boolean mayWait() {
    long began = writeBegan;
    return (waitsAreSaid || !problem.isEmpty())
        && System.nanoTime() - began < RunningJob.HELD_MAX.toNanos();
  }

  private String waitsFor() {
    if (asksToWait) {
      return "the printer asks to wait";
    }
    long began = writeBegan;
    return began != 0 && System.nanoTime() - began >= STALL_NANOS
        ? "the printer takes nothing: it asks to wait, or is off"
        : "";
  }

  private void judge() {
    if (!condition.isKnown()) {
      return;
    }
    Optional<String> found = condition.problem();
    problem = found.orElse("");
    if (found.isPresent()) {
      health.bad(found.get());
    } else if (!calledBusy) {
      health.good();
    }
    if (condition.isPaperNearEnd() != nearEnd) {
      nearEnd = !nearEnd;
      log.info("the printer's paper is {} its end", nearEnd ? "near" : "no longer near");
    }
  }

  private void askNext(int answered) {
    long now = System.nanoTime();
    if (silent > 0) {
      // it may have been switched off and on, and forgotten what it was told
      wishToGreet();
    }
    silent = 0;
    if (answered < LAST_QUESTION) {
      question = 2 * answered;
      askNotBefore = now;
    } else {
      String before = problem;
      judge();
      if (speaksByItself && !problem.equals(before)) {
        // it should have said so: it was off for less than a question's time, and has forgotten
        wishToGreet();
      }
      question = FIRST_QUESTION;
      askNotBefore = now + pauseNanos();
    }
    keepAsking();
  }

  private long pauseNanos() {
    if (problem.isEmpty()) {
      return PAUSE_GOOD_NANOS;
    }
    return speaksByItself ? PAUSE_SAID_BAD_NANOS : PAUSE_NANOS;
  }

  private void keepAsking() {
    long now = System.nanoTime();
    if (isUnanswered(now)) {
      question = FIRST_QUESTION;
      askNotBefore = now + PAUSE_NANOS;
      silent++;
      if (silent >= SILENT_MAX) {
        condition.forget();
        drawer.is(condition.drawer());
        health.unknown(
            answers.strangeBytes() > 0
                ? "what answers is no ESC/POS printer, or baud rate or framing are not the"
                    + " printer's"
                : "the printer does not answer: is it on, and is its cable in?");
      }
    }
    if (now - askNotBefore >= 0) {
      wishToAsk(question);
    }
  }

  private synchronized void wishToAsk(int next) {
    if (asked == 0 && !wished) {
      wished = orders.test(() -> ask(next));
    }
  }

  private synchronized boolean isUnanswered(long now) {
    boolean late = asked != 0 && now - askedAt >= ANSWER_NANOS;
    if (late) {
      asked = 0;
    }
    return late;
  }

  private synchronized int takeAsked() {
    int to = asked;
    asked = 0;
    return to;
  }

  /// Why the printer says that it cannot print at this moment; empty when it can.
  String problem() {
    return problem;
  }

  /// Why nothing more may be sent at this moment: it cannot print, or asks to wait.
  String hindrance() {
    String said = problem;
    return said.isEmpty() ? waitsFor() : said;
  }

  private void wishToGreet() {
    speaksByItself = false; // until it does
    var _ = orders.test(this::greet); // without it the questions tell, only later
  }

  private void ask(int next) throws PortException {
    synchronized (this) {
      wished = false;
      asked = next;
      askedAt = System.nanoTime();
    }
    write(new byte[] {0x10, 0x04, (byte) next});
  }

  private void greet() throws PortException {
    write(AUTOMATIC_STATUS_ON);
  }

  void write(byte[] bytes) throws PortException {
    write(bytes, 0, bytes.length);
  }

  /// When a question was answered last: nothing was in the way of what came before. The reader's
  /// thread only, as is the next.
  long answeredAt() {
    return answeredAt;
  }

  /// Somebody waits for the next answer.
  void askAtOnce() {
    askNotBefore = System.nanoTime();
  }

  /// Whether it looks as if it was switched off in the middle of something.
  boolean seemsOff() {
    long began = writeBegan;
    return began != 0
        && !waitsAreSaid
        && problem.isEmpty()
        && System.nanoTime() - began >= OFF_NANOS;
  }

  /// Whether a write hangs.
  boolean isStuck() {
    return writeBegan != 0 && !waitsFor().isEmpty();
  }

  /// Writes, on the writer's thread, and gives the wire up when it takes nothing: the reader's
  /// thread notices.
  void write(byte[] bytes, int offset, int length) throws PortException {
    writeBegan = System.nanoTime() | 1;
    try {
      port.write(bytes, offset, length);
    } catch (PortException e) {
      if (failure == null) {
        failure = e;
      }
      port.close();
      throw e;
    } finally {
      writeBegan = 0;
    }
  }

  /// Gives the wire up, and with it what is written and has not arrived.
  void abort(String reason) {
    failure = new PortException(reason);
    port.abort();
  }
}
