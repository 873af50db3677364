package till.device.printer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import till.device.DeviceStatus.State;
import till.device.printer.PrinterProfile.Confirmation;
import till.port.PortSettings.FlowControl;
import till.simulator.SimulatedPrinter;

/// Whatever happens to a printer in the middle of a receipt: the paper shows it once, or not whole,
/// and then once more as a copy that a person asked for; and what is called confirmed is on paper.
///
/// Short in every run; `-Dtilld.long=true` strikes at every 500th byte, with everything.
@Execution(ExecutionMode.CONCURRENT)
final class PrinterFaultsTest {

  private static final boolean LONG = Boolean.getBoolean("tilld.long");
  private static final int STEP_BYTES = LONG ? 500 : 1_500;
  private static final int PERSON_MILLIS = 800;
  private static final int WAIT_SECONDS = LONG ? 20 : 1;

  private static final PrintPolicy GOES_ON = policy(Confirmation.PROCESS_ID, true);

  private static PrintPolicy policy(Confirmation confirmation, boolean resumes) {
    return new PrintPolicy(
        confirmation, resumes, 150 * PrinterRig.FASTER_THAN_REAL, Duration.ofSeconds(1));
  }

  /// What can happen, and what a person does about it.
  private enum Fault {
    PAPER_END {
      @Override
      void strike(SimulatedPrinter printer) {
        printer.loadPaper(0);
      }

      @Override
      void help(SimulatedPrinter printer) {
        printer.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
      }
    },
    COVER_OPEN {
      @Override
      void strike(SimulatedPrinter printer) {
        printer.openCover(true);
      }

      @Override
      void help(SimulatedPrinter printer) {
        printer.openCover(false);
      }
    },
    CUTTER_JAM {
      @Override
      void strike(SimulatedPrinter printer) {
        printer.blockCutter(true);
      }

      @Override
      void help(SimulatedPrinter printer) {
        printer.blockCutter(false);
      }
    },
    ASKS_TO_WAIT {
      @Override
      void strike(SimulatedPrinter printer) {
        printer.askToWait(true);
      }

      @Override
      void help(SimulatedPrinter printer) {
        printer.askToWait(false);
      }
    },
    LOST_ANSWER {
      @Override
      void strike(SimulatedPrinter printer) {
        printer.loseNextAnswer();
      }

      @Override
      void help(SimulatedPrinter printer) {}
    },
    SWITCHED_OFF {
      @Override
      void strike(SimulatedPrinter printer) {
        printer.switchOn(false);
      }

      @Override
      void help(SimulatedPrinter printer) {
        printer.switchOn(true);
      }
    };

    abstract void strike(SimulatedPrinter printer);

    abstract void help(SimulatedPrinter printer);
  }

  @Test
  void aPrinterThatGoesOnPrintsEachReceiptOnceWhereverItWasStopped() throws Exception {
    try (var rig = new PrinterRig(GOES_ON, FlowControl.NONE, true)) {
      for (Fault fault :
          List.of(Fault.PAPER_END, Fault.COVER_OPEN, Fault.CUTTER_JAM, Fault.ASKS_TO_WAIT)) {
        Map<Class<?>, Integer> ends = strikeEverywhere(rig, fault);
        assertEquals(Map.of(PrintProgress.Confirmed.class, strikes()), ends, fault::name);
      }
    }
  }

  @Test
  void aPrinterThatDropsTheRestLeavesItToAPerson() throws Exception {
    try (var rig =
        new PrinterRig(policy(Confirmation.STATUS_ANSWER, false), FlowControl.NONE, false)) {
      strikeEverywhere(rig, Fault.PAPER_END);
      strikeEverywhere(rig, Fault.COVER_OPEN);
    }
  }

