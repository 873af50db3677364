package till.uplink;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import till.journal.Outbox;
import till.uplink.UplinkSettings.Acknowledgement;

/// An uplink on a real journal, with less patience than in the field.
public final class TestUplink implements AutoCloseable {

  static final Instant NOON = Instant.parse("2026-11-24T11:00:00Z");

  static final Timing QUICK =
      new Timing(
          Duration.ofSeconds(15),
          Duration.ofSeconds(30),
          Duration.ofSeconds(15),
          patience(Duration.ofHours(1)),
          Duration.ofSeconds(60),
          200,
          Duration.ofMillis(500),
          Duration.ofSeconds(2),
          Duration.ofMillis(200),
          Duration.ZERO,
          Duration.ofMillis(200));

  /// @param home time until the first choice is tried again
  static Patience patience(Duration home) {
    return new Patience(
        Duration.ofMillis(50),
        Duration.ofMillis(400),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(400),
        Duration.ofMillis(100),
        Duration.ofMillis(200),
        home,
        home,
        Duration.ofHours(1));
  }

  final BlockingQueue<Inbound> letters = new LinkedBlockingQueue<>();
  final Uplink uplink;

  /// What is done with a letter, on the uplink's thread.
  volatile Consumer<Inbound> reader = letters::add;

  /// What the terminal takes for the time.
  volatile Instant now = NOON;

  volatile StateView view = new StateView("READY", List.of(), Map.of("fleet", 7L));
  private final Outbox outbox;

  /// What it has said of fleet and journal.
  final BlockingQueue<Contradiction> contradictions = new LinkedBlockingQueue<>();

  TestUplink(TestJournal journal, UplinkSettings settings, Timing timing) {
    this(journal, settings, timing, NOON);
  }

  TestUplink(TestJournal journal, UplinkSettings settings, Timing timing, Instant begin) {
    now = begin;
    outbox = journal.outbox();
    uplink =
        Uplink.start(
            settings,
            journal.origin(),
            Optional.empty(),
            new Uplink.House(
                outbox,
                letter -> reader.accept(letter),
                contradictions::add,
                () -> view,
                () -> this.now,
                () -> true,
                new Random(journal.origin().terminal().hashCode())),
            timing);
    journal.onAppend(uplink::wake);
  }

  public static TestUplink start(TestJournal journal, UplinkSettings.Broker... brokers) {
    return new TestUplink(journal, settings(Acknowledgement.COLLECTOR, brokers), QUICK);
  }

  static UplinkSettings settings(Acknowledgement ack, UplinkSettings.Broker... brokers) {
    return new UplinkSettings(
        List.of(brokers),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        ack,
        10_000);
  }

  void awaitAcked(long number) throws InterruptedException {
    Eventually.isSo(() -> uplink.status().acked() == number, uplink::status);
  }

  /// Waits until the fleet has everything up to this number, which may take a while.
  public void awaitAcked(long number, Duration patience) throws InterruptedException {
    Eventually.isSo(patience, () -> uplink.status().acked() == number, uplink::status);
  }

  void awaitConnected(boolean connected) throws InterruptedException {
    Eventually.isSo(() -> uplink.status().connected() == connected, uplink::status);
  }

  String nextLetter() throws InterruptedException {
    Inbound letter = letters.poll(60, TimeUnit.SECONDS);
    if (letter == null) {
      throw new AssertionError("no letter came: " + uplink.status());
    }
    return letter.topic() + " " + new String(letter.payload(), StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    uplink.close();
    outbox.close();
  }
}
