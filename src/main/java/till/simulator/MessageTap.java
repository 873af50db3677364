package till.simulator;

import java.time.Duration;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Predicate;

/// Sits in the wire between a register and a simulated payment terminal, is told of each message in
/// either direction, and may interfere.
///
/// It is asked on the terminal's thread, in the order in which messages pass; while it thinks, the
/// terminal stands still. It may call the terminal: switch it off, press its keys.
@FunctionalInterface
public interface MessageTap {

  /// Which way a message goes.
  enum Direction {
    TO_TERMINAL,
    TO_REGISTER
  }

  /// One message on its way.
  ///
  /// On a serial line each transmission passes by itself, repeats included, and so do the single
  /// bytes that acknowledge a message (06) or ask for it again (15).
  ///
  /// @param index counts everything that passed since the tap was put in, from 0
  /// @param bytes the message without its frame; one byte for those two
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  record Passing(long index, Direction direction, byte[] bytes) {

    /// Class and instruction, such as 0x040F; of a single byte that byte.
    public int control() {
      return bytes.length < 2 ? bytes[0] & 0xFF : 256 * (bytes[0] & 0xFF) + (bytes[1] & 0xFF);
    }

    /// Whether it is one of the serial line's single bytes.
    public boolean isSingleByte() {
      return bytes.length == 1;
    }

    public boolean is(Direction way, int control) {
      return direction == way && control() == control;
    }

    /// Class, instruction and length: contents may be secret.
    @Override
    public String toString() {
      return "%d %s %s (%d bytes)"
          .formatted(
              index,
              direction,
              HexFormat.of().formatHex(bytes, 0, Math.min(2, bytes.length)),
              bytes.length);
    }
  }

  /// What becomes of a message.
  sealed interface Meddling {

    /// It arrives.
    Meddling PASS = new Pass();

    /// It does not arrive. On a serial line nobody acknowledges it, so that it comes again.
    Meddling DROP = new Drop();

    /// It arrives twice, one right behind the other.
    Meddling DUPLICATE = new Duplicate();

    /// The connection is lost in place of it: a TCP connection is closed, a serial line hung up and
    /// opened again.
    Meddling CUT = new Cut();

    /// Its first byte is damaged.
    Meddling CORRUPT = new Corrupt(0, 0x40);

    /// It arrives, and nothing passes meanwhile.
    static Meddling delay(Duration time) {
      return new Delay(time);
    }

    /// What [#PASS] is.
    record Pass() implements Meddling {}

    /// What [#DROP] is.
    record Drop() implements Meddling {}

    /// What [#delay] makes.
    record Delay(Duration time) implements Meddling {}

    /// What [#DUPLICATE] is.
    record Duplicate() implements Meddling {}

    /// One byte arrives with some bits turned over. On a serial line the check value is the
    /// undamaged one's, so that the receiver notices; over TCP nobody does.
    ///
    /// @param at which byte; counted on from the start where the message is shorter
    /// @param flipped the bits, 1 to 255
    record Corrupt(int at, int flipped) implements Meddling {

      byte[] damage(byte[] bytes) {
        byte[] damaged = bytes.clone();
        damaged[Math.floorMod(at, bytes.length)] ^= (byte) flipped;
        return damaged;
      }
    }

    /// What [Meddling#CUT] is.
    record Cut() implements Meddling {}
  }

  /// What is to become of it.
  Meddling see(Passing message);

  /// A tap that only acts on the message with this index.
  static MessageTap at(long index, Meddling meddling) {
    return message -> message.index() == index ? meddling : Meddling.PASS;
  }

  /// A tap that only acts on the first message that fits.
  static MessageTap once(Predicate<Passing> which, Meddling meddling) {
    var done = new AtomicBoolean();
    return message ->
        which.test(message) && done.compareAndSet(false, true) ? meddling : Meddling.PASS;
  }
}