  @Test
  void aPrinterThatWouldGoOnIsClearedWhereTheProfileSaysThatItDoesNot() throws Exception {
    try (var rig = new PrinterRig(policy(Confirmation.PROCESS_ID, false), FlowControl.NONE, true)) {
      for (int strike = 1; strike <= strikes(); strike++) {
        rig.arm(strike * STEP_BYTES, () -> rig.paper.loadPaper(0));
        byte[] receipt = PrinterRig.receipt(strike, false);
        assertInstanceOf(
            PrintProgress.Doubtful.class, rig.printToTheEnd("job-" + strike, receipt, () -> {}));
        assertTrue(rig.nextWithin(PERSON_MILLIS).isEmpty(), "a new roll takes a moment");
        rig.paper.loadPaper(SimulatedPrinter.FULL_ROLL_DOTS);
        rig.awaitGood();
        assertTrue(rig.nextWithin(PERSON_MILLIS).isEmpty(), "so does asking for a copy");

        assertInstanceOf(
            PrintProgress.Confirmed.class,
            rig.printToTheEnd("copy-" + strike, PrinterRig.receipt(strike, true), () -> {}));
        assertEquals(0, rig.whole(strike, false), "not the rest, and a copy");
        assertEquals(1, rig.whole(strike, true));
      }
    }
  }

  @Test
  void anAnswerThatIsLostIsAskedOfAPersonAndThePaperIsNotPrintedAgain() throws Exception {
    for (Confirmation confirmation :
        LONG
            ? List.of(Confirmation.PROCESS_ID, Confirmation.STATUS_ANSWER)
            : List.of(Confirmation.PROCESS_ID)) {
      try (var rig = new PrinterRig(policy(confirmation, true), FlowControl.NONE, true)) {
        rig.paper.loseNextAnswer();

        PrintProgress last = rig.printToTheEnd("job-1", PrinterRig.receipt(1, false), () -> {});

        assertEquals(new PrintProgress.Doubtful("job-1", "the printer did not confirm it"), last);
        assertEquals(1, rig.whole(1, false));
        assertInstanceOf(
            PrintProgress.Confirmed.class,
            rig.printToTheEnd("job-2", PrinterRig.receipt(2, false), () -> {}));
        assertEquals(1, rig.whole(1, false), "nothing of the first came again");
      }
    }
  }

  @Test
  void aPrinterSwitchedOffInTheMiddleIsDoubtfulAndPrintsAndTellsOfItselfAgainWithoutARestart()
      throws Exception {
    try (var rig = new PrinterRig(GOES_ON, FlowControl.NONE, true)) {
      int number = 0;
      for (int at = 700; at < PrinterRig.receipt(1, false).length; at += 3 * STEP_BYTES) {
        number++;
        PrintProgress last = strike(rig, number, Fault.SWITCHED_OFF, at);
        assertInstanceOf(PrintProgress.Doubtful.class, last);
        assertEquals(0, rig.whole(number, false));
        assertEquals(1, rig.whole(number, true));
      }
      rig.paper.openCover(true);
      rig.log.awaitLatest(State.BAD);
      rig.paper.openCover(false);
      rig.awaitGood();
    }
  }

  @Test
  void xoffForAWhileStopsTheBytesAndLosesNone() throws Exception {
    for (FlowControl flow : List.of(FlowControl.NONE, FlowControl.XON_XOFF)) {
      try (var rig = new PrinterRig(GOES_ON, flow, true)) {
        rig.arm(1_000, () -> rig.paper.askToWait(true));
        rig.print("job-1", PrinterRig.receipt(1, false));
        assertEquals(new PrintProgress.Sent("job-1"), rig.next(), "the tty takes it all");
        PrintProgress.Held held = assertInstanceOf(PrintProgress.Held.class, rig.next());
        assertTrue(held.reason().contains("asks to wait"), held.reason());

        assertTrue(rig.nextWithin(1_000 * WAIT_SECONDS).isEmpty(), "it waits");
        rig.paper.askToWait(false);

        PrintProgress last = rig.next();
        while (last instanceof PrintProgress.GoesOn) { // unless it is done as soon as it goes on
          last = rig.next();
        }
        assertEquals(new PrintProgress.Confirmed("job-1"), last);
        assertEquals(1, rig.whole(1, false));
      }
    }
  }

