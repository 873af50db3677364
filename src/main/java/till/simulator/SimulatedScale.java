package till.simulator;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;
import till.port.Port;
import till.port.PortException;

/// A counter scale at the far end of a wire, for 15 kg or 30 lb: swings when something is put on
/// it, answers when it is asked, at the pace of its line, and keeps a ledger of the weights it has
/// told.
///
/// People act on it from any thread; its own is the only one that touches the wire.
public final class SimulatedScale implements AutoCloseable {

  /// What it speaks.
  public enum Language {
    MT_8217,
    NCI_SCP_01,
    NCI_SCP_02,
    DIALOG_06
  }

  /// What kind it is.
  ///
  /// @param pounds whether it weighs in pounds, else in kilograms
  /// @param bitsPerSecond of its line, ten for each character; 0 for at once
  /// @param motionMillis how long it swings, 500 to 1,000 for a real one
  /// @param generator Dialog 06: its polynomial, 17 bits
  public record Settings(
      Language language, boolean pounds, int bitsPerSecond, int motionMillis, int generator) {

    /// As it comes from the factory, weighing in kilograms.
    public static Settings of(Language language) {
      return new Settings(language, false, 9_600, 700, 0);
    }
  }

  /// A weight that it has told, as it was shown.
  ///
  /// @param unit `kg` or `lb`
  public record Told(String weight, String unit, boolean net) {}

  private static final int BITS_PER_CHARACTER = 10;
  private static final int KILOGRAM_DECIMALS = 3;
  private static final int POUND_DECIMALS = 2;
  private static final int KILOGRAM_CAPACITY = 15_000;
  private static final int POUND_CAPACITY = 3_000;
  private static final int READ_MILLIS = 10_000;
  private static final Duration JOIN = Duration.ofSeconds(5);

  /// The ledger forgets the oldest beyond.
  private static final int LEDGER_MAX = 10_000;

  private final Port port;
  private final Settings settings;
  private final ScalePan pan;
  private final ScaleVoice voice;
  private final CountDownLatch switchedOff = new CountDownLatch(1);
  private final Thread thread;
  private volatile UnaryOperator<byte[]> line = UnaryOperator.identity();

  // guarded by this
  private final Deque<Told> ledger = new ArrayDeque<>();
  private long answers;

  private SimulatedScale(Port port, Settings settings, RandomGenerator chance) {
    this.port = port;
    this.settings = settings;
    boolean pounds = settings.pounds();
    this.pan =
        new ScalePan(
            pounds ? POUND_DECIMALS : KILOGRAM_DECIMALS,
            pounds ? POUND_CAPACITY : KILOGRAM_CAPACITY,
            settings.motionMillis());
    this.voice =
        switch (settings.language()) {
          case MT_8217 -> new Voice8217(pan, pounds);
          case NCI_SCP_01 -> new VoiceNci(pan, pounds, true);
          case NCI_SCP_02 -> new VoiceNci(pan, pounds, false);
          case DIALOG_06 -> new VoiceDialog06(pan, settings.generator(), chance);
        };
    this.thread = Thread.ofPlatform().name("simulated-scale").daemon().unstarted(this::run);
  }

  /// Switches a scale on, with nothing on it.
  ///
  /// @param port the far end of the wire; closed with the scale
  /// @param chance for what it challenges a till with
  public static SimulatedScale start(Port port, Settings settings, RandomGenerator chance) {
    var scale = new SimulatedScale(port, settings, chance);
    scale.thread.start();
    return scale;
  }

  /// Everything that is on it from now on weighs this. It swings first.
  ///
  /// @throws ArithmeticException when the weight is finer than the scale
  public void put(BigDecimal weight) {
    pan.put(weight);
  }

  /// Takes everything off. It swings first.
  public void take() {
    pan.put(BigDecimal.ZERO);
  }

  /// Somebody leans on it, so that it does not come to rest, or not any more.
  public void shake(boolean shakes) {
    pan.shake(shakes);
  }

  /// The key that takes what is on it for nothing. It does so at rest and near its zero only.
  ///
  /// @return whether it did
  public boolean zero() {
    return pan.zero();
  }

  /// What it shows.
  ///
  /// @param weight in its unit, without what was taken for nothing
  /// @param over more lies on it than it can weigh
  public record View(BigDecimal weight, boolean moving, boolean over) {}

  public View view() {
    ScalePan.Look look = pan.look();
    return new View(
        BigDecimal.valueOf(look.net(), settings.pounds() ? POUND_DECIMALS : KILOGRAM_DECIMALS),
        look.moving(),
        look.over());
  }

  /// Lets its zero wander by so many of its last decimal.
  public void drift(int divisions) {
    pan.drift(divisions);
  }

  /// What the line makes of each of its answers from now on: nothing, or noise.
  public void line(UnaryOperator<byte[]> effect) {
    line = effect;
  }

  /// The newest weights that it has told as stable, oldest first, zero included.
  public synchronized List<Told> ledger() {
    return List.copyOf(ledger);
  }

  /// Answers that it has given since it was switched on.
  public synchronized long answers() {
    return answers;
  }

  private void run() {
    byte[] buffer = new byte[64];
    try {
      while (true) {
        int read = port.read(buffer, READ_MILLIS);
        for (int i = 0; i < read; i++) {
          say(voice.hear((char) (buffer[i] & 0x7F)));
        }
      }
    } catch (PortException _) {
      // switched off, or its wire is gone for good
    }
  }

  private void say(ScaleVoice.Reply reply) throws PortException {
    if (reply.text().isEmpty()) {
      return;
    }
    pause(TimeUnit.MILLISECONDS.toNanos(reply.delayMillis()));
    note(reply);
    byte[] bytes = line.apply(reply.text().getBytes(StandardCharsets.US_ASCII));
    long characterNanos =
        settings.bitsPerSecond() == 0
            ? 0
            : Duration.ofSeconds(BITS_PER_CHARACTER).toNanos() / settings.bitsPerSecond();
    for (int i = 0; i < bytes.length; i++) {
      pause(characterNanos);
      port.write(bytes, i, 1);
    }
  }

  private synchronized void note(ScaleVoice.Reply reply) {
    answers++;
    reply.weight().ifPresent(ledger::add);
    if (ledger.size() > LEDGER_MAX) {
      ledger.remove();
    }
  }

  private void pause(long nanos) throws PortException {
    try {
      if (nanos > 0 && switchedOff.await(nanos, TimeUnit.NANOSECONDS)) {
        throw new PortException("the scale was switched off in the middle of an answer");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException("the scale was interrupted in the middle of an answer", e);
    }
  }

  /// Switches it off and pulls the wire out. The ledger stays readable.
  @Override
  public void close() {
    switchedOff.countDown();
    port.close();
    try {
      var _ = thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
