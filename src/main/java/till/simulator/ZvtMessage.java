package till.simulator;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/// A ZVT message as the simulated terminal reads and writes it.
///
/// @param body what stands before the container of data objects; everything, of one that was read
/// @param container the data objects (field 06); empty for none
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record ZvtMessage(int control, byte[] body, byte[] container) {

  static final int HEADER_BYTES_MIN = 3;

  static ZvtMessage of(int control, int... body) {
    return new Writer().octets(body).as(control);
  }

  /// How long the message is that begins with these bytes; empty when that is not known yet.
  static Optional<Integer> length(byte[] bytes) {
    if (bytes.length < HEADER_BYTES_MIN) {
      return Optional.empty();
    }
    int length = bytes[2] & 0xFF;
    if (length < 255) {
      return Optional.of(HEADER_BYTES_MIN + length);
    }
    return bytes.length < HEADER_BYTES_MIN + 2
        ? Optional.empty()
        : Optional.of(HEADER_BYTES_MIN + 2 + (bytes[3] & 0xFF) + 256 * (bytes[4] & 0xFF));
  }

  /// Reads a whole one; empty when it is none.
  static Optional<ZvtMessage> decode(byte[] bytes) {
    if (length(bytes).orElse(0) != bytes.length) {
      return Optional.empty();
    }
    int start = (bytes[2] & 0xFF) < 255 ? HEADER_BYTES_MIN : HEADER_BYTES_MIN + 2;
    return Optional.of(
        new ZvtMessage(
            256 * (bytes[0] & 0xFF) + (bytes[1] & 0xFF),
            Arrays.copyOfRange(bytes, start, bytes.length),
            new byte[0]));
  }

  byte[] encode() {
    var data = new Writer().raw(body);
    if (container.length > 0) {
      data.object(0x06, container);
    }
    byte[] block = data.bytes();
    var bytes = new Writer().octets(control >> 8, control);
    if (block.length < 255) {
      bytes.octets(block.length);
    } else {
      bytes.octets(255, block.length & 0xFF, block.length >> 8);
    }
    return bytes.raw(block).bytes();
  }

  /// With one more data object.
  ZvtMessage with(int tag, byte[] value) {
    return new ZvtMessage(control, body, new Writer().raw(container).object(tag, value).bytes());
  }

  int messageClass() {
    return control >> 8;
  }

  boolean isPositive() {
    return control == 0x8000 || control == 0x8400;
  }

  /// Whether it answers a message.
  boolean isAnswer() {
    return messageClass() == 0x80 || messageClass() == 0x84;
  }

  /// A data block in the making.
  static final class Writer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private byte[] container = {};

    Writer octets(int... octets) {
      for (int octet : octets) {
        bytes.write(octet);
      }
      return this;
    }

    Writer raw(byte[] value) {
      bytes.writeBytes(value);
      return this;
    }

    /// A name and an even number of digits, two a byte.
    Writer digits(int name, String digits) {
      bytes.write(name);
      return bcd(digits);
    }

    /// An even number of digits, two a byte.
    Writer bcd(String digits) {
      for (int i = 0; i + 1 < digits.length(); i += 2) {
        bytes.write(Integer.parseInt(digits.substring(i, i + 2), 16));
      }
      return this;
    }

    /// A name, its length in two bytes of a digit each, and the value of up to 99 bytes.
    Writer variable(int name, byte[] value) {
      return octets(name, 0xF0 | (value.length / 10), 0xF0 | (value.length % 10)).raw(value);
    }

    /// The same with three digits, for up to 999 bytes.
    Writer longVariable(int name, byte[] value) {
      int length = value.length;
      return octets(name, 0xF0 | (length / 100), 0xF0 | (length / 10 % 10), 0xF0 | (length % 10))
          .raw(value);
    }

    /// A data object of less than 64 KiB with its tag of one or two bytes.
    Writer object(int tag, byte[] value) {
      if (tag > 0xFF) {
        bytes.write(tag >> 8);
      }
      bytes.write(tag);
      if (value.length > 0xFF) {
        octets(0x82, value.length >> 8, value.length & 0xFF);
      } else if (value.length > 0x7F) {
        octets(0x81, value.length);
      } else {
        bytes.write(value.length);
      }
      return raw(value);
    }

    /// What the message has as its container.
    Writer container(Writer objects) {
      container = objects.bytes();
      return this;
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    ZvtMessage as(int control) {
      return new ZvtMessage(control, bytes(), container);
    }
  }
}