  @Test
  void whatAPrinterCannotSayIsNotSaidForIt() throws Exception {
    try (var rig = new PrinterRig(policy(Confirmation.NONE, true), FlowControl.NONE, true)) {
      assertEquals(
          new PrintProgress.Unconfirmed("job-1"),
          rig.printToTheEnd("job-1", PrinterRig.receipt(1, false), () -> {}));
      assertEquals(1, rig.whole(1, false));

      assertEquals(
          new PrintProgress.Unconfirmed("job-2"), strike(rig, 2, Fault.PAPER_END, STEP_BYTES));
    }
  }

  @Test
  void seededMishapsInARowLeaveNoReceiptTwice() throws Exception {
    long seed = Long.getLong("tilld.seed", 20_261_125);
    System.out.println("seed " + seed);
    var chance = new Random(seed);
    // to find out that a printer says nothing takes its time
    List<Fault> faults =
        Stream.of(Fault.values()).filter(fault -> LONG || fault != Fault.SWITCHED_OFF).toList();
    var ends = new EnumMap<Fault, List<String>>(Fault.class);
    try (var rig = new PrinterRig(GOES_ON, FlowControl.NONE, true)) {
      int rounds = LONG ? 100 : 4;
      for (int round = 0; round < rounds; round++) {
        Fault fault = faults.get(chance.nextInt(faults.size()));
        int at = 1 + chance.nextInt(PrinterRig.receipt(1, false).length);
        PrintProgress last = strike(rig, 1_000 + round, fault, at);
        ends.computeIfAbsent(fault, _ -> new ArrayList<>())
            .add(last.getClass().getSimpleName().substring(0, 1));
      }
    }
    System.out.println("ends " + ends);
  }

  private static int strikes() {
    return (PrinterRig.receipt(1, false).length - 1) / STEP_BYTES;
  }

  /// @return how often a receipt ended how
  private static Map<Class<?>, Integer> strikeEverywhere(PrinterRig rig, Fault fault)
      throws InterruptedException {
    Map<Class<?>, Integer> ends = new HashMap<>();
    for (int strike = 1; strike <= strikes(); strike++) {
      int number = 10_000 * (1 + List.of(Fault.values()).indexOf(fault)) + strike;
      PrintProgress last = strike(rig, number, fault, strike * STEP_BYTES);
      ends.merge(last.getClass(), 1, Integer::sum);
    }
    System.out.println(fault + " at every " + STEP_BYTES + " bytes: " + inWords(ends));
    return ends;
  }

  private static String inWords(Map<Class<?>, Integer> ends) {
    var words = new TreeMap<String, Integer>();
    ends.forEach((end, count) -> words.put(end.getSimpleName(), count));
    return words.toString();
  }

  /// One receipt, with something happening after so many bytes of it. Whatever comes of it is held
  /// against the paper.
  private static PrintProgress strike(PrinterRig rig, int number, Fault fault, int at)
      throws InterruptedException {
    var struck = new AtomicInteger();
    rig.arm(
        at,
        () -> {
          struck.incrementAndGet();
          fault.strike(rig.paper);
        });
    Runnable help = () -> fault.help(rig.paper);
    PrintProgress last =
        rig.printToTheEnd("job-" + number, PrinterRig.receipt(number, false), help);
    rig.disarm();
    help.run();
    rig.awaitGood();
    String what = number + ", " + fault + " after " + at + " bytes: " + last;
    assertEquals(1, struck.get(), what);
    boolean doubtful = last instanceof PrintProgress.Doubtful;
    if (doubtful) {
      assertInstanceOf(
          PrintProgress.Confirmed.class,
          rig.printToTheEnd("copy-" + number, PrinterRig.receipt(number, true), help),
          what);
    }
    assertEquals(doubtful ? 1 : 0, rig.whole(number, true), what);
    if (doubtful) {
      assertTrue(rig.whole(number, false) <= 1, what);
    } else {
      assertEquals(1, rig.whole(number, false), what);
    }
    return last;
  }
}
