package till;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SystemdTest {

  @TempDir Path folder;

  @Test
  void systemdHearsThatTheDaemonIsReadyAndAlive() throws Exception {
    try (var listener = new Listener(folder.resolve("notify"), false)) {
      var systemd =
          Systemd.of(Map.of("NOTIFY_SOCKET", listener.address, "WATCHDOG_USEC", "30000000"));
      systemd.ready("READY, uplink connected");
      assertEquals("READY=1", listener.line());
      assertEquals("STATUS=READY, uplink connected", listener.line());
      systemd.feed();
      systemd.feed(); // so soon after the first it is not worth a message
      systemd.stopping();
      assertEquals("WATCHDOG=1", listener.line());
      assertEquals("STOPPING=1", listener.line());
    }
  }

  @Test
  void whileOneTerminalTakesThePlaceOfAnotherSystemdWaitsLonger() throws Exception {
    try (var listener = new Listener(folder.resolve("notify"), false)) {
      var systemd =
          Systemd.of(Map.of("NOTIFY_SOCKET", listener.address, "WATCHDOG_USEC", "30000000"));
      systemd.feed();
      systemd.allow(Duration.ofMinutes(5));
      systemd.feed();
      systemd.stopping();
      assertEquals("WATCHDOG=1", listener.line());
      assertEquals("WATCHDOG_USEC=300000000", listener.line());
      assertEquals("WATCHDOG_USEC=30000000", listener.line());
      assertEquals("STOPPING=1", listener.line());
    }
  }

  @Test
  void anAbstractSocketWillDo() throws Exception {
    try (var listener = new Listener(Path.of("tilld-test-" + System.nanoTime()), true)) {
      Systemd.of(Map.of("NOTIFY_SOCKET", listener.address)).stopping();
      assertEquals("STOPPING=1", listener.line());
    }
  }

  @Test
  void withoutSystemdNothingHappens() {
    Systemd systemd = Systemd.of(Map.of());
    systemd.ready("alone");
    systemd.feed();
  }

  @Test
  void aListenerThatIsGoneIsNoReasonToStop() {
    Systemd systemd = Systemd.of(Map.of("NOTIFY_SOCKET", folder.resolve("nobody").toString()));
    systemd.ready("unheard");
    systemd.stopping();
  }

  @Test
  void whatIsNoSocketsPathIsRefused() {
    assertThrows(
        IllegalArgumentException.class, () -> Systemd.of(Map.of("NOTIFY_SOCKET", "relative/path")));
    assertThrows(
        IllegalArgumentException.class,
        () -> Systemd.of(Map.of("NOTIFY_SOCKET", "/" + "x".repeat(200))));
  }

  /// A datagram socket such as systemd's: the JDK has none, socat does.
  private static final class Listener implements AutoCloseable {

    final String address;
    private final Process socat;
    private final BufferedReader lines;

    Listener(Path name, boolean isAbstract) throws IOException, InterruptedException {
      address = isAbstract ? "@" + name : name.toString();
      socat =
          new ProcessBuilder(
                  Tools.need("socat").toString(),
                  "-d",
                  "-d",
                  "-u",
                  (isAbstract ? "ABSTRACT-RECV:" : "UNIX-RECV:") + name,
                  "STDOUT")
              .start();
      lines = socat.inputReader();
      awaitListening();
    }

    private void awaitListening() throws IOException {
      BufferedReader log = socat.errorReader();
      for (String line = log.readLine(); line != null; line = log.readLine()) {
        if (line.contains("starting data transfer loop")) {
          return;
        }
      }
      throw new IOException("socat does not listen on " + address);
    }

    String line() throws IOException {
      return String.valueOf(lines.readLine());
    }

    @Override
    public void close() {
      socat.destroyForcibly();
    }
  }
}
