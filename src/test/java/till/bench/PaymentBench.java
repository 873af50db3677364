package till.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import till.device.payment.Outcome;
import till.device.payment.PaymentAnswer;
import till.device.payment.PaymentRequest;
import till.device.payment.PaymentSettings;
import till.device.payment.zvt.ZvtTerminal;
import till.port.BoardPorts;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.PortSettings.FlowControl;
import till.port.PortSettings.Framing;
import till.port.PtyPair;
import till.simulator.MessageTap;
import till.simulator.MessageTap.Direction;
import till.simulator.MessageTap.Meddling;
import till.simulator.SimulatedPaymentTerminal;
import till.simulator.ZvtSettings;

/// How soon the payment terminal has its answers, seen from its end of the line: from the last byte
/// of its message to the acknowledgement on a serial line, and to the whole answer (80 00).
///
/// An approval is answered when it is stored; here that is a pause of five milliseconds, not a
/// journal.
final class PaymentBench {

  private static final String PASSWORD = "123456";
  private static final Duration STORE = Duration.ofMillis(5);
  private static final long WAIT_SECONDS_MAX = 120;
  private static final int WARM_UP = 5;

  /// What is measured.
  private enum Answer {
    ACKNOWLEDGED("acknowledged", 50),
    STATUS("04 ff answered", 200),
    APPROVAL("04 0f answered, stored in 5 ms", 200);

    private final String words;
    private final int limitMillis;

    Answer(String words, int limitMillis) {
      this.words = words;
      this.limitMillis = limitMillis;
    }
  }

  private static final int INTERMEDIATE_STATUS = 0x04FF;
  private static final int STATUS_INFORMATION = 0x040F;
  private static final int AUTHORISATION = 0x0601;
  private static final int POSITIVE = 0x8000;
  private static final int ACK = 0x06;

  private final Map<Answer, List<Double>> millis = new EnumMap<>(Answer.class);

  // the simulated terminal's thread only, but for `counts`
  private long saidNanos;
  private int said;
  private int asked;
  private volatile boolean counts;

  private PaymentBench() {}

  static List<Figure> run(Path folder) throws Exception {
    var figures = new ArrayList<Figure>();
    figures.addAll(overSerial(folder, 9_600, 20));
    figures.addAll(overSerial(folder, 115_200, 60));
    figures.addAll(overTcp(folder, 200));
    return figures;
  }

  private static List<Figure> overSerial(Path folder, int baud, int payments) throws Exception {
    var bench = new PaymentBench();
    try (PtyPair pair = PtyPair.open();
        BoardPorts ports = BoardPorts.open();
        var terminal =
            SimulatedPaymentTerminal.open(
                () -> bench.watched(ports, pair.far()),
                ZvtSettings.of(PASSWORD).withBitsPerSecond(baud),
                InstantSource.system())) {
      var settings =
          new PortSettings(pair.near().toString(), baud, Framing.EIGHT_NONE_ONE, FlowControl.NONE);
      bench.pay(terminal, ports, settings, folder.resolve("at-" + baud), payments);
    }
    return bench.figures("zvt at " + baud + " baud", payments);
  }

  private static List<Figure> overTcp(Path folder, int payments) throws Exception {
    var bench = new PaymentBench();
    try (BoardPorts ports = BoardPorts.open();
        var terminal =
            SimulatedPaymentTerminal.open(0, ZvtSettings.of(PASSWORD), InstantSource.system())) {
      bench.pay(
          terminal, ports, PortSettings.of(terminal.address()), folder.resolve("tcp"), payments);
    }
    return bench.figures("zvt over tcp", payments);
  }

  private void pay(
      SimulatedPaymentTerminal terminal,
      BoardPorts ports,
      PortSettings settings,
      Path folder,
      int payments)
      throws Exception {
    terminal.approveAutomatically(true);
    terminal.tap(this::see);
    BlockingQueue<PaymentAnswer> answers = new LinkedBlockingQueue<>();
    try (ZvtTerminal driver =
        ZvtTerminal.start(
            new PaymentSettings("zvt", settings, Optional.of("zvt")),
            PASSWORD,
            ports,
            Files.createDirectory(folder),
            answers::add,
            _ -> {},
            InstantSource.system())) {
      for (int n = 1; n <= WARM_UP + payments; n++) {
        counts = n > WARM_UP;
        driver.perform(new PaymentRequest("bench-" + n, n, "EUR"));
        settle(answers);
      }
    }
  }

  private static void settle(BlockingQueue<PaymentAnswer> answers) throws InterruptedException {
    while (true) {
      PaymentAnswer answer = answers.poll(WAIT_SECONDS_MAX, TimeUnit.SECONDS);
      if (answer == null || !(answer.outcome() instanceof Outcome.Approved)) {
        if (answer != null && answer.outcome() instanceof Outcome.Settled) {
          return;
        }
        throw new IllegalStateException(
            "a payment that was to be settled: "
                + (answer == null ? "no answer" : answer.outcome()));
      }
      LockSupport.parkNanos(STORE.toNanos());
      answer.acknowledge();
    }
  }

  private Meddling see(MessageTap.Passing message) {
    if (message.direction() == Direction.TO_REGISTER) {
      if (!message.isSingleByte()) {
        said = message.control();
        saidNanos = System.nanoTime();
      }
      return Meddling.PASS;
    }
    switch (message.control()) {
      case ACK -> note(Answer.ACKNOWLEDGED);
      case POSITIVE -> {
        if (said == INTERMEDIATE_STATUS) {
          note(Answer.STATUS);
        } else if (said == STATUS_INFORMATION && asked == AUTHORISATION) {
          note(Answer.APPROVAL);
        }
      }
      default -> asked = message.isSingleByte() ? asked : message.control();
    }
    return Meddling.PASS;
  }

  private void note(Answer what) {
    if (counts) {
      millis
          .computeIfAbsent(what, _ -> new ArrayList<>())
          .add((System.nanoTime() - saidNanos) / 1e6);
    }
  }

  /// The terminal's end of the line, on which each byte that it writes is noted.
  private Port watched(BoardPorts ports, Path far) throws IOException {
    Port port;
    try {
      port = ports.open(PortSettings.of(far.toString()));
    } catch (PortException e) {
      throw new IOException(e);
    }
    return new Port() {
      @Override
      public int read(byte[] buffer, int timeoutMillis) throws PortException {
        return port.read(buffer, timeoutMillis);
      }

      @Override
      public void write(byte[] bytes, int offset, int length) throws PortException {
        port.write(bytes, offset, length);
        if (bytes.length > 1) {
          saidNanos = System.nanoTime();
        }
      }

      @Override
      public void close() {
        port.close();
      }
    };
  }

  private List<Figure> figures(String line, int payments) {
    var figures = new ArrayList<Figure>();
    millis.forEach((what, all) -> {
      List<Double> sorted = all.stream().sorted().toList();
      var points = new LinkedHashMap<String, Double>();
      points.put("p50", sorted.get(sorted.size() / 2));
      points.put("p99", sorted.get(sorted.size() * 99 / 100));
      points.put("max", sorted.getLast());
      points.forEach((point, value) ->
          figures.add(
              Figure.beside(
                  line + ": " + what.words + ", " + point,
                  "ms",
                  value,
                  "the limit",
                  what.limitMillis,
                  sorted.size() + " in " + payments + " payments; simulated terminal")));
    });
    return figures;
  }
}
