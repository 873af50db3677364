package till.port;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// A program that opens and closes an input device many times, counting the process's open files,
/// then reads it and prints what comes, one record a line: milliseconds since it was opened, type,
/// code, value. Then how it ended.
final class EvdevReader {

  private EvdevReader() {}

  /// Reads until it is lost.
  ///
  /// @param arguments the device's path; how many times it is opened first; how many records until
  ///   the line is closed under a waiting read
  public static void main(String[] arguments) throws Exception {
    finishWhatever();
    int rounds = Integer.parseInt(arguments[1]);
    int records = Integer.parseInt(arguments[2]);
    openAndClose(PortSettings.of("evdev:" + arguments[0]), rounds);
    try (Ports ports = BoardPorts.open();
        Port port = ports.open(PortSettings.of("evdev:" + arguments[0]))) {
      say("opened");
      long opened = System.nanoTime();
      byte[] buffer = new byte[100];
      for (int seen = 0; seen < records; ) {
        int read = port.read(buffer, 60_000);
        if (read == 0) {
          throw new PortException("nothing came for a minute");
        }
        for (int i = 0; i < read; i += 24) {
          ByteBuffer event = ByteBuffer.wrap(buffer, i, 24).slice().order(ByteOrder.nativeOrder());
          long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - opened);
          say(
              millis
                  + " "
                  + event.getShort(16)
                  + " "
                  + event.getShort(18)
                  + " "
                  + event.getInt(20));
        }
        seen += read / 24;
      }
      closeUnderARead(port);
    } catch (PortException e) {
      say(e.getMessage());
    }
  }

  /// Whoever plays the device takes this program along when it is killed: first it says what it
  /// saw.
  private static void finishWhatever() {
    Thread main = Thread.currentThread();
    Thread last =
        Thread.ofPlatform()
            .unstarted(() -> {
              try {
                main.join(Duration.ofMinutes(1));
              } catch (InterruptedException _) {
                // nobody does that
              }
            });
    Runtime.getRuntime().addShutdownHook(last);
  }

  private static void openAndClose(PortSettings device, int rounds) throws IOException {
    try (Ports ports = BoardPorts.open()) {
      ports.open(device).close(); // brings up what stays
      long before = openFiles();
      for (int round = 0; round < rounds; round++) {
        ports.open(device).close();
      }
      say("open files " + (openFiles() - before));
    }
  }

  private static long openFiles() throws IOException {
    try (Stream<Path> files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private static void closeUnderARead(Port port) throws Exception {
    var started = new CountDownLatch(1);
    var reader =
        CompletableFuture.supplyAsync(() -> {
          started.countDown();
          try {
            return "read " + port.read(new byte[24], 60_000);
          } catch (PortException e) {
            return e.getMessage();
          }
        });
    started.await();
    say("waits");
    port.close();
    say(reader.get(60, TimeUnit.SECONDS));
  }

  private static void say(String line) {
    System.out.println(line);
    System.out.flush();
  }
}
