package till.device.payment.zvt;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import till.port.Port;
import till.port.PortException;

/// A terminal that says what was written down for it, chunk by chunk, whatever it hears.
final class ScriptedPort implements Port {

  private final Deque<byte[]> chunks = new ArrayDeque<>();
  private final List<String> heard = new ArrayList<>();

  ScriptedPort(String... chunks) {
    for (String chunk : chunks) {
      this.chunks.add(HexFormat.of().parseHex(chunk.replace(" ", "")));
    }
  }

  List<String> heard() {
    return heard;
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    byte[] chunk = chunks.poll();
    if (chunk == null) {
      throw new PortException("the script has ended");
    }
    System.arraycopy(chunk, 0, buffer, 0, chunk.length);
    return chunk.length;
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    heard.add(HexFormat.of().formatHex(bytes, offset, offset + length));
  }

  @Override
  public void close() {}
}
