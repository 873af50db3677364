package till.port;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchService;
import java.util.concurrent.TimeUnit;
import till.Tools;

/// Two serial lines connected by a null modem: what is written to one is read from the other. Real
/// ttys, by socat.
public final class PtyPair implements AutoCloseable {

  private static final long START_SECONDS_MAX = 30;
  private static final long END_SECONDS_MAX = 30;

  private static final String PTY = "pty,raw,echo=0,link=";

  private final Path program;
  private final Path folder;
  private final Path near;
  private final Path far;
  private Process socat;

  private PtyPair(Path program, Path folder, Path near) {
    this.program = program;
    this.folder = folder;
    this.near = near;
    this.far = folder.resolve("far");
    this.socat = connect();
  }

  /// A pair in a folder of its own. Skips the test where socat is missing.
  public static PtyPair open() {
    Path folder = folder();
    return open(folder, folder.resolve("near"));
  }

  /// A pair whose near end is at this path.
  public static PtyPair openAt(Path near) {
    return open(folder(), near);
  }

  private static PtyPair open(Path folder, Path near) {
    return new PtyPair(Tools.need("socat"), folder, near);
  }

  private static Path folder() {
    try {
      return Files.createTempDirectory("till-pty");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// The daemon's end: a path that stays the same when the pair is unplugged and plugged again.
  public Path near() {
    return near;
  }

  /// The device's end.
  public Path far() {
    return far;
  }

  /// Pulls the cable: both ends are hung up, both paths go.
  ///
  /// By force: a SIGTERM that comes just before socat waits for bytes is forgotten by socat, about
  /// one in ten thousand, and then it never ends.
  public void unplug() {
    try {
      Files.deleteIfExists(near);
      Files.deleteIfExists(far);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      socat.destroyForcibly().onExit().orTimeout(END_SECONDS_MAX, TimeUnit.SECONDS).join();
    }
  }

  /// Plugs in again, under the same paths.
  public void plug() {
    socat = connect();
  }

  private Process connect() {
    try (WatchService watch = FileSystems.getDefault().newWatchService()) {
      folder.register(watch, StandardWatchEventKinds.ENTRY_CREATE);
      Process process =
          new ProcessBuilder(program.toString(), PTY + near, PTY + far)
              .redirectErrorStream(true)
              .redirectOutput(log().toFile())
              .start();
      awaitLinks(process, watch);
      return process;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private void awaitLinks(Process process, WatchService watch)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(START_SECONDS_MAX);
    while (!Files.exists(near) || !Files.exists(far)) {
      var event = watch.poll(100, TimeUnit.MILLISECONDS);
      if (event != null) {
        event.reset();
      }
      if (System.nanoTime() - deadline >= 0 || !process.isAlive()) {
        process.destroyForcibly();
        throw new IOException("socat made no pair: " + Files.readString(log()));
      }
    }
  }

  private Path log() {
    return folder.resolve("socat.log");
  }

  @Override
  public void close() {
    unplug();
    try {
      Files.delete(log());
      Files.delete(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
