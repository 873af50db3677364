package till.device.payment.zvt;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import till.device.payment.zvt.SerialFramer.Event;
import till.port.Port;
import till.port.PortException;

/// Messages over a serial line (PA00P016 chapter 1): each one in a frame, acknowledged by one byte,
/// and repeated until it is, three transmissions at most.
///
/// A frame of the terminal is acknowledged as soon as its last byte is read, before anything comes
/// of it; one that came to nothing is refused, which makes the terminal repeat it. A message equal
/// to the one before it is a repetition, whose acknowledgement was lost, as long as the terminal
/// has acknowledged nothing of ours in between: it is acknowledged again and handed on once.
///
/// A message of the terminal may come while ours waits for its acknowledgement. It is acknowledged
/// and kept, whatever it is, so that it is neither lost nor taken twice. What it says of ours:
///
/// - ours answers the terminal, or the message answers ours (80, 84): the terminal speaks in turn,
///   so it has heard ours, and only the acknowledgement was lost. Ours is not repeated: that a
///   repeated payment is not paid twice would rest on the terminal alone. Where the terminal has
///   given up waiting instead, its message says so.
/// - the message is a repetition: the terminal was listening for an acknowledgement when ours came.
///   Ours is repeated at once.
/// - both are commands: a collision. The terminal is slave and goes back to its basic state; ours
///   is repeated when its time is up, as after silence (PA00P016, collisions). What was kept is
///   handed on all the same, and whoever reads it decides.
final class SerialLink implements ApduLink {

  private static final int TRANSMISSIONS_MAX = 3;

  /// The longest single read: after it the deadline is looked at again.
  private static final long READ_MILLIS_MAX = 60_000;

  /// Messages that wait to be handed on. Both sides take turns, so that two are rare already.
  private static final int WAITING_MAX = 16;

  private static final byte[] ACK = {SerialFrame.ACK};
  private static final byte[] NAK = {SerialFrame.NAK};

  private static final Logger log = LoggerFactory.getLogger(SerialLink.class);

  /// What became of a transmission. Where there is a sign of more than one, the last of them here
  /// counts.
  private enum Answer {
    AWAITED("it was not acknowledged"),
    GARBLED("what came back could not be read"),
    NOT_HEARD("the terminal repeated itself instead"),
    REFUSED("it was refused"),
    ARRIVED("it arrived");

    private final String words;

    Answer(String words) {
      this.words = words;
    }
  }

  private final Port port;
  private final SerialTiming timing;
  private final SerialFramer framer = new SerialFramer();
  private final byte[] chunk = new byte[4096];
  private final Deque<Apdu> waiting = new ArrayDeque<>();

  /// The terminal's last message, until it acknowledges one of ours; empty before.
  private byte[] before = {};

  /// What is on its way; empty when nothing is.
  private Optional<Apdu> ours = Optional.empty();

  private Answer answer = Answer.AWAITED;
  private long lastByteNanos;
  private boolean toldOfDisturbance;

  SerialLink(Port port, SerialTiming timing) {
    this.port = port;
    this.timing = timing;
  }

  @Override
  public void send(Apdu apdu) throws PortException {
    hearOut();
    byte[] frame = SerialFrame.of(apdu);
    for (int transmission = 1; transmission <= TRANSMISSIONS_MAX; transmission++) {
      if (transmission > 1) {
        disturbed(apdu + " is repeated: " + answer.words);
      }
      port.write(frame, 0, frame.length);
      awaitAnswer(apdu);
      if (answer == Answer.ARRIVED) {
        return;
      }
    }
    throw new PortException(
        "the payment terminal did not take "
            + apdu
            + " in "
            + TRANSMISSIONS_MAX
            + " transmissions ("
            + answer.words
            + "): check that it is on, its cable, and that it is set to a serial line with this"
            + " baud and framing");
  }

  /// What the terminal is saying is heard first, and what it said late is not taken for an answer
  /// to what is sent now.
  private void hearOut() throws PortException {
    long end = System.nanoTime() + timing.answer().toNanos();
    read(0);
    while (framer.isOpen() && System.nanoTime() - end < 0) {
      read(end - System.nanoTime());
    }
  }

