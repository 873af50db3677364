package till.uplink;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import till.Tools;
import till.demo.FreePort;

/// A real broker on a loopback port: started, killed and started again on the same port.
public final class Mosquitto implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final List<String> USUAL =
      List.of(
          "allow_anonymous true",
          "max_topic_alias 0",
          "set_tcp_nodelay true",
          "max_inflight_messages 100",
          "max_queued_messages 0",
          "persistence false",
          "user root");

  private final Path program;
  private final Path directory;
  private final List<String> extra;
  private final int port;
  private Process process;

  private Mosquitto(Path program, Path directory, List<String> extra, int port)
      throws IOException, InterruptedException {
    this.program = program;
    this.directory = directory;
    this.extra = extra;
    this.port = port;
    this.process = launch();
  }

  /// Starts one; the test is skipped where there is none (see `Tools`).
  ///
  /// @param directory for its files; it may be anyone's
  /// @param extra lines of its configuration; they win over the usual ones
  public static Mosquitto start(Path directory, String... extra) throws Exception {
    return new Mosquitto(Tools.need("mosquitto"), directory, List.of(extra), FreePort.any());
  }

  /// A port where a broker could be, but is not.
  public static Mosquitto away(Path directory) throws Exception {
    Mosquitto broker = start(directory);
    broker.kill();
    return broker;
  }

  public int port() {
    return port;
  }

  public URI url() {
    return URI.create("mqtt://127.0.0.1:" + port);
  }

  public UplinkSettings.Broker broker(String id) {
    return new UplinkSettings.Broker(id, url(), 1);
  }

  /// As `kill -9` does.
  public void kill() {
    process.destroyForcibly().onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  /// As `systemctl stop` does: it writes down what it keeps.
  public void stop() {
    process.destroy();
    process.onExit().orTimeout(PATIENCE.toSeconds(), TimeUnit.SECONDS).join();
  }

  public long pid() {
    return process.pid();
  }

  /// Starts it again, on the same port.
  public void restart() throws IOException, InterruptedException {
    process = launch();
  }

  private Process launch() throws IOException, InterruptedException {
    var lines = new ArrayList<String>();
    lines.add("listener " + port + " 127.0.0.1");
    USUAL.stream().filter(line -> extra.stream().noneMatch(isAbout(line))).forEach(lines::add);
    lines.addAll(extra);
    Path config = directory.resolve("mosquitto.conf");
    Files.write(config, lines);
    Path log = log();
    Process started =
        new ProcessBuilder(program.toString(), "-c", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start();
    awaitListening(started, log);
    return started;
  }

  /// How many lines of its log, since it was first started, are like this.
  public long logged(Pattern line) throws IOException {
    try (Stream<String> lines = Files.lines(log(), StandardCharsets.ISO_8859_1)) {
      return lines.filter(line.asPredicate()).count();
    }
  }

  private Path log() {
    return directory.resolve("mosquitto.log");
  }

  private static Predicate<String> isAbout(String line) {
    return other -> other.startsWith(line.substring(0, line.indexOf(' ') + 1));
  }

  private void awaitListening(Process started, Path log) throws IOException, InterruptedException {
    long endNanos = System.nanoTime() + PATIENCE.toNanos();
    while (!answers()) {
      if (started.waitFor(20, TimeUnit.MILLISECONDS) || System.nanoTime() > endNanos) {
        started.destroyForcibly();
        throw new AssertionError("mosquitto does not start: " + Files.readString(log));
      }
    }
  }

  private boolean answers() {
    try (var socket = new Socket()) {
      socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Override
  public void close() {
    kill();
  }
}
