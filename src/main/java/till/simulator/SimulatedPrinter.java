package till.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import till.paper.EscPosReader;
import till.paper.Paper;
import till.paper.Row;
import till.port.Port;
import till.port.PortException;

/// A receipt printer like a TM-T88V at the far end of a wire.
///
/// It prints in the time the real one takes, answers questions in turn or at once as the real one
/// does, stops when its paper is out or its cover open, keeps what it has not printed, and goes on
/// when it can. Its receive buffer is as small as the real one's: when it is full, it reads
/// nothing, and the wire makes the sender wait.
///
/// People act on it from any thread (paper, cover, cutter, switch, drawer); its own thread notices
/// within moments, and is the only one that touches the wire and tells news.
public final class SimulatedPrinter implements AutoCloseable {

  /// Dots on a new roll: 80 m.
  public static final int FULL_ROLL_DOTS = 570_000;

  /// The near-end sensor sees a thin roll: about 5 m are left.
  public static final int NEAR_END_DOTS = 35_000;

  private static final int BUFFER_BYTES = 4_096;

  /// The ledger forgets the oldest beyond.
  private static final int RECEIPTS_MAX = 1_000;

  /// 300 mm/s at 180 dots an inch.
  private static final double NANOS_PER_DOT = 1e9 / 2_126;

  private static final int XON = 0x11;
  private static final int XOFF = 0x13;

  private static final double CUT_NANOS = 300e6;
  private static final long STEP_NANOS = 1_000_000;
  private static final int NOTICE_MILLIS = 50;
  private static final int CHUNK_BYTES = 256;

  /// What kind it is.
  ///
  /// @param columns characters in a line, 42 for the real one
  /// @param speed how many times faster than the real one; 1 for people who watch
  /// @param resumes keeps what it has not printed while it cannot print, and goes on; else it drops
  ///   that when it can again
  public record Settings(int columns, double speed, boolean resumes) {

    public Settings {
      if (!(speed > 0)) {
        throw new IllegalArgumentException("speed must be positive, not " + speed);
      }
    }

    /// One that goes on.
    public Settings(int columns, double speed) {
      this(columns, speed, true);
    }
  }

  private final Port port;
  private final Settings settings;
  private final Consumer<PrinterNews> listener;
  private final Thread thread;
  private final CountDownLatch switchedOff = new CountDownLatch(1);

  /// Owned by the printer's thread.
  private final RealTimeScanner realTime = new RealTimeScanner();

  // All below is guarded by this.
  private double speed;
  private final Deque<Byte> buffer = new ArrayDeque<>(BUFFER_BYTES);
  private final EscPosReader reader;
  private final ByteArrayOutputStream command = new ByteArrayOutputStream();
  private final ByteArrayOutputStream job = new ByteArrayOutputStream();
  private final Deque<PrintedReceipt> receipts = new ArrayDeque<>();
  private int receiptCount;
  private int pulseCount;

  private int paperDots = FULL_ROLL_DOTS;
  private boolean coverOpen;
  private boolean drawerOpen;
  private boolean interrupted;
  private final Mishaps mishaps = new Mishaps();
  private PrinterCondition noticed = new PrinterCondition(false, false, false, false, false, false);
  private int automaticStatus;
  private long busyUntilNanos = System.nanoTime();

  private final ByteArrayOutputStream answers = new ByteArrayOutputStream();
  private final List<PrinterNews> news = new ArrayList<>();

  private SimulatedPrinter(Port port, Settings settings, Consumer<PrinterNews> listener) {
    this.port = port;
    this.settings = settings;
    this.speed = settings.speed();
    this.listener = listener;
    this.reader = new EscPosReader(settings.columns());
    this.thread = Thread.ofPlatform().name("simulated-printer").daemon().unstarted(this::run);
  }

  /// Switches a printer on.
  ///
  /// @param port the far end of the wire; closed with the printer
  /// @param listener called on the printer's thread
  public static SimulatedPrinter start(
      Port port, Settings settings, Consumer<PrinterNews> listener) {
    var printer = new SimulatedPrinter(port, settings, listener);
    printer.thread.start();
    return printer;
  }

  // What people do.

  /// Puts a roll of this length in; 0 takes it out.
  public synchronized void loadPaper(int dots) {
    paperDots = dots;
  }

  /// Opens or closes the cover of the paper.
  public synchronized void openCover(boolean open) {
    interrupted = open && (interrupted || !buffer.isEmpty() || busy());
    coverOpen = open;
  }

  /// Pushes the drawer shut.
  public synchronized void shutDrawer() {
    drawerOpen = false;
  }

