package till.device.payment.zvt;

import java.util.HexFormat;
import java.util.List;
import till.device.payment.zvt.SerialFramer.Event;

/// ZVT's bytes for those who look at them from outside: what a message says, and how it is dressed
/// for a serial line.
public final class ZvtCodec {

  /// The longest message, in bytes.
  public static final int MESSAGE_BYTES_MAX = SerialFrame.APDU_BYTES_MAX;

  /// The longest frame: a message that is nothing but 10, and what stands around it.
  public static final int FRAME_BYTES_MAX = 2 * SerialFrame.APDU_BYTES_MAX + 6;

  private static final HexFormat HEX = HexFormat.of();

  private ZvtCodec() {}

  /// What was in a serial frame.
  public sealed interface Unframed {

    /// The message.
    record Message(String hex) implements Unframed {}

    /// Why it is no frame, or more than one.
    record Failure(String reason) implements Unframed {}
  }

  /// What a message says. Anything is answered.
  public static ZvtMessage read(byte[] apdu) {
    return ApduFramer.whole(apdu)
        .map(MessageReader::read)
        .orElseGet(() -> ZvtMessage.unreadable(lengthFault(apdu)));
  }

  /// Dresses a message for a serial line.
  ///
  /// @throws IllegalArgumentException when it is not one whole message
  public static byte[] frame(byte[] apdu) {
    return SerialFrame.of(
        ApduFramer.whole(apdu).orElseThrow(() -> new IllegalArgumentException(lengthFault(apdu))));
  }

  private static String lengthFault(byte[] apdu) {
    return apdu.length < 3
        ? "a message has at least 3 bytes: class, instruction and length"
        : "the length byte does not fit the " + apdu.length + " bytes";
  }

  /// Takes a message out of its serial frame.
  public static Unframed unframe(byte[] frame) {
    var framer = new SerialFramer();
    List<Event> events = framer.feed(frame, frame.length);
    if (events.isEmpty()) {
      return new Unframed.Failure(
          frame.length == 0 ? "there is nothing" : "the frame is cut short");
    }
    boolean more = events.size() > 1 || framer.isInside();
    return switch (events.getFirst()) {
      case Event.Message message when !more ->
          new Unframed.Message(HEX.formatHex(message.apdu().encode()));
      case Event.Message _ -> new Unframed.Failure("there is more behind the frame");
      case Event.Acknowledged _ -> new Unframed.Failure("06 is an acknowledgement, and no frame");
      case Event.Refused _ -> new Unframed.Failure("15 is a refusal, and no frame");
      case Event.Broken broken ->
          new Unframed.Failure("the frame is broken: " + broken.fault().words());
      case Event.Noise _ -> new Unframed.Failure("it does not begin with 10 02");
    };
  }
}
