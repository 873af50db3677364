package till.device.payment.zvt;

import java.io.ByteArrayOutputStream;

/// A message in the making: fields one after the other, and behind them, in field 06, the data
/// objects.
final class ApduWriter {

  private final int control;
  private final ByteArrayOutputStream fields = new ByteArrayOutputStream();
  private final ByteArrayOutputStream objects = new ByteArrayOutputStream();

  ApduWriter(int control) {
    this.control = control;
  }

  /// Bytes as they are: a password, a configuration.
  ApduWriter bytes(byte... bytes) {
    fields.writeBytes(bytes);
    return this;
  }

  /// One byte as it is.
  ApduWriter octet(int octet) {
    fields.write(octet);
    return this;
  }

  /// A field whose length its name gives.
  ApduWriter field(int name, byte... value) {
    fields.write(name);
    fields.writeBytes(value);
    return this;
  }

  /// A data object with a tag of one or two bytes and a value of less than 128: all that a register
  /// sends.
  ApduWriter object(int tag, byte... value) {
    if (tag > 0xFF) {
      objects.write(tag >> 8);
    }
    objects.write(tag);
    objects.write(value.length);
    objects.writeBytes(value);
    return this;
  }

  Apdu toApdu() {
    var data = new ByteArrayOutputStream();
    data.writeBytes(fields.toByteArray());
    if (objects.size() > 0) {
      data.write(Fields.TLV);
      data.write(objects.size());
      data.writeBytes(objects.toByteArray());
    }
    return new Apdu(control, data.toByteArray());
  }
}
