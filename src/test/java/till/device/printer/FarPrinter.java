package till.device.printer;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import till.port.Port;
import till.port.PortException;

/// The far end of a printer's wire, under a test's control: speaks only as far as the test lets it,
/// and keeps everything it was sent.
final class FarPrinter {

  private static final long WAIT_SECONDS_MAX = 60;

  /// What it understands; a question mark stands for any byte.
  private enum Command {
    ASK("\u0010\u0004?"),
    AUTOMATIC("\u001da?"),
    PROCESS_ID("\u001d(H\u0006\u000000????"),
    STATUS("\u001dr?"),
    CLEAR("\u0010\u0014\u0008\u0001\u0003\u0014\u0001\u0006\u0002\u0008");

    private final String pattern;

    Command(String pattern) {
      this.pattern = pattern;
    }

    /// Whether the bytes are it, or its beginning.
    boolean matches(byte[] bytes) {
      for (int i = 0; i < Math.min(bytes.length, pattern.length()); i++) {
        if (pattern.charAt(i) != '?' && pattern.charAt(i) != (bytes[i] & 0xFF)) {
          return false;
        }
      }
      return true;
    }
  }

  private final Port port;
  private final Thread thread;

  // guarded by this
  private final ByteArrayOutputStream paper = new ByteArrayOutputStream();
  private byte[] pending = {};
  private boolean on = true;
  private boolean reads = true;
  private boolean confirms = true;
  private boolean saysThatItIsClear = true;
  private boolean babbles;
  private boolean automatic;
  private boolean coverOpen;
  private int greetings;
  private int clears;

  FarPrinter(Port port) {
    this.port = port;
    this.thread = Thread.ofPlatform().daemon().name("far-printer").start(this::run);
  }

  /// Off: hears and says nothing, and forgets that it was to report by itself.
  synchronized void switchOn(boolean state) {
    on = state;
    automatic = false;
  }

  /// Not reading: the wire fills up.
  synchronized void read(boolean state) {
    reads = state;
    notifyAll();
  }

  synchronized void confirm(boolean state) {
    confirms = state;
  }

  /// Whether it answers when it is told to clear its buffers.
  synchronized void clear(boolean state) {
    saysThatItIsClear = state;
  }

  /// Answers everything with what no printer says.
  synchronized void babble() {
    babbles = true;
  }

  void openCover(boolean open) throws PortException {
    synchronized (this) {
      coverOpen = open;
    }
    reportByItself();
  }

  /// Says what no one asked for.
  void say(int... bytes) throws PortException {
    byte[] answer = new byte[bytes.length];
    for (int i = 0; i < bytes.length; i++) {
      answer[i] = (byte) bytes[i];
    }
    port.write(answer, 0, answer.length);
  }

  /// What is neither question nor greeting.
  synchronized byte[] paper() {
    return paper.toByteArray();
  }

  synchronized int greetings() {
    return greetings;
  }

  synchronized void awaitGreetings(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (greetings < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError("it was greeted " + greetings + " times, not " + count);
      }
      wait(left);
    }
  }

  synchronized int clears() {
    return clears;
  }

  /// Waits until this many bytes are on paper.
  synchronized byte[] awaitPaper(int count) throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_SECONDS_MAX);
    while (paper.size() < count) {
      long left = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
      if (left <= 0) {
        throw new AssertionError(paper.size() + " bytes came, not " + count);
      }
      wait(left);
    }
    return paper();
  }

  private void run() {
    byte[] buffer = new byte[64];
    try {
      while (true) {
        awaitReading();
        take(buffer, port.read(buffer, 50));
      }
    } catch (PortException | InterruptedException _) {
      // closed
    }
  }

  private synchronized void awaitReading() throws InterruptedException {
    while (!reads) {
      wait();
    }
  }

  private void take(byte[] bytes, int length) throws PortException {
    synchronized (this) {
      var joined = new ByteArrayOutputStream();
      joined.writeBytes(pending);
      joined.write(bytes, 0, on ? length : 0);
      pending = joined.toByteArray();
    }
    if (length > 0 && isBabbling()) {
      say(0xFF, 0xC0);
    }
    while (step()) {
      // one command or one byte
    }
  }

  private synchronized boolean isBabbling() {
    return babbles;
  }

  private boolean step() throws PortException {
    byte[] now;
    synchronized (this) {
      now = pending;
    }
    if (now.length == 0) {
      return false;
    }
    for (Command command : Command.values()) {
      if (command.matches(now)) {
        boolean whole = now.length >= command.pattern.length();
        if (whole) {
          drop(command.pattern.length());
          perform(command, now);
        }
        return whole;
      }
    }
    print(now[0]);
    drop(1);
    return true;
  }

  private synchronized void drop(int count) {
    pending = Arrays.copyOfRange(pending, count, pending.length);
  }

  private synchronized void print(byte next) {
    paper.write(next);
    notifyAll();
  }

  private void perform(Command command, byte[] bytes) throws PortException {
    switch (command) {
      case ASK -> say(realTime(bytes[2]));
      case AUTOMATIC -> {
        synchronized (this) {
          automatic = true;
          greetings++;
          notifyAll();
        }
        reportByItself();
      }
      case PROCESS_ID -> confirm(0x37, 0x22, bytes[7], bytes[8], bytes[9], bytes[10], 0);
      case STATUS -> confirm(0);
      case CLEAR -> {
        if (clear()) {
          say(0x37, 0x25, 0);
        }
      }
    }
  }

  private synchronized boolean clear() {
    clears++;
    return saysThatItIsClear;
  }

  private void confirm(int... answer) throws PortException {
    boolean will;
    synchronized (this) {
      will = confirms;
    }
    if (will) {
      say(answer);
    }
  }

  private synchronized int realTime(int question) {
    return switch (question) {
      case 1 -> coverOpen ? 0x1A : 0x12;
      case 2 -> coverOpen ? 0x16 : 0x12;
      default -> 0x12;
    };
  }

  private void reportByItself() throws PortException {
    boolean report;
    boolean open;
    synchronized (this) {
      report = automatic;
      open = coverOpen;
    }
    if (report) {
      say(open ? 0x38 : 0x10, 0, 0, 0);
    }
  }

  void close() throws InterruptedException {
    thread.interrupt();
    port.close();
    thread.join();
  }
}
