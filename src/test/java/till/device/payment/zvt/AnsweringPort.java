package till.device.payment.zvt;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import till.port.Port;
import till.port.PortException;

/// A serial line at whose other end each frame is answered with the next bytes that were written
/// down for it, and with nothing when there are none left.
final class AnsweringPort implements Port {

  private static final HexFormat HEX = HexFormat.of();

  private final Deque<String> answers = new ArrayDeque<>();
  private final BlockingQueue<byte[]> coming = new LinkedBlockingQueue<>();
  private final List<String> heard = new CopyOnWriteArrayList<>();

  /// @param answers in hex, for one frame each
  AnsweringPort(String... answers) {
    this.answers.addAll(List.of(answers));
  }

  /// A message's frame, in hex.
  static String frame(String apdu) {
    Apdu whole = ApduFramer.whole(HEX.parseHex(apdu)).orElseThrow();
    return HEX.formatHex(SerialFrame.of(whole));
  }

  /// Bytes come by themselves.
  void say(String hex) {
    if (!hex.isEmpty()) {
      coming.add(HEX.parseHex(hex));
    }
  }

  /// What was sent here, write by write.
  List<String> heard() {
    return heard;
  }

  @Override
  public int read(byte[] buffer, int timeoutMillis) throws PortException {
    try {
      byte[] bytes = coming.poll(timeoutMillis, TimeUnit.MILLISECONDS);
      if (bytes == null) {
        return 0;
      }
      System.arraycopy(bytes, 0, buffer, 0, bytes.length);
      return bytes.length;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PortException("interrupted", e);
    }
  }

  @Override
  public void write(byte[] bytes, int offset, int length) {
    heard.add(HEX.formatHex(bytes, offset, offset + length));
    if (length > 1 && !answers.isEmpty()) {
      say(answers.remove());
    }
  }

  @Override
  public void close() {}
}
