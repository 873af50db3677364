package till.device.payment.zvt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import till.device.payment.PaymentSettings.Receipts;
import till.device.payment.zvt.FaultPlan.Asked;
import till.device.payment.zvt.FaultPlan.Mishap;
import till.device.payment.zvt.FaultPlan.What;
import till.device.payment.zvt.FaultPlan.Wire;
import till.simulator.SimulatedPaymentTerminal.Fault;
import till.simulator.ZvtSettings.Generation;

/// Money is right whatever happens on the wire: what the register is told in the end is what stands
/// in the terminal's books.
///
/// `tilld.long=true` asks for thousands of runs with chances of their own; `tilld.seed` repeats one
/// of them, which says its seed when it fails, and with `tilld.runs` those behind it.
@Timeout(value = 2, unit = TimeUnit.HOURS)
final class ZvtFaultsTest {

  private static final int RUNS = 3_000;
  private static final int RUNS_SHORT = 60;
  private static final int AT_ONCE = 48;

  @TempDir private Path directory;

  @Test
  void whateverHappensToOneMessageOverTcpTheBooksAgree() throws Exception {
    all(onEach(FaultPlan.of(Asked.PAYMENT, Wire.TCP, Generation.MODERN, Receipts.TERMINAL, true)));
    all(onEach(FaultPlan.of(Asked.PAYMENT, Wire.TCP, Generation.OLD, Receipts.OWN, false)));
  }

  @Test
  void whateverHappensToOneMessageOverASerialLineTheBooksAgree() throws Exception {
    all(onEach(FaultPlan.of(Asked.PAYMENT, Wire.SERIAL, Generation.MODERN, Receipts.OWN, true)));
    all(onEach(FaultPlan.of(Asked.PAYMENT, Wire.LOOSE, Generation.OLD, Receipts.OWN, false)));
  }

  @Test
  void aTerminalThatWasSwitchedOffAndOnIsRegisteredWithAgain() throws Exception {
    FaultPlan plan =
        FaultPlan.of(Asked.PAYMENT, Wire.LOOSE, Generation.MODERN, Receipts.OWN, false)
            .with(List.of(new Mishap(0, What.POWER_OFF)));
    assertEquals("Settled", FaultRun.make(plan, directory).outcome());
  }

  @Test
  void aQuestionThatWasNotUnderstoodIsAskedAgainBeforeMoneyMoves() throws Exception {
    FaultPlan plan =
        FaultPlan.of(Asked.PAYMENT, Wire.TCP, Generation.MODERN, Receipts.OWN, false)
            .with(List.of(new Mishap(2, What.CORRUPT)))
            .with(Fault.DROP_AFTER_BOOKING);
    assertEquals("Settled", FaultRun.make(plan, directory).outcome());
  }

  @Test
  void howeverManyThingsGoWrongTheBooksAgree() throws Exception {
    long first = Long.getLong("tilld.seed", System.nanoTime());
    int runs = Boolean.getBoolean("tilld.long") ? RUNS : RUNS_SHORT;
    if (System.getProperty("tilld.seed") != null) {
      runs = 1;
    }
    runs = Integer.getInteger("tilld.runs", runs);
    System.out.println(runs + " runs from seed " + first + " (one alone: -Dtilld.seed=SEED)");
    var plans = new LinkedHashMap<String, FaultPlan>();
    LongStream.range(first, first + runs)
        .forEach(seed -> plans.put("seed " + seed, FaultPlan.random(seed)));
    all(plans);
  }

  /// One mishap of each kind at each message.
  private Map<String, FaultPlan> onEach(FaultPlan plan) throws Exception {
    long messages = FaultRun.make(plan, Files.createTempDirectory(directory, "clean")).messages();
    assertTrue(messages > 10, () -> messages + " messages");
    var plans = new LinkedHashMap<String, FaultPlan>();
    for (What what : What.values()) {
      for (long at = 0; at < messages; at++) {
        var mishap = new Mishap(at, what);
        plans.put(mishap.toString(), plan.with(List.of(mishap)));
      }
    }
    return plans;
  }

  private void all(Map<String, FaultPlan> plans) throws Exception {
    long began = System.nanoTime();
    var results = new LinkedHashMap<String, Future<FaultRun.Result>>();
    var outcomes = new TreeMap<String, Integer>();
    var failures = new ArrayList<String>();
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      plans.forEach((name, plan) -> results.put(name, threads.submit(run(name, plan))));
      for (var result : results.entrySet()) {
        try {
          FaultRun.Result made = result.getValue().get();
          outcomes.merge(made.outcome(), 1, Integer::sum);
          made.person()
              .ifPresent(why ->
                  System.out.println(
                      result.getKey()
                          + ": a person has to decide, "
                          + why
                          + ", "
                          + plans.get(result.getKey())));
        } catch (ExecutionException e) {
          String said = result.getKey() + ": " + e.getMessage();
          System.out.println(said.lines().limit(2).collect(Collectors.joining(" ")));
          failures.add(said);
        }
      }
    }
    System.out.printf(
        "%d runs in %.1f s: %s%n", plans.size(), (System.nanoTime() - began) / 1e9, outcomes);
    assertEquals(List.of(), failures.stream().limit(5).toList(), () -> failures.size() + " failed");
  }

  private Callable<FaultRun.Result> run(String name, FaultPlan plan) {
    return () -> {
      Path folder = Files.createTempDirectory(directory, name.replaceAll("[^A-Za-z0-9]", "-"));
      FaultRun.Result result = FaultRun.make(plan, folder);
      FaultRun.delete(folder);
      return result;
    };
  }
}
