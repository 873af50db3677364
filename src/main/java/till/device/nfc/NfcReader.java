package till.device.nfc;

import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import till.device.CardLog;
import till.device.CardRead;
import till.device.DeviceStatus;
import till.device.Health;
import till.device.Supervisor;
import till.port.Port;
import till.port.PortException;
import till.port.Ports;

/// A PN532 that is asked again and again which card is in its field. One tap is one read, however
/// long the card stays.
public final class NfcReader implements AutoCloseable {

  /// The chip acknowledges within 15 ms; a USB adapter holds bytes back for 16, and this board has
  /// other things to do.
  private static final Duration ACK_WITHIN = Duration.ofMillis(250);

  /// Three looks for a card of some 10 ms each, and much more than that.
  private static final Duration ANSWERS_WITHIN = Duration.ofSeconds(1);

  /// How often a command is sent, and an answer asked for, before the reader is lost.
  private static final int TRIES_MAX = 3;

  private static final int READ_BYTES = 512;
  private static final String NAME = "nfc";

  private final NfcSettings settings;
  private final Duration ackWithin;
  private final Health health;
  private final Consumer<CardRead> reads;
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Supervisor supervisor;

  // the reader's thread only
  private final CardLog refused =
      new CardLog(NAME, "give people cards whose number stays, or take the phone away");
  private final CardLog noise = new CardLog(NAME, "its baud rate or its cable is wrong");

  private NfcReader(
      NfcSettings settings,
      Ports ports,
      Consumer<CardRead> reads,
      Health health,
      Duration ackWithin) {
    this.settings = settings;
    this.ackWithin = ackWithin;
    this.health = health;
    this.reads = reads;
    this.supervisor = Supervisor.start(health, settings.port(), ports, this::session);
  }

  /// Starts the reader's thread. The reader may come later, go, and come back. Reports as device
  /// `nfc`.
  ///
  /// @param reads may wait; is called with one card at a time
  public static NfcReader start(
      NfcSettings settings,
      Ports ports,
      Consumer<CardRead> reads,
      Consumer<DeviceStatus> status,
      InstantSource clock) {
    return start(settings, ports, reads, status, clock, ACK_WITHIN);
  }

  /// @param ackWithin how long it is waited for an acknowledgement
  static NfcReader start(
      NfcSettings settings,
      Ports ports,
      Consumer<CardRead> reads,
      Consumer<DeviceStatus> status,
      InstantSource clock,
      Duration ackWithin) {
    return new NfcReader(
        settings, ports, reads, new Health(NAME, "RFIDScanner", status, clock), ackWithin);
  }

  private void session(Port port) throws PortException, InterruptedException {
    var chip = new Chip(port);
    chip.wake();
    if (Pn532.firmware(chip.ask(Pn532.firmwareVersion())).isEmpty()) {
      throw new PortException(settings.port().address() + " has a chip that is no PN532");
    }
    String _ = chip.ask(Pn532.retries());
    health.good();
    var taps = new Taps();
    do {
      Optional<Uid> card = taps.look(Pn532.target(chip.ask(Pn532.listPassiveTarget())));
      card.ifPresent(this::tapped);
    } while (!closed.await(settings.pollMillis(), TimeUnit.MILLISECONDS));
  }

  private void tapped(Uid card) {
    if (card.isRandom()) {
      refused.dropped("a card or phone has another number at each tap, which is nobody's");
    } else {
      reads.accept(new CardRead(NAME, CardRead.Kind.BADGE, card.hex()));
    }
  }

  @Override
  public void close() {
    closed.countDown();
    supervisor.close();
  }

  /// The chip at the end of one open wire.
  private final class Chip {

    private final Port port;
    private final Pn532Framer framer = new Pn532Framer();
    private final Deque<Pn532Framer.Frame> frames = new ArrayDeque<>();
    private final byte[] bytes = new byte[READ_BYTES];

    Chip(Port port) {
      this.port = port;
    }

    /// It sleeps at first, or is in the middle of what an earlier session has asked it: an ACK ends
    /// that.
    void wake() throws PortException {
      send(Pn532.wakeUp());
      send(Pn532.ack());
      String _ = ask(Pn532.samConfiguration());
    }

    /// Sends a command until it is acknowledged, and gives its answer.
    ///
    /// @throws PortException when it does not answer, or does not know the command
    String ask(byte[] command) throws PortException {
      for (int tries = 0; tries < TRIES_MAX; tries++) {
        send(Pn532.frame(command));
        if (isAcknowledged()) {
          String answer = answer(command[0]);
          if (answer != null) {
            return answer;
          }
          send(Pn532.ack()); // never mind
        }
      }
      throw new PortException(
          settings.port().address() + ": the reader does not answer: is it a PN532 set to HSU?");
    }

    private boolean isAcknowledged() throws PortException {
      long deadline = System.nanoTime() + ackWithin.toNanos();
      Pn532Framer.Frame frame = next(deadline);
      while (frame != null) {
        if (frame instanceof Pn532Framer.Frame.Ack) {
          return true;
        }
        frame = next(deadline); // of an earlier command
      }
      return false;
    }

    private @Nullable String answer(byte command) throws PortException {
      for (int tries = 0; tries < TRIES_MAX; tries++) {
        long deadline = System.nanoTime() + ANSWERS_WITHIN.toNanos();
        boolean damaged = false;
        Pn532Framer.Frame frame = next(deadline);
        while (frame != null && !damaged) {
          switch (frame) {
            case Pn532Framer.Frame.Answer answer -> {
              if (Pn532.answers(answer.hex(), command)) {
                return answer.hex();
              }
            }
            case Pn532Framer.Frame.Refusal _ ->
                throw new PortException(
                    settings.port().address() + ": the reader refuses command " + command);
            case Pn532Framer.Frame.Dropped _ -> damaged = true;
            case Pn532Framer.Frame.Ack _, Pn532Framer.Frame.Nack _ -> {}
          }
          frame = damaged ? null : next(deadline);
        }
        if (!damaged) {
          return null;
        }
        send(Pn532.nack()); // once more, please
      }
      return null;
    }

    /// The next frame; nothing when none comes in time.
    private Pn532Framer.@Nullable Frame next(long deadline) throws PortException {
      while (frames.isEmpty()) {
        long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
        if (left <= 0) {
          framer.silence(this::framed);
          return frames.poll();
        }
        int read = port.read(bytes, (int) left);
        framer.feed(bytes, read, this::framed);
      }
      return frames.poll();
    }

    private void framed(Pn532Framer.Frame frame) {
      if (frame instanceof Pn532Framer.Frame.Dropped dropped) {
        noise.dropped(dropped.bytes() + " bytes that are no frame");
      }
      frames.add(frame);
    }

    private void send(byte[] frame) throws PortException {
      port.write(frame, 0, frame.length);
    }
  }
}
