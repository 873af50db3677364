package till.port;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import till.Tools;
import till.port.PortSettings.FlowControl;

/// Real ttys: a pair of ptys connected by socat.
final class SerialLineTest {

  @TempDir Path folder;

  @Test
  void whatIsWrittenAtOneEndIsReadAtTheOther() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near());
        Port far = open(pair.far())) {
      var random = new Random(7);
      byte[] sent = new byte[50_000];
      random.nextBytes(sent);
      var writer = CompletableFuture.runAsync(() -> write(far, sent));

      byte[] received = readFully(near, sent.length);

      writer.get(60, TimeUnit.SECONDS);
      assertEquals(-1, Arrays.mismatch(sent, received));
    }
  }

  @Test
  void aReadWithoutBytesComesBackEmptyWhenTheTimeIsUp() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near())) {
      long before = System.nanoTime();

      int read = near.read(new byte[8], 300);

      assertEquals(0, read);
      assertTrue(System.nanoTime() - before >= Duration.ofMillis(250).toNanos());
    }
  }

  @Test
  void aReadInAHurryDoesNotWaitForAWholeSlice() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near())) {
      long before = System.nanoTime();
      for (int i = 0; i < 50; i++) {
        assertEquals(0, near.read(new byte[8], 5));
      }
      assertTrue(System.nanoTime() - before < Duration.ofSeconds(4).toNanos());

      pair.unplug();

      assertThrows(PortException.class, () -> near.read(new byte[8], 5));
    }
  }

  @Test
  void aPulledCableEndsAWaitingRead() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near())) {
      CompletableFuture<Integer> reader = reader(near);

      pair.unplug();

      String message = lossOf(reader);
      assertTrue(message.contains(pair.near() + " is not there"), message);
      assertThrows(PortException.class, () -> near.read(new byte[8], 1_000));
      assertThrows(PortException.class, () -> near.write(new byte[8], 0, 8));
    }
  }

  @Test
  void whoeverNoticesALossLaterIsToldTheSame() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near())) {
      pair.unplug();

      PortException first = assertThrows(PortException.class, () -> near.write(new byte[8], 0, 8));
      PortException later = assertThrows(PortException.class, () -> near.read(new byte[8], 1_000));

      assertTrue(first.getMessage().contains("is not there"), first.getMessage());
      assertEquals(first.getMessage(), later.getMessage());
    }
  }

  @Test
  void closingEndsAWaitingReadAndFreesTheLine() throws Exception {
    try (PtyPair pair = PtyPair.open()) {
      Port near = open(pair.near());
      CompletableFuture<Integer> reader = reader(near);

      near.close();
      near.close();

      String message = lossOf(reader);
      assertTrue(message.contains("was closed"), message);
      open(pair.near()).close();
    }
  }

  @Test
  void whatIsWrittenRightBeforeClosingArrives() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port far = open(pair.far())) {
      for (int round = 1; round <= 10; round++) {
        byte[] sent = ("the last word of round " + round).getBytes(StandardCharsets.US_ASCII);
        try (Port near = open(pair.near())) {
          write(near, sent);
        }
        assertEquals(
            new String(sent, StandardCharsets.US_ASCII),
            new String(readFully(far, sent.length), StandardCharsets.US_ASCII));
      }
    }
  }

  @Test
  void closingALineWhosePeerSaysWaitTakesAMoment() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port far = open(pair.far())) {
      Port near = openXonXoff(pair.near());
      write(far, new byte[] {0x13});
      assertEquals(0, near.read(new byte[8], 200));
      var writer = CompletableFuture.runAsync(() -> write(near, new byte[1024]));
      assertThrows(TimeoutException.class, () -> writer.get(500, TimeUnit.MILLISECONDS));
      long before = System.nanoTime();

      near.close();

      long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - before);
      assertTrue(millis < 6_000, "closed after " + millis + " ms");
      assertThrows(ExecutionException.class, () -> writer.get(60, TimeUnit.SECONDS));
      openXonXoff(pair.near()).close();
    }
  }

  @Test
  void closingEndsAWriteThatTheOtherEndDoesNotTake() throws Exception {
    try (PtyPair pair = PtyPair.open()) {
      Port near = open(pair.near());
      var wroteSome = new CountDownLatch(1);
      var writer =
          CompletableFuture.supplyAsync(() -> {
            try {
              while (true) {
                near.write(new byte[1024], 0, 1024);
                wroteSome.countDown();
              }
            } catch (PortException e) {
              return e;
            }
          });
      assertTrue(wroteSome.await(60, TimeUnit.SECONDS));
      assertThrows(TimeoutException.class, () -> writer.get(2, TimeUnit.SECONDS));

      near.close();

      assertTrue(writer.get(60, TimeUnit.SECONDS).getMessage().contains(pair.near().toString()));
    }
  }

  @Test
  void aLineThatTakesNothingIsGivenUp() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near())) {
      PortException lost =
          assertThrows(
              PortException.class,
              () -> {
                while (true) {
                  near.write(new byte[1024], 0, 1024);
                }
              });

      assertEquals(
          pair.near() + " took nothing for 10 seconds: is the device on?", lost.getMessage());
      PortException later = assertThrows(PortException.class, () -> near.read(new byte[1], 1));
      assertEquals(lost.getMessage(), later.getMessage());
    }
  }

  @Test
  void aLineInUseIsRefused() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = open(pair.near())) {
      PortException refused = assertThrows(PortException.class, () -> open(pair.near()));

      assertTrue(refused.getMessage().contains("in use"), refused.getMessage());
      assertEquals(0, near.read(new byte[1], 1));
    }
  }

  @Test
  void aPlainFileIsRefusedAndStaysAsItIs() throws Exception {
    Path file = Files.writeString(folder.resolve("ttyS0"), "not a tty");

    PortException refused = assertThrows(PortException.class, () -> open(file));

    assertTrue(refused.getMessage().contains("plain file"), refused.getMessage());
    assertTrue(refused.getMessage().contains(file.toString()), refused.getMessage());
    assertEquals("not a tty", Files.readString(file));
  }

  @Test
  void aFolderAMissingPathAndADeviceThatIsNoTtyAreRefused() {
    assertTrue(refusal(folder).contains("folder"));
    assertTrue(refusal(folder.resolve("gone")).contains("is not there"));
    assertTrue(refusal(Path.of("/dev/null")).contains("not a serial line"));
  }

  @Test
  void everyFramingAndFlowControlOpens() throws Exception {
    for (String framing : new String[] {"8N1", "8N2", "7E1", "7O1"}) {
      for (FlowControl flow : FlowControl.values()) {
        try (PtyPair pair = PtyPair.open();
            Port near =
                SerialLine.open(
                    new PortSettings(
                        pair.near().toString(),
                        19_200,
                        PortSettings.Framing.parse(framing),
                        flow));
            Port far = open(pair.far())) {
          write(far, "ok".getBytes(StandardCharsets.US_ASCII));
          assertEquals("ok", new String(readFully(near, 2), StandardCharsets.US_ASCII));
        }
      }
    }
  }

  /// A pty keeps what it is asked for but data bits and parity; with 7 of them the eighth is cut
  /// off, and with parity it is checked.
  @Test
  void theLineIsSetAsAskedFor() throws Exception {
    Path stty = Tools.need("stty");
    try (PtyPair pair = PtyPair.open()) {
      String path = pair.near().toString();
      for (Setting setting :
          List.of(
              new Setting(
                  9_600, "8N1", FlowControl.NONE, "-cstopb -crtscts -ixon -ixoff -istrip -inpck"),
              new Setting(
                  19_200, "7E1", FlowControl.RTS_CTS, "-cstopb crtscts -ixon -ixoff istrip inpck"),
              new Setting(
                  115_200,
                  "8N2",
                  FlowControl.XON_XOFF,
                  "cstopb -crtscts ixon ixoff -istrip -inpck"),
              new Setting(
                  38_400, "7O2", FlowControl.NONE, "cstopb -crtscts -ixon -ixoff istrip inpck"))) {
        try (Port _ = SerialLine.open(setting.of(path))) {
          List<String> said = settings(stty, path);
          assertTrue(said.contains(Integer.toString(setting.baud())), said + " for " + setting);
          for (String flag : setting.flags().split(" ", -1)) {
            assertTrue(said.contains(flag), said + " for " + setting + " without " + flag);
          }
          for (String raw : List.of("-icanon", "-echo", "-isig", "-opost", "-icrnl", "-inlcr")) {
            assertTrue(said.contains(raw), said + " without " + raw);
          }
        }
      }
    }
  }

  private record Setting(int baud, String framing, FlowControl flow, String flags) {

    PortSettings of(String path) {
      return new PortSettings(path, baud, PortSettings.Framing.parse(framing), flow);
    }
  }

  private static List<String> settings(Path stty, String path) throws IOException {
    Process process =
        new ProcessBuilder(stty.toString(), "-a", "-F", path).redirectErrorStream(true).start();
    return List.of(
        new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII)
            .split("[\\s;]+"));
  }

  @Test
  void aPeerThatSaysWaitIsWaitedFor() throws Exception {
    try (PtyPair pair = PtyPair.open();
        Port near = openXonXoff(pair.near());
        Port far = open(pair.far())) {
      write(far, new byte[] {0x13});
      assertEquals(0, near.read(new byte[8], 200), "XOFF is not data");
      var writer = CompletableFuture.runAsync(() -> write(near, new byte[] {'x'}));
      assertEquals(0, far.read(new byte[8], 500));
      assertFalse(writer.isDone());

      write(far, new byte[] {0x11});

      assertEquals(1, far.read(new byte[8], 30_000));
      writer.get(30, TimeUnit.SECONDS);
    }
  }

  private static Port open(Path path) throws PortException {
    return SerialLine.open(PortSettings.of(path.toString()));
  }

  private static Port openXonXoff(Path path) throws PortException {
    return SerialLine.open(
        new PortSettings(
            path.toString(), 9_600, PortSettings.Framing.EIGHT_NONE_ONE, FlowControl.XON_XOFF));
  }

  private static String refusal(Path path) {
    return assertThrows(PortException.class, () -> open(path)).getMessage();
  }

  private static CompletableFuture<Integer> reader(Port port) throws InterruptedException {
    var started = new CountDownLatch(1);
    var reader =
        CompletableFuture.supplyAsync(() -> {
          started.countDown();
          try {
            return port.read(new byte[8], 60_000);
          } catch (PortException e) {
            throw new IllegalStateException(e.getMessage(), e);
          }
        });
    started.await();
    return reader;
  }

  private static String lossOf(CompletableFuture<Integer> reader) {
    return assertTimeoutPreemptively(
        Duration.ofSeconds(60),
        () -> String.valueOf(assertThrows(ExecutionException.class, reader::get).getMessage()));
  }

  private static byte[] readFully(Port port, int length) throws PortException {
    var received = new ByteArrayOutputStream();
    byte[] buffer = new byte[1024];
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (received.size() < length && System.nanoTime() - deadline < 0) {
      received.write(buffer, 0, port.read(buffer, 1_000));
    }
    return received.toByteArray();
  }

  private static void write(Port port, byte[] bytes) {
    try {
      port.write(bytes, 0, bytes.length);
    } catch (PortException e) {
      throw new IllegalStateException(e);
    }
  }
}
