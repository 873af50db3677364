package till.device.payment.zvt;

/// One ZVT message: control field and data block (PA00P015 chapter 1). Never shows its data: that
/// may be a card number or the password.
final class Apdu {

  /// Longest data block that the extended length can state.
  static final int DATA_BYTES_MAX = 0xFFFF;

  /// A length byte of this value says that two more follow, low byte first.
  static final int EXTENDED = 0xFF;

  private static final byte[] NOTHING = {};

  private final int control;
  private final byte[] data;

  /// @param control class and instruction, such as 0x0601
  Apdu(int control, byte[] data) {
    if (data.length > DATA_BYTES_MAX) {
      throw new IllegalArgumentException(data.length + " bytes are too long for one message");
    }
    this.control = control;
    this.data = data.clone();
  }

  static Apdu of(int control) {
    return new Apdu(control, NOTHING);
  }

  /// Class and instruction.
  int control() {
    return control;
  }

  int dataClass() {
    return control >> 8;
  }

  int instruction() {
    return control & 0xFF;
  }

  byte[] data() {
    return data.clone();
  }

  byte[] encode() {
    boolean extended = data.length >= EXTENDED;
    byte[] bytes = new byte[(extended ? 5 : 3) + data.length];
    bytes[0] = (byte) (control >> 8);
    bytes[1] = (byte) control;
    bytes[2] = (byte) (extended ? EXTENDED : data.length);
    if (extended) {
      bytes[3] = (byte) data.length;
      bytes[4] = (byte) (data.length >> 8);
    }
    System.arraycopy(data, 0, bytes, bytes.length - data.length, data.length);
    return bytes;
  }

  /// `06 01 (10 bytes)`.
  @Override
  public String toString() {
    return name(control) + " (" + data.length + " bytes)";
  }

  static String name(int control) {
    return String.format("%02X %02X", control >> 8 & 0xFF, control & 0xFF);
  }
}
