package till.device.nfc;

import java.io.ByteArrayOutputStream;
import java.util.Optional;

/// The PN532's commands, answers and frames as bytes (UM0701-02, chapters 6 and 7).
final class Pn532 {

  static final byte GET_FIRMWARE_VERSION = 0x02;
  static final byte SAM_CONFIGURATION = 0x14;
  static final byte RF_CONFIGURATION = 0x32;
  static final byte IN_LIST_PASSIVE_TARGET = 0x4A;

  private static final int IC_PN532 = 0x32;

  private static final int TFI_FROM_HOST = 0xD4;
  private static final int NORMAL_BYTES_MAX = 0xFF;

  private Pn532() {}

  /// Bytes that wake it: it takes a while to hear after the first edge.
  static byte[] wakeUp() {
    byte[] bytes = new byte[16];
    bytes[0] = 0x55;
    bytes[1] = 0x55;
    return bytes;
  }

  static byte[] ack() {
    return new byte[] {0, 0, (byte) 0xFF, 0, (byte) 0xFF, 0};
  }

  /// Asks for the last answer again.
  static byte[] nack() {
    return new byte[] {0, 0, (byte) 0xFF, (byte) 0xFF, 0, 0};
  }

  static byte[] firmwareVersion() {
    return new byte[] {GET_FIRMWARE_VERSION};
  }

  /// No security module; the chip is used by itself.
  static byte[] samConfiguration() {
    return new byte[] {SAM_CONFIGURATION, 1, 0, 0};
  }

  /// How often it looks for a card before it says that there is none: at once, then twice more. A
  /// card that is there already may not hear the first call.
  static byte[] retries() {
    return new byte[] {RF_CONFIGURATION, 5, (byte) 0xFF, 1, 2};
  }

  /// One card of type A at 106 kbit/s.
  static byte[] listPassiveTarget() {
    return new byte[] {IN_LIST_PASSIVE_TARGET, 1, 0};
  }

  /// The frame around a command.
  static byte[] frame(byte[] command) {
    int length = command.length + 1;
    var frame = new ByteArrayOutputStream();
    frame.writeBytes(new byte[] {0, 0, (byte) 0xFF});
    if (length <= NORMAL_BYTES_MAX) {
      frame.write(length);
      frame.write(-length);
    } else {
      frame.writeBytes(new byte[] {(byte) 0xFF, (byte) 0xFF});
      frame.write(length >> 8);
      frame.write(length);
      frame.write(-((length >> 8) + (length & 0xFF)));
    }
    frame.write(TFI_FROM_HOST);
    frame.writeBytes(command);
    int sum = TFI_FROM_HOST;
    for (byte each : command) {
      sum += each;
    }
    frame.write(-sum);
    frame.write(0);
    return frame.toByteArray();
  }

  /// Whether this answers that command.
  static boolean answers(String answer, byte command) {
    return at(answer, 0) == (command & 0xFF) + 1;
  }

  /// `1.6` of a PN532; nothing where it is none.
  static Optional<String> firmware(String answer) {
    return answer.length() == 10 && at(answer, 1) == IC_PN532
        ? Optional.of(at(answer, 2) + "." + at(answer, 3))
        : Optional.empty();
  }

  /// The card that was found: how many, its number, SENS_RES, SEL_RES, length, UID. Nothing where
  /// there is none, or where the answer is none.
  static Optional<Uid> target(String answer) {
    int length = at(answer, 6);
    int end = 2 * (7 + length);
    return at(answer, 1) == 1 && Uid.isLength(length) && answer.length() >= end
        ? Optional.of(new Uid(answer.substring(14, end)))
        : Optional.empty();
  }

  /// A byte of an answer in hex; less than 0 where it has no such byte.
  private static int at(String answer, int index) {
    return answer.length() >= 2 * index + 2
        ? Integer.parseInt(answer, 2 * index, 2 * index + 2, 16)
        : -1;
  }
}
