package till.simulator;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// A terminal's serial frames (PA00P016 chapter 3): DLE STX, the message with each DLE doubled, DLE
/// ETX, and a check value over the message and ETX, low byte first and never doubled.
///
/// The check value is CRC-16/KERMIT, which is what terminals send, whatever name the specification
/// gives it.
final class ZvtFrames {

  static final int ACK = 0x06;
  static final int NAK = 0x15;

  private static final int DLE = 0x10;
  private static final int STX = 0x02;
  private static final int ETX = 0x03;
  private static final int POLYNOMIAL = 0x8408;

  /// The longest message: three bytes of header, two of extended length, 64 KiB.
  private static final int MESSAGE_BYTES_MAX = 5 + 0xFFFF;

  private enum Place {
    OUTSIDE,
    OUTSIDE_DLE,
    INSIDE,
    INSIDE_DLE,
    CHECK_LOW,
    CHECK_HIGH
  }

  /// What a byte completed.
  sealed interface Heard {

    /// A message.
    @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
    record Message(byte[] apdu) implements Heard {}

    /// A frame that has to be sent again.
    record Damaged() implements Heard {}

    /// 06 or 15.
    record Confirmation(int octet) implements Heard {}
  }

  private Place place = Place.OUTSIDE;
  private final ByteArrayOutputStream message = new ByteArrayOutputStream();
  private int check;

  /// @param carried the message that goes into the frame
  /// @param meant the message that the check value is of
  static byte[] frame(byte[] carried, byte[] meant) {
    var frame = new ByteArrayOutputStream();
    frame.write(DLE);
    frame.write(STX);
    for (byte octet : carried) {
      frame.write(octet);
      if (octet == DLE) {
        frame.write(DLE);
      }
    }
    frame.write(DLE);
    frame.write(ETX);
    int value = check(meant);
    frame.write(value);
    frame.write(value >> 8);
    return frame.toByteArray();
  }

  private static int check(byte[] apdu) {
    int value = 0;
    for (byte octet : apdu) {
      value = step(value, octet & 0xFF);
    }
    return step(value, ETX);
  }

  private static int step(int value, int octet) {
    int next = value ^ octet;
    for (int bit = 0; bit < 8; bit++) {
      next = (next & 1) == 0 ? next >> 1 : (next >> 1) ^ POLYNOMIAL;
    }
    return next;
  }

  /// Whether a frame has begun and not ended.
  boolean isInside() {
    return place != Place.OUTSIDE;
  }

  /// Forgets the frame that has begun.
  void reset() {
    place = Place.OUTSIDE;
    message.reset();
  }

  Optional<Heard> hear(int octet) {
    return switch (place) {
      case OUTSIDE -> {
        place = octet == DLE ? Place.OUTSIDE_DLE : Place.OUTSIDE;
        yield octet == ACK || octet == NAK
            ? Optional.of(new Heard.Confirmation(octet))
            : Optional.empty();
      }
      case OUTSIDE_DLE -> {
        place = octet == STX ? Place.INSIDE : octet == DLE ? Place.OUTSIDE_DLE : Place.OUTSIDE;
        message.reset();
        yield Optional.empty();
      }
      case INSIDE -> {
        if (octet == DLE) {
          place = Place.INSIDE_DLE;
          yield Optional.empty();
        }
        yield add(octet);
      }
      case INSIDE_DLE -> behindDle(octet);
      case CHECK_LOW -> {
        check = octet;
        place = Place.CHECK_HIGH;
        yield Optional.empty();
      }
      case CHECK_HIGH -> Optional.of(end(check | octet << 8));
    };
  }

  private Optional<Heard> add(int octet) {
    if (message.size() == MESSAGE_BYTES_MAX) {
      reset();
      return Optional.of(new Heard.Damaged());
    }
    message.write(octet);
    place = Place.INSIDE;
    return Optional.empty();
  }

  /// A frame that begins inside another one means that the other's end was lost.
  private Optional<Heard> behindDle(int octet) {
    return switch (octet) {
      case DLE -> add(octet);
      case ETX -> {
        place = Place.CHECK_LOW;
        yield Optional.empty();
      }
      case STX -> {
        message.reset();
        place = Place.INSIDE;
        yield Optional.empty();
      }
      default -> {
        reset();
        yield Optional.of(new Heard.Damaged());
      }
    };
  }

  private Heard end(int said) {
    byte[] apdu = message.toByteArray();
    reset();
    boolean whole =
        said == check(apdu) && ZvtMessage.length(apdu).filter(n -> n == apdu.length).isPresent();
    return whole ? new Heard.Message(apdu) : new Heard.Damaged();
  }
}
