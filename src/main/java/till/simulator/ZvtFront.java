package till.simulator;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.SimulatedPaymentTerminal.State;

/// The simulated terminal's front: its display, its reader and keys, and what it has been told to
/// do next. Any thread.
final class ZvtFront {

  /// What a customer does.
  ///
  /// @param mostMinor what the card is good for at most
  /// @param signs whether its holder has to sign
  record Hand(Act act, long mostMinor, boolean signs) {

    static final Hand CANCEL = new Hand(Act.CANCEL, 0, false);
    static final Hand DECLINED = new Hand(Act.DECLINE, 0, false);
    static final Hand GOOD = new Hand(Act.TAP, Long.MAX_VALUE, false);
    static final Hand SIGNING = new Hand(Act.TAP, Long.MAX_VALUE, true);
  }

  enum Act {
    TAP,
    DECLINE,
    CANCEL
  }

  /// How long a result stands on the display.
  private static final Duration RESULT = Duration.ofSeconds(5);

  private static final int RECEIPTS_MAX = 100;

  private final BlockingQueue<Hand> hands = new ArrayBlockingQueue<>(1);
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

  // guarded by this
  private State state = State.IDLE;
  private ZvtPayment shown = ZvtPayment.NONE;
  private String display = "Welcome";
  private long shownSinceNanos = System.nanoTime();
  private Fault fault = Fault.NONE;
  private boolean approvesAutomatically;
  private boolean textsUnasked;
  private boolean masksAccount;
  private boolean printerless;
  private boolean printsByLine;
  private boolean wantsInitialisation;
  private boolean wantsDiagnosis;
  private Duration processing = Duration.ZERO;
  private long servedUntilNanos = System.nanoTime();
  private final List<String> printed = new ArrayList<>();

  // the customer

  boolean act(Hand hand) {
    synchronized (this) {
      return state == State.WAITING_FOR_CARD && hands.offer(hand);
    }
  }

  synchronized void approveAutomatically(boolean automatically) {
    approvesAutomatically = automatically;
  }

  @Nullable Hand hand() {
    synchronized (this) {
      if (approvesAutomatically) {
        return Hand.GOOD;
      }
    }
    return hands.poll();
  }

  void forgetHand() {
    hands.clear();
  }

  // the script

  synchronized void script(Fault next) {
    fault = next;
  }

  synchronized Fault scripted() {
    return fault;
  }

  synchronized Fault takeFault() {
    Fault next = fault;
    fault = Fault.NONE;
    return next;
  }

  synchronized void processFor(Duration time) {
    processing = time;
  }

  synchronized Duration processing() {
    return processing;
  }

  synchronized void sendTextsUnasked(boolean sends) {
    textsUnasked = sends;
  }

  synchronized boolean sendsTextsUnasked() {
    return textsUnasked;
  }

  synchronized void maskAccount(boolean masks) {
    masksAccount = masks;
  }

  synchronized boolean masksAccount() {
    return masksAccount;
  }

  synchronized void printerless(boolean without) {
    printerless = without;
  }

  synchronized boolean isPrinterless() {
    return printerless;
  }

  synchronized void printByLine(boolean lineByLine) {
    printsByLine = lineByLine;
  }

  synchronized boolean printsByLine() {
    return printsByLine;
  }

  synchronized void wantInitialisation(boolean wants) {
    wantsInitialisation = wants;
  }

  synchronized boolean wantsInitialisation() {
    return wantsInitialisation;
  }

  synchronized void wantDiagnosis(boolean wants) {
    wantsDiagnosis = wants;
  }

  synchronized boolean wantsDiagnosis() {
    return wantsDiagnosis;
  }

  void serveFor(Duration time) {
    synchronized (this) {
      servedUntilNanos = System.nanoTime() + time.toNanos();
    }
    tell();
  }

  synchronized boolean isServed() {
    return System.nanoTime() - servedUntilNanos < 0;
  }

  /// On its own paper.
  synchronized void print(List<String> lines) {
    printed.add(String.join("\n", lines));
    if (printed.size() > RECEIPTS_MAX) {
      printed.removeFirst();
    }
  }

  synchronized List<String> printed() {
    return List.copyOf(printed);
  }

  // the display

  void show(State next, String text) {
    show(
        next,
        text,
        switch (next) {
          case IDLE, REGISTERED, OFF -> ZvtPayment.NONE;
          case WAITING_FOR_CARD, PROCESSING, APPROVED, DECLINED -> shown();
        });
  }

  void show(State next, String text, ZvtPayment asked) {
    synchronized (this) {
      state = next;
      display = text;
      shown = asked;
      shownSinceNanos = System.nanoTime();
    }
    tell();
  }

  synchronized State state() {
    return state;
  }

  synchronized ZvtPayment shown() {
    return shown;
  }

  synchronized String display() {
    return display;
  }

  synchronized boolean isShownFor(Duration time) {
    return System.nanoTime() - shownSinceNanos > time.toNanos();
  }

  void clearResult() {
    State now = state();
    if ((now == State.APPROVED || now == State.DECLINED) && isShownFor(RESULT)) {
      show(State.REGISTERED, "Ready");
    }
  }

  void listen(Runnable listener) {
    listeners.add(listener);
  }

  void tell() {
    listeners.forEach(Runnable::run);
  }
}
