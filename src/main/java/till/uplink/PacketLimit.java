package till.uplink;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.ProtocolException;

/// Stops at the header of a packet that is longer than we allowed. Paho makes room for whatever
/// length a header names, up to 256 MB, before it looks at its own limit.
///
/// Knows as much of MQTT as where a packet ends (MQTT 5.0, 2.1). The reading thread's.
final class PacketLimit extends FilterInputStream {

  private static final int LENGTH_BYTES_MAX = 4;
  private static final int AT_TYPE = -1;

  private final long bytesMax;
  private long bodyLeft;
  private int lengthBytes = AT_TYPE;
  private long length;

  /// @param bytesMax of a packet's body
  PacketLimit(InputStream in, long bytesMax) {
    super(in);
    this.bytesMax = bytesMax;
  }

  @Override
  public int read() throws IOException {
    int read = in.read();
    if (read >= 0) {
      follow(read);
    }
    return read;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int read = in.read(bytes, offset, length);
    for (int i = 0; i < read; ) {
      if (bodyLeft > 1) {
        long body = Math.min(bodyLeft, read - i);
        bodyLeft -= body;
        i += (int) body;
      } else {
        follow(bytes[offset + i] & 0xFF);
        i++;
      }
    }
    return read;
  }

  private void follow(int next) throws IOException {
    if (bodyLeft > 0) {
      bodyLeft--;
    } else if (lengthBytes == AT_TYPE) {
      lengthBytes = 0;
      length = 0;
    } else {
      length |= (long) (next & 0x7F) << (7 * lengthBytes);
      lengthBytes++;
      if (next < 0x80) {
        begin();
      } else if (lengthBytes == LENGTH_BYTES_MAX) {
        throw new ProtocolException("the broker sends what is not MQTT");
      }
    }
  }

  private void begin() throws IOException {
    if (length > bytesMax) {
      throw new ProtocolException("the broker sends a packet of " + length + " bytes");
    }
    bodyLeft = length;
    lengthBytes = AT_TYPE;
  }
}
