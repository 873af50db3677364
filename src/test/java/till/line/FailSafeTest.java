package till.line;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import till.device.drawer.CashDrawer;
import till.device.drawer.DrawerSettings;
import till.device.lights.Lamp;
import till.device.lights.LaneLight;
import till.device.lights.LightsSettings;
import till.port.InputLine;
import till.port.LineSettings;
import till.port.OutputLine;
import till.port.Port;
import till.port.PortException;
import till.port.PortSettings;
import till.port.Ports;

/// What lamps and relay do when the process that drives them starts, stops and is killed: the real
/// drivers in a JVM of their own, on lines whose far end is here.
///
/// The far end does what the kernel does: a line belongs to a process while its connection stands;
/// after that it is an input, and its level that of the resistor. The lamps switch on low and are
/// pulled up; the relay switches on high and is pulled down.
@Timeout(value = 5, unit = TimeUnit.MINUTES)
final class FailSafeTest {

  private static final Map<String, Boolean> PULLED_HIGH =
      Map.of("green", true, "red", true, "relay", false);

  /// More than any JVM needs to be killed in the middle of it.
  private static final int PULSE_MILLIS = 510;

  @Test
  void aProcessThatIsKilledInTheMiddleOfAPulseLeavesRelayAndLampsOff() throws Exception {
    try (var board = new FarBoard()) {
      Process process = start(board.port());
      board.await("green low");
      process.getOutputStream().write("open\n".getBytes(StandardCharsets.UTF_8));
      process.getOutputStream().flush();
      board.await("relay high");

      process.destroyForcibly(); // SIGKILL: nothing is closed
      assertTrue(process.waitFor(60, TimeUnit.SECONDS));

      board.awaitReleased(3);
      assertFalse(board.isHigh("relay"), "the relay is on");
      assertTrue(board.isHigh("green") && board.isHigh("red"), "a lamp is on");
      assertEquals(1, board.count("relay high"));

      Process next = start(board.port());
      board.await("green low");
      stop(next);
      assertEquals(1, board.count("relay high"), "the pulse that was cut short is not given again");
    }
  }

  @Test
  void fromStartToStopNoLampShinesUnasked() throws Exception {
    try (var board = new FarBoard()) {
      Process process = start(board.port());
      board.await("green low");
      stop(process);

      board.awaitReleased(3);
      List<String> lamps =
          board.story().stream().filter(each -> !each.startsWith("relay")).toList();
      assertEquals(
          1, lamps.stream().filter(each -> each.endsWith(" low")).count(), lamps::toString);
      assertTrue(
          lamps.lastIndexOf("green high") < lamps.indexOf("green released"),
          "it is dark before the line is let go");
      assertEquals(
          List.of("relay low", "relay low", "relay released"),
          board.story().stream().filter(each -> each.startsWith("relay")).toList());
    }
  }

  private static void stop(Process process) throws Exception {
    process.getOutputStream().close();
    assertTrue(process.waitFor(60, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue());
  }

  private static Process start(int port) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-Xmx64m",
            "-cp",
            System.getProperty("java.class.path"),
            Child.class.getName(),
            Integer.toString(port))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /// The drivers' process: green when it starts, a pulse for each line of its input, an orderly end
  /// with it.
  static final class Child {

    public static void main(String[] arguments) throws IOException {
      int port = Integer.parseInt(arguments[0]);
      var ports = new NearBoard(port);
      try (LaneLight light =
              LaneLight.start(
                  LightsSettings.of(
                      Map.of(Lamp.GREEN, line("green", true), Lamp.RED, line("red", true))),
                  ports,
                  _ -> {},
                  InstantSource.system());
          CashDrawer drawer =
              CashDrawer.start(
                  new DrawerSettings(
                      new DrawerSettings.Opener.Line(line("relay", false)),
                      PULSE_MILLIS,
                      Optional.empty(),
                      Duration.ofSeconds(30)),
                  Optional.empty(),
                  ports,
                  _ -> {},
                  _ -> {},
                  InstantSource.system())) {
        light.show(LaneLight.Signal.READY);
        for (int read = System.in.read(); read >= 0; read = System.in.read()) {
          if (read == '\n') {
            drawer.open();
          }
        }
      }
    }

