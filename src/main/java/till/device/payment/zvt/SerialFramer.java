package till.device.payment.zvt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Cuts what comes over a serial line into frames. No I/O, no clock: who reads says when nothing
/// came for as long as a frame may pause.
///
/// After a byte that cannot be nothing is believed until the next `10 02`, or until the line has
/// fallen silent: the rest of a torn frame is full of bytes that look like an acknowledgement.
final class SerialFramer {

  /// What was wrong with a frame.
  enum Fault {
    CHECK("its check bytes do not fit"),
    LENGTH("its length byte says another length"),
    TOO_LONG("it is longer than any message"),
    FOREIGN("a lone 10 stands in it"),
    GAP("it broke off"),
    BEGUN_AGAIN("another began inside it");

    private final String words;

    Fault(String words) {
      this.words = words;
    }

    String words() {
      return words;
    }
  }

  /// What came out of the stream.
  sealed interface Event {

    /// A whole message.
    record Message(Apdu apdu) implements Event {}

    /// `06`: the frame that was sent has arrived.
    record Acknowledged() implements Event {}

    /// `15`: it has not.
    record Refused() implements Event {}

    /// A frame that is no message.
    record Broken(Fault fault) implements Event {}

    /// Bytes outside of a frame that mean nothing.
    record Noise(int bytes) implements Event {}
  }

  private enum State {
    /// Nothing has begun.
    IDLE,
    /// Nothing is believed.
    LOST,
    /// `10`, outside of a frame.
    BEGINNING,
    /// Inside a frame.
    INSIDE,
    /// `10`, inside a frame.
    ESCAPED,
    CHECK_LOW,
    CHECK_HIGH
  }

  private State state = State.IDLE;
  private byte[] apdu = new byte[1024];
  private int length;
  private int checkLow;
  private int noise;

  /// What is wrong with a frame whose rest may still be coming; it is told when that is over.
  private Optional<Fault> torn = Optional.empty();

  private List<Event> events = new ArrayList<>();

  /// Takes the next bytes.
  ///
  /// @return what they complete, in order
  List<Event> feed(byte[] bytes, int count) {
    for (int i = 0; i < count; i++) {
      take(bytes[i] & 0xFF);
    }
    return told();
  }

  /// Nothing came for longer than a frame may pause.
  ///
  /// @return the frame that was lost by this, if there was one
  List<Event> silence() {
    if (isInside()) {
      tear(Fault.GAP);
    } else if (state == State.BEGINNING) {
      skip();
    }
    tellTorn();
    state = State.IDLE;
    return told();
  }

  /// Whether something has begun that a silence would end.
  boolean isOpen() {
    return state != State.IDLE;
  }

  /// Whether a frame has begun, and is not known to be broken.
  boolean isInside() {
    return switch (state) {
      case IDLE, LOST, BEGINNING -> false;
      case INSIDE, ESCAPED, CHECK_LOW, CHECK_HIGH -> true;
    };
  }

  private List<Event> told() {
    tellNoise();
    List<Event> told = events;
    events = new ArrayList<>();
    return told;
  }

  private void take(int octet) {
    switch (state) {
      case IDLE -> idle(octet);
      case LOST -> lost(octet);
      case BEGINNING -> beginning(octet);
      case INSIDE -> inside(octet);
      case ESCAPED -> escaped(octet);
      case CHECK_LOW -> {
        checkLow = octet;
        state = State.CHECK_HIGH;
      }
      case CHECK_HIGH -> end(checkLow | octet << 8);
    }
  }

  private void idle(int octet) {
    switch (octet) {
      case SerialFrame.ACK -> tell(new Event.Acknowledged());
      case SerialFrame.NAK -> tell(new Event.Refused());
      default -> lost(octet);
    }
  }

  private void lost(int octet) {
    if (octet == SerialFrame.DLE) {
      state = State.BEGINNING;
    } else {
      skip();
      state = State.LOST;
    }
  }

  private void beginning(int octet) {
    if (octet == SerialFrame.STX) {
      tellTorn();
      begin();
    } else {
      skip();
      lost(octet);
    }
  }

  private void skip() {
    noise += torn.isPresent() ? 0 : 1;
  }

  private void begin() {
    length = 0;
    state = State.INSIDE;
  }

  private void inside(int octet) {
    if (octet == SerialFrame.DLE) {
      state = State.ESCAPED;
    } else {
      add(octet);
    }
  }

  private void escaped(int octet) {
    switch (octet) {
      case SerialFrame.DLE -> add(octet);
      case SerialFrame.ETX -> state = State.CHECK_LOW;
      case SerialFrame.STX -> {
        tell(new Event.Broken(Fault.BEGUN_AGAIN));
        begin();
      }
      default -> tear(Fault.FOREIGN);
    }
  }

  private void add(int octet) {
    if (length == SerialFrame.APDU_BYTES_MAX) {
      tear(Fault.TOO_LONG);
      return;
    }
    if (length == apdu.length) {
      apdu = Arrays.copyOf(apdu, Math.min(2 * length, SerialFrame.APDU_BYTES_MAX));
    }
    apdu[length++] = (byte) octet;
    state = State.INSIDE;
  }

  private void end(int check) {
    state = State.IDLE;
    if (check == SerialFrame.check(apdu, length)) {
      ApduFramer.whole(Arrays.copyOf(apdu, length))
          .ifPresentOrElse(
              whole -> tell(new Event.Message(whole)), () -> tell(new Event.Broken(Fault.LENGTH)));
    } else {
      // perhaps this was not its end
      tell(new Event.Broken(Fault.CHECK));
      state = State.LOST;
    }
  }

  private void tear(Fault fault) {
    torn = Optional.of(fault);
    state = State.LOST;
  }

  private void tellTorn() {
    torn.ifPresent(fault -> tell(new Event.Broken(fault)));
    torn = Optional.empty();
  }

  private void tell(Event event) {
    tellNoise();
    events.add(event);
  }

  private void tellNoise() {
    if (noise > 0) {
      events.add(new Event.Noise(noise));
      noise = 0;
    }
  }
}
