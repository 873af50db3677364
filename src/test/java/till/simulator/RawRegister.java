package till.simulator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;

/// A register over TCP that speaks the bytes it is given, in hexadecimal digits.
final class RawRegister implements AutoCloseable {

  private static final int PATIENCE_MILLIS = 60_000;

  private final Socket socket;

  RawRegister(int port) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(PATIENCE_MILLIS);
  }

  /// How long it waits for a message.
  void waitFor(Duration time) throws IOException {
    socket.setSoTimeout((int) time.toMillis());
  }

  /// @param configuration the byte that says what the register wants
  void registers(String configuration) throws IOException {
    says("060004123456" + configuration, "800000");
    hears("060f0a19002952500041490978");
  }

  void says(String command, String answer) throws IOException {
    write(command);
    assertEquals(answer, read());
  }

  /// Hears and acknowledges.
  void hears(String message) throws IOException {
    assertEquals(message, read());
    write("800000");
  }

  void write(String hex) throws IOException {
    socket.getOutputStream().write(HexFormat.of().parseHex(hex));
  }

  /// One message; nothing when the terminal has hung up.
  String read() throws IOException {
    InputStream in = socket.getInputStream();
    byte[] header = in.readNBytes(3);
    if (header.length < 3) {
      return "";
    }
    int length = header[2] & 0xFF;
    byte[] longer = in.readNBytes(length == 255 ? 2 : 0);
    if (longer.length == 2) {
      length = (longer[0] & 0xFF) + 256 * (longer[1] & 0xFF);
    }
    HexFormat hex = HexFormat.of();
    return hex.formatHex(header) + hex.formatHex(longer) + hex.formatHex(in.readNBytes(length));
  }

  /// The next message that begins like this; those before are acknowledged, it is not.
  String readUntil(String beginning) throws IOException {
    String message = read();
    while (!message.startsWith(beginning)) {
      assertEquals(false, message.isEmpty(), "the terminal has hung up before " + beginning);
      write("800000");
      message = read();
    }
    return message;
  }

  /// Acknowledges everything up to the end of the command.
  ///
  /// @return how it ended, such as `060f00`
  String hearsOut() throws IOException {
    String message = read();
    while (!message.startsWith("060f") && !message.startsWith("061e")) {
      assertEquals(false, message.isEmpty(), "the terminal has hung up");
      write("800000");
      message = read();
    }
    write("800000");
    return message;
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