  /// Puts something in the cutter's way, which jams at the next cut, or takes it out.
  public synchronized void blockCutter(boolean blocked) {
    if (mishaps.blockCutter(blocked)) {
      cut();
    }
  }

  /// Sends XOFF and reads nothing, as with a buffer that is full, or XON and goes on.
  public synchronized void askToWait(boolean wait) {
    mishaps.askToWait(wait);
    answers.write(wait ? XOFF : XON);
  }

  /// The next answer that says that something was printed gets lost on the wire.
  public synchronized void loseNextAnswer() {
    mishaps.loseNextAnswer();
  }

  /// From now on it is so many times faster than the real one.
  ///
  /// @param times above 0
  public synchronized void printAt(double times) {
    speed = new Settings(settings.columns(), times).speed();
  }

  /// How many times faster than the real one it is.
  public synchronized double speed() {
    return speed;
  }

  /// The switch. Off, it hears nothing: what is sent is lost. It forgets what it has not printed
  /// and all that it was told; what is on the paper stays there.
  public synchronized void switchOn(boolean on) {
    mishaps.switchOn(on);
    if (!on) {
      forget();
      answers.reset();
      automaticStatus = 0;
      interrupted = false;
    }
  }

  // What people see.

  public synchronized boolean isOn() {
    return !mishaps.isOff();
  }

  public synchronized PrinterCondition condition() {
    return new PrinterCondition(
        paperDots <= 0,
        paperDots <= NEAR_END_DOTS,
        coverOpen,
        drawerOpen,
        interrupted,
        mishaps.isCutterJammed());
  }

  /// The newest receipts, oldest first.
  public synchronized List<PrintedReceipt> receipts() {
    return List.copyOf(receipts);
  }

  /// How many were ever cut.
  public synchronized int receiptCount() {
    return receiptCount;
  }

  /// What hangs out of the printer and is not cut.
  public synchronized Paper sheet() {
    return reader.paper();
  }

  /// Pulses to the drawer since it was switched on.
  public synchronized int pulseCount() {
    return pulseCount;
  }

  // What the printer does.