  private void awaitAnswer(Apdu apdu) throws PortException {
    long end = System.nanoTime() + timing.answer().toNanos();
    ours = Optional.of(apdu);
    answer = Answer.AWAITED;
    try {
      // nothing is sent into a frame that is coming
      while (isUndecided() && (System.nanoTime() - end < 0 || framer.isInside())) {
        read(end - System.nanoTime());
      }
    } finally {
      ours = Optional.empty();
    }
  }

  /// Something that cannot be read may go on into something that can.
  private boolean isUndecided() {
    return answer == Answer.AWAITED || (answer == Answer.GARBLED && framer.isOpen());
  }

  @Override
  public Optional<Apdu> receive(Duration longest) throws PortException {
    long deadline = System.nanoTime() + longest.toNanos();
    while (waiting.isEmpty()) {
      long left = deadline - System.nanoTime();
      if (left < TimeUnit.MILLISECONDS.toNanos(1)) {
        return Optional.empty();
      }
      read(left);
    }
    return Optional.of(waiting.remove());
  }

  /// Reads once, for a millisecond at least, and deals with what came, or with its absence.
  private void read(long nanosMax) throws PortException {
    long gap = timing.gap().toNanos();
    long nanos =
        framer.isOpen() ? Math.min(nanosMax, lastByteNanos + gap - System.nanoTime()) : nanosMax;
    long millis = Math.clamp(TimeUnit.NANOSECONDS.toMillis(nanos), 1, READ_MILLIS_MAX);
    int count = port.read(chunk, (int) millis);
    if (count > 0) {
      lastByteNanos = System.nanoTime();
      handle(framer.feed(chunk, count));
    } else if (framer.isOpen() && System.nanoTime() - lastByteNanos >= gap) {
      handle(framer.silence());
    }
  }

  private void handle(List<Event> events) throws PortException {
    boolean broken = false;
    for (Event event : events) {
      switch (event) {
        case Event.Message message -> {
          broken = false;
          take(message.apdu());
        }
        case Event.Acknowledged _ -> acknowledged();
        case Event.Refused _ -> decide(Answer.REFUSED);
        case Event.Broken frame -> {
          broken = true;
          disturbed("a frame of the terminal is refused: " + frame.fault().words());
        }
        case Event.Noise noise -> {
          decide(Answer.GARBLED);
          disturbed(noise.bytes() + " bytes are no frame");
        }
      }
    }
    if (broken && !framer.isInside()) {
      port.write(NAK, 0, NAK.length);
    }
  }

  /// One that belongs to nothing on its way is late, and means nothing any more.
  private void acknowledged() {
    if (ours.isPresent() && answer != Answer.ARRIVED) {
      answer = Answer.ARRIVED;
      before = new byte[0];
    }
  }

  private void take(Apdu apdu) throws PortException {
    if (waiting.size() == WAITING_MAX) {
      throw new PortException(
          "the payment terminal sends one message after the other and waits for no answer: is that"
              + " one on this line?");
    }
    port.write(ACK, 0, ACK.length);
    byte[] bytes = apdu.encode();
    if (Arrays.equals(bytes, before)) {
      disturbed("the terminal repeated " + apdu);
      decide(Answer.NOT_HEARD);
      return;
    }
    before = bytes;
    waiting.add(apdu);
    if (ours.filter(sent -> isAnswer(sent) || isAnswer(apdu)).isPresent()) {
      decide(Answer.ARRIVED);
    }
  }

  private void decide(Answer sign) {
    if (ours.isPresent() && sign.compareTo(answer) > 0) {
      answer = sign;
    }
  }

  private static boolean isAnswer(Apdu apdu) {
    return apdu.control() == ZvtCommand.POSITIVE || apdu.dataClass() == ZvtCommand.NEGATIVE_CLASS;
  }

  /// Told once for a connection: a bad line has much to say.
  private void disturbed(String what) {
    if (!toldOfDisturbance) {
      toldOfDisturbance = true;
      log.warn("the line to the payment terminal is disturbed, check its cable: {}", what);
    }
  }

  @Override
  public void abort() {
    port.abort();
  }
}
