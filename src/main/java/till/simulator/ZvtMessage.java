package till.simulator;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// A ZVT message as the simulated terminal reads and writes it.
@SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
record ZvtMessage(int control, byte[] data) {

  static ZvtMessage of(int control, int... data) {
    var bytes = new ByteArrayOutputStream();
    for (int octet : data) {
      bytes.write(octet);
    }
    return new ZvtMessage(control, bytes.toByteArray());
  }

  byte[] encode() {
    var bytes = new ByteArrayOutputStream();
    bytes.write(control >> 8);
    bytes.write(control);
    if (data.length < 255) {
      bytes.write(data.length);
    } else {
      bytes.write(255);
      bytes.write(data.length & 0xFF);
      bytes.write(data.length >> 8);
    }
    bytes.writeBytes(data);
    return bytes.toByteArray();
  }

  /// A data block in the making.
  static final class Writer {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

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

    /// The last digits of a number, two a byte.
    Writer digits(int name, String digits) {
      bytes.write(name);
      for (int i = 0; i + 1 < digits.length(); i += 2) {
        bytes.write(Integer.parseInt(digits.substring(i, i + 2), 16));
      }
      return this;
    }

    /// A name, its length in two bytes of a digit each, and the value.
    Writer variable(int name, byte[] value) {
      bytes.write(name);
      bytes.write(0xF0 | (value.length / 10));
      bytes.write(0xF0 | (value.length % 10));
      bytes.writeBytes(value);
      return this;
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
      bytes.writeBytes(value);
      return this;
    }

    Writer object(int tag, String text) {
      return object(tag, text.getBytes(StandardCharsets.US_ASCII));
    }

    byte[] bytes() {
      return bytes.toByteArray();
    }

    ZvtMessage as(int control) {
      return new ZvtMessage(control, bytes());
    }
  }
}