  private void run() {
    try {
      while (!off()) {
        int waitMillis;
        int room;
        synchronized (this) {
          waitMillis = work();
          room = mishaps.asksToWait() ? 0 : BUFFER_BYTES - buffer.size();
        }
        tell();
        if (room > 0) {
          byte[] chunk = new byte[Math.min(room, CHUNK_BYTES)];
          receive(chunk, port.read(chunk, waitMillis));
        } else {
          switchedOff.await(waitMillis, TimeUnit.MILLISECONDS);
        }
      }
    } catch (PortException e) {
      unplugged(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean off() {
    return switchedOff.getCount() == 0;
  }

  private void unplugged(PortException loss) {
    if (!off()) {
      listener.accept(new PrinterNews.Unplugged(loss.getMessage()));
    }
  }

  private void tell() throws PortException {
    byte[] bytes;
    List<PrinterNews> told;
    synchronized (this) {
      bytes = answers.toByteArray();
      answers.reset();
      told = List.copyOf(news);
      news.clear();
    }
    if (bytes.length > 0) {
      port.write(bytes, 0, bytes.length);
    }
    told.forEach(listener);
  }

  private synchronized void receive(byte[] chunk, int count) {
    for (int i = 0; i < count && !mishaps.isOff(); i++) {
      buffer.add(chunk[i]);
      realTime.next(chunk[i]).ifPresent(this::obey);
    }
  }

  private void obey(RealTimeScanner.RealTime order) {
    switch (order) {
      case RealTimeScanner.RealTime.Status status ->
          answers.write(condition().realTimeStatus(status.n()));
      case RealTimeScanner.RealTime.Pulse pulse -> {
        int millis = 100 * pulse.t();
        pulse(new Row.Pulse((pulse.m() & 1) == 0 ? 2 : 5, millis, millis, true));
      }
      case RealTimeScanner.RealTime.Clear _ -> {
        forget();
        answers.writeBytes(new byte[] {0x37, 0x25, 0x00});
      }
    }
  }

  private void forget() {
    buffer.clear();
    command.reset();
    reader.reset();
  }

  /// Prints what can be printed by now.
  ///
  /// @return how long to wait for the next thing to do, if nothing comes in
  private int work() {
    notice();
    byte[] next = new byte[1];
    while (!buffer.isEmpty() && condition().online() && !busy()) {
      next[0] = buffer.remove();
      command.write(next[0]);
      List<Row> rows = reader.read(next, 0, 1);
      if (!reader.midCommand()) {
        keep(rows);
      }
      rows.forEach(this::perform);
      if (reader.full()) {
        tearOff();
      }
      notice();
    }
    if (!busy()) {
      return NOTICE_MILLIS; // nothing to print, or no way to
    }
    long aheadMillis = (busyUntilNanos - System.nanoTime()) / 1_000_000;
    return Math.clamp(aheadMillis + 1, 1, NOTICE_MILLIS);
  }

  /// The ledger has what makes paper, not what was only asked or what went to the drawer.
  private void keep(List<Row> rows) {
    boolean beside =
        !rows.isEmpty()
            && rows.stream()
                .allMatch(row -> row instanceof Row.Request || row instanceof Row.Pulse);
    if (!beside) {
      job.writeBytes(command.toByteArray());
    }
    command.reset();
  }

  /// Works in steps no finer than its thread can wait; what is early here is late at the next step.
  private boolean busy() {
    return busyUntilNanos - System.nanoTime() > STEP_NANOS;
  }

  private void spend(double nanos) {
    long start = Math.max(busyUntilNanos, System.nanoTime());
    busyUntilNanos = start + (long) (nanos / speed);
  }

  /// Sees what people did, and reports it when the host asked for that.
  private void notice() {
    PrinterCondition now = condition();
    if (now.equals(noticed)) {
      return;
    }
    if (now.online() && !noticed.online() && !settings.resumes()) {
      forget();
    }
    if (now.differsFrom(noticed, automaticStatus)) {
      answers.writeBytes(now.automaticStatus());
    }
    noticed = now;
    news.add(new PrinterNews.ConditionChanged(now));
  }

  private void perform(Row row) {
    paperDots -= row.heightDots();
    spend(row.heightDots() * NANOS_PER_DOT);
    switch (row) {
      case Row.Line _, Row.Picture _, Row.Barcode _, Row.Symbol _, Row.Feed _ ->
          news.add(new PrinterNews.LinePrinted());
      case Row.Cut _ -> {
        if (mishaps.mayCut()) {
          cut();
        }
      }
      case Row.Pulse pulse -> {
        if (!pulse.atOnce()) {
          pulse(pulse);
        }
      }
      case Row.Request request -> answer(request);
    }
  }

  private void cut() {
    spend(CUT_NANOS);
    tearOff();
  }

  /// Also what a person does with metres of paper that nothing has cut.
  private void tearOff() {
    Paper paper = reader.take();
    if (paper.isCut() || paper.rows().stream().anyMatch(Row::inked)) {
      receiptCount++;
      var receipt = new PrintedReceipt(receiptCount, job.toByteArray(), paper);
      receipts.add(receipt);
      if (receipts.size() > RECEIPTS_MAX) {
        receipts.remove();
      }
      news.add(new PrinterNews.ReceiptCut(receipt));
    }
    job.reset();
  }

  private void pulse(Row.Pulse pulse) {
    spend(pulse.onMillis() * 1e6);
    pulseCount++;
    drawerOpen = true;
    news.add(new PrinterNews.DrawerPulsed(pulse));
  }

  /// What is answered on arrival only passes by here.
  private void answer(Row.Request request) {
    int n = request.argument().charAt(0);
    switch (request.query()) {
      case REAL_TIME_STATUS -> {}
      case STATUS -> {
        if (!mishaps.losesAnswer()) {
          answers.write(condition().status(n & 0x0F));
        }
      }
      case IDENTITY -> identity(n);
      case AUTOMATIC_STATUS -> {
        automaticStatus = n;
        if (n != 0) {
          answers.writeBytes(condition().automaticStatus());
        }
      }
      case PROCESS_ID -> {
        if (!mishaps.losesAnswer()) {
          block("7\"" + request.argument());
        }
      }
    }
  }

  private void identity(int n) {
    switch (n) {
      case 1, '1' -> answers.write(0x20);
      case 2, '2' -> answers.write(0x02);
      case 3, '3' -> answers.write(0x01);
      case 65 -> block("_1.00 simulated");
      case 66 -> block("_EPSON");
      case 67 -> block("_TM-T88V");
      case 68 -> block("_SIMULATED");
      default -> {}
    }
  }

  private void block(String text) {
    answers.writeBytes(text.getBytes(StandardCharsets.ISO_8859_1));
    answers.write(0);
  }

  /// Switches it off and pulls the wire out. The ledger stays readable.
  @Override
  public void close() {
    switchedOff.countDown();
    port.close();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
