package till.port;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/// A program that reads an input device and prints what comes, one record a line: milliseconds
/// since it was opened, type, code, value. Then how it ended.
final class EvdevReader {

  private EvdevReader() {}

  /// @param arguments the device's path; how many records until it closes the line under a waiting
  ///   read
  public static void main(String[] arguments) throws Exception {
    int records = Integer.parseInt(arguments[1]);
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
