package till.device.printer;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import till.device.DeviceStatus.State;
import till.device.StatusLog;
import till.port.BoardPorts;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;
import till.port.PtyPair;
import till.simulator.PacedLine;
import till.simulator.PrintedReceipt;
import till.simulator.SimulatedPrinter;

/// The real driver on a real tty, and a printer at its far end that shares no code with it. Does
/// with jobs what a shop does: a job that has not begun is tried again, a doubtful one is never,
/// unless a person asks for a copy.
final class PrinterRig implements AutoCloseable {

  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-24T09:15:02Z"));

  private static final int BAUD = 115_200;
  static final int FASTER_THAN_REAL = 20;

  private static final int ITEMS = 110;
  private static final long WAIT_SECONDS_MAX = 120;
  private static final int RETRY_MILLIS = 50;

  private final PtyPair pair = PtyPair.open();
  private final BoardPorts ports = BoardPorts.open();
  private final PortSettings wire;
  private final PrintPolicy policy;
  private final BlockingQueue<PrintProgress> progress = new LinkedBlockingQueue<>();
  private final TrippingLine line;
  private final Printer driver;
  final StatusLog log = new StatusLog();
  final SimulatedPrinter paper;

  PrinterRig(PrintPolicy policy, FlowControl flow, boolean resumes) throws Exception {
    this.policy = policy;
    this.wire = settings(pair.near().toString(), flow);
    this.line =
        new TrippingLine(
            new PacedLine(ports.open(settings(pair.far().toString(), FlowControl.NONE)), wire));
    this.paper =
        SimulatedPrinter.start(
            line, new SimulatedPrinter.Settings(42, FASTER_THAN_REAL, resumes), _ -> {});
    this.driver = start();
    log.awaitLatest(State.GOOD);
  }

  private static PortSettings settings(String path, FlowControl flow) {
    return new PortSettings(path, BAUD, Framing.EIGHT_NONE_ONE, flow);
  }

  private Printer start() {
    PrinterProfile profile = PrinterProfile.find("epson-tm-t88v").orElseThrow();
    return Printer.start(
        new PrinterSettings(wire, profile.name()),
        profile,
        policy,
        ports,
        progress::add,
        log,
        CLOCK);
  }

  /// Bytes of a receipt that says where it begins and ends, and every line in between.
  static byte[] receipt(int number, boolean copy) {
    var job = new EscPos(PrinterProfile.find("epson-tm-t88v").orElseThrow());
    job.line(title(number, copy));
    for (int item = 0; item < ITEMS; item++) {
      job.line(item(number, item), "1,19");
    }
    return job.line(end(number)).feed(4).cut().toBytes();
  }

  private static String title(int number, boolean copy) {
    return (copy ? "COPY OF " : "RECEIPT ") + number;
  }

  private static String item(int number, int item) {
    return "item " + number + "/" + item;
  }

  private static String end(int number) {
    return "END " + number;
  }

  /// Something will happen after so many more bytes.
  void arm(int bytes, Runnable what) {
    line.arm(bytes, what);
  }

  void disarm() {
    line.disarm();
  }

  /// Hands a job over, once.
  void print(String jobId, byte[] job) throws InterruptedException {
    driver.print(jobId, job);
  }

  /// What is told next, whatever it is.
  PrintProgress next() throws InterruptedException {
    PrintProgress step = progress.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
    if (step == null) {
      throw new AssertionError("no progress; the printer is " + log.told());
    }
    return step;
  }

  Optional<PrintProgress> nextWithin(int millis) throws InterruptedException {
    return Optional.ofNullable(progress.poll(millis, TimeUnit.MILLISECONDS));
  }

  /// Prints until there is a last word, and does what a person would when the job is held.
  PrintProgress printToTheEnd(String jobId, byte[] job, Runnable help) throws InterruptedException {
    driver.print(jobId, job);
    while (true) {
      PrintProgress step = next();
      switch (step) {
        case PrintProgress.Sent _, PrintProgress.GoesOn _ -> {}
        case PrintProgress.Held _ -> help.run();
        case PrintProgress.NotStarted _ -> {
          help.run();
          var _ = nextWithin(RETRY_MILLIS);
          driver.print(jobId, job);
        }
        case PrintProgress.Confirmed _, PrintProgress.Unconfirmed _, PrintProgress.Doubtful _ -> {
          return step;
        }
      }
    }
  }

  void awaitGood() throws InterruptedException {
    log.awaitLatest(State.GOOD);
  }

  /// All that ever came out, in order.
  String allPaper() {
    List<String> all = new ArrayList<>();
    paper.receipts().stream().map(PrintedReceipt::paper).forEach(sheet -> all.add(sheet.text()));
    all.add(paper.sheet().text());
    return String.join("\n", all);
  }

  /// How often this receipt came out whole: its title, every item and its end, in this order.
  int whole(int number, boolean copy) {
    int count = 0;
    for (String sheet : allPaper().split("(?=RECEIPT |COPY OF )", -1)) {
      int end = sheet.indexOf(end(number) + "\n");
      boolean its = sheet.startsWith(title(number, copy) + "\n");
      count += its && end >= 0 && hasAllItems(sheet.substring(0, end), number) ? 1 : 0;
    }
    return count;
  }

  private static boolean hasAllItems(String sheet, int number) {
    int at = 0;
    for (int item = 0; item < ITEMS && at >= 0; item++) {
      at = sheet.indexOf(item(number, item) + " ", at);
    }
    return at >= 0;
  }

  @Override
  public void close() throws PortException {
    driver.close();
    paper.close();
    ports.close();
    pair.close();
  }
}