    private static LineSettings line(String name, boolean activeLow) {
      return new LineSettings("far:" + name, activeLow, LineSettings.Pull.NONE, 0, false);
    }
  }

  /// Outputs whose levels go over a connection each.
  private record NearBoard(int port) implements Ports {

    @Override
    public OutputLine output(LineSettings settings) throws PortException {
      try {
        var socket = new Socket(InetAddress.getLoopbackAddress(), port);
        var out = new DataOutputStream(socket.getOutputStream());
        out.writeUTF(settings.address().substring("far:".length()));
        var line = new NearLine(settings, socket, out);
        line.set(settings.activeAtRest());
        return line;
      } catch (IOException e) {
        throw new PortException("cannot take " + settings.address(), e);
      }
    }

    @Override
    public InputLine input(LineSettings settings, InputLine.Listener listener)
        throws PortException {
      throw new PortException("no inputs here");
    }

    @Override
    public Port open(PortSettings settings) throws PortException {
      throw new PortException("no wires here");
    }

    @Override
    public boolean isThere(PortSettings settings) {
      return false;
    }

    @Override
    public void close() {}
  }

  private record NearLine(LineSettings settings, Socket socket, DataOutputStream out)
      implements OutputLine {

    @Override
    public synchronized void set(boolean active) throws PortException {
      try {
        out.writeBoolean(active != settings.activeLow());
      } catch (IOException e) {
        throw new PortException("cannot set " + settings.address(), e);
      }
    }

    @Override
    public void close() {
      try (socket) {
        if (!socket.isClosed()) {
          set(settings.activeAtRest());
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /// The pins, and what was to be seen at them: `green low`, `relay high`, `red released`.
  private static final class FarBoard implements AutoCloseable {

    private final ServerSocket server = listen();
    private final BlockingQueue<String> news = new LinkedBlockingQueue<>();

    // guarded by this
    private final List<String> story = new ArrayList<>();
    private final Map<String, Boolean> levels = new java.util.HashMap<>(PULLED_HIGH);

    FarBoard() {
      Thread.ofVirtual().start(this::accept);
    }

    private static ServerSocket listen() {
      try {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    int port() {
      return server.getLocalPort();
    }

    private void accept() {
      try {
        while (true) {
          Socket line = server.accept();
          Thread.ofVirtual().start(() -> follow(line));
        }
      } catch (IOException _) {
        // closed
      }
    }

    private void follow(Socket line) {
      try (var in = new DataInputStream(line.getInputStream())) {
        String name = in.readUTF();
        try {
          while (true) {
            boolean high = in.readBoolean();
            tell(name, high, high ? " high" : " low");
          }
        } catch (IOException _) {
          tell(name, PULLED_HIGH.getOrDefault(name, false), " released");
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private synchronized void tell(String name, boolean high, String what) {
      levels.put(name, high);
      story.add(name + what);
      news.add(name + what);
    }

    synchronized boolean isHigh(String name) {
      return levels.getOrDefault(name, false);
    }

    synchronized List<String> story() {
      return List.copyOf(story);
    }

    long count(String what) {
      return story().stream().filter(what::equals).count();
    }

    void await(String what) throws InterruptedException {
      String next;
      do {
        next = news.poll(60, TimeUnit.SECONDS);
      } while (next != null && !next.equals(what));
      assertEquals(what, next, () -> story().toString());
    }

    /// Waits until so many lines have been let go.
    void awaitReleased(int lines) throws InterruptedException {
      for (int released = 0; released < lines; ) {
        String next = news.poll(60, TimeUnit.SECONDS);
        assertTrue(next != null, () -> story().toString());
        released += next.endsWith(" released") ? 1 : 0;
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
