package till.simulator;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import till.port.Port;
import till.port.PortException;

/// A PN532 at the far end of a serial line (HSU): sleeps until it is woken, acknowledges and
/// answers commands, sends the last answer again when it is asked to, and sees the card that is
/// held to it. Keeps a ledger of the commands it has done and of the cards it has told of.
///
/// It can misbehave: say nothing, lose acknowledgements, damage answers.
public final class SimulatedNfcReader implements AutoCloseable {

  private static final byte[] ACK = {0, 0, (byte) 0xFF, 0, (byte) 0xFF, 0};
  private static final byte[] NACK = {0, 0, (byte) 0xFF, (byte) 0xFF, 0, 0};
  private static final byte[] ERROR = {0, 0, (byte) 0xFF, 1, (byte) 0xFF, 0x7F, (byte) 0x81, 0};
  private static final int FROM_HOST = 0xD4;
  private static final int TO_HOST = 0xD5;
  private static final int READ_MILLIS = 10_000;
  private static final int LEDGER_MAX = 1_000;
  private static final Duration JOIN = Duration.ofSeconds(5);

  private final Port port;
  private final Thread thread;

  /// What came and is no whole frame yet. The reader's thread only.
  private byte[] heard = {};

  private byte[] lastAnswer = {};

  // guarded by this
  private final List<Integer> commands = new ArrayList<>();
  private Optional<byte[]> card = Optional.empty();
  private boolean awake;
  private boolean silent;
  private boolean samConfigured;
  private int acksToLose;
  private int answersToDamage;
  private long looks;

  private SimulatedNfcReader(Port port) {
    this.port = port;
    this.thread = Thread.ofPlatform().daemon().name("simulated-nfc").unstarted(this::run);
  }

  /// Switches a reader on.
  ///
  /// @param port the far end of the wire; closed with the reader
  public static SimulatedNfcReader start(Port port) {
    var reader = new SimulatedNfcReader(port);
    reader.thread.start();
    return reader;
  }

  /// Holds a card to it, in place of the one that is there.
  public synchronized void hold(byte... uid) {
    card = Optional.of(uid.clone());
  }

  /// Takes the card away.
  public synchronized void takeAway() {
    card = Optional.empty();
  }

  /// Hears, and says nothing.
  public synchronized void silence(boolean state) {
    silent = state;
  }

  /// The next commands are done without a word before.
  public synchronized void loseAcks(int count) {
    acksToLose = count;
  }

  /// The next answers have a bit turned around; sent again they are whole.
  public synchronized void damageAnswers(int count) {
    answersToDamage = count;
  }

  /// It loses its power for a moment: it sleeps again.
  public synchronized void restart() {
    awake = false;
    samConfigured = false;
  }

  /// The commands that it has done, oldest first, at most a thousand.
  public synchronized List<Integer> commands() {
    return List.copyOf(commands);
  }

  /// How often it has looked for a card.
  public synchronized long looks() {
    return looks;
  }

  /// Waits until it has looked so many times more.
  public synchronized void awaitLooks(int more) throws InterruptedException {
    long wanted = looks + more;
    long deadline = System.nanoTime() + Duration.ofSeconds(60).toNanos();
    while (looks < wanted) {
      long left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        throw new IllegalStateException("it was asked " + looks + " times, not " + wanted);
      }
      wait(left);
    }
  }

  private void run() {
    byte[] bytes = new byte[256];
    try {
      while (true) {
        int read = port.read(bytes, READ_MILLIS);
        hear(bytes, read);
      }
    } catch (PortException _) {
      // switched off, or its wire is gone
    }
  }

  private void hear(byte[] bytes, int length) throws PortException {
    int at = heard.length;
    heard = Arrays.copyOf(heard, at + length);
    System.arraycopy(bytes, 0, heard, at, length);
    int used = 0;
    while (used + 1 < heard.length) {
      if (heard[used] == 0x55) {
        wake();
      }
      int end = isStart(used) ? take(used) : used + 1;
      if (end < 0) {
        break;
      }
      used = end;
    }
    heard = Arrays.copyOfRange(heard, used, heard.length);
  }

  private boolean isStart(int at) {
    return heard[at] == 0 && heard[at + 1] == (byte) 0xFF;
  }

  private synchronized void wake() {
    awake = true;
  }

  /// @return the end of what begins here, or less than 0 while it is not whole
  private int take(int start) throws PortException {
    if (heard.length < start + 4) {
      return -1;
    }
    int length = heard[start + 2] & 0xFF;
    int check = heard[start + 3] & 0xFF;
    if (length == 0 && check == 0xFF) {
      return start + 4; // the host needs no answer any more
    }
    if (length == 0xFF && check == 0) {
      say(lastAnswer);
      return start + 4;
    }
    if ((length + check) % 256 != 0) {
      return start + 2;
    }
    int end = start + 4 + length + 1;
    if (heard.length < end) {
      return -1;
    }
    byte[] data = Arrays.copyOfRange(heard, start + 4, end - 1);
    int sum = heard[end - 1];
    for (byte each : data) {
      sum += each;
    }
    if ((sum & 0xFF) == 0 && (data[0] & 0xFF) == FROM_HOST && data.length > 1) {
      obey(Arrays.copyOfRange(data, 1, data.length));
    } else {
      say(NACK);
    }
    return end;
  }

  private void obey(byte[] command) throws PortException {
    if (!isAwake()) {
      return;
    }
    if (!losesAck()) {
      say(ACK);
    }
    byte[] answer = answer(command);
    note(command[0] & 0xFF);
    lastAnswer = answer;
    byte[] sent = answer.clone();
    if (damages()) {
      sent[sent.length - 3] ^= 0x10;
    }
    say(sent);
  }

  private synchronized boolean isAwake() {
    return awake;
  }

  private synchronized boolean losesAck() {
    boolean loses = acksToLose > 0;
    acksToLose -= loses ? 1 : 0;
    return loses;
  }

  private synchronized boolean damages() {
    boolean damages = answersToDamage > 0;
    answersToDamage -= damages ? 1 : 0;
    return damages;
  }

  private synchronized void note(int command) {
    if (commands.size() < LEDGER_MAX) {
      commands.add(command);
    }
    looks += command == 0x4A ? 1 : 0;
    notifyAll();
  }

  private synchronized byte[] answer(byte[] command) {
    return switch (command[0]) {
      case 0x02 -> frame(0x03, 0x32, 1, 6, 7);
      case 0x14 -> {
        samConfigured = true;
        yield frame(0x15);
      }
      case 0x32 -> frame(0x33);
      case 0x4A -> samConfigured ? targets() : ERROR;
      default -> ERROR;
    };
  }

  private byte[] targets() {
    if (card.isEmpty()) {
      return frame(0x4B, 0);
    }
    byte[] uid = card.get();
    var data = new int[7 + uid.length];
    // one target, number 1, SENS_RES, SEL_RES as a MIFARE Ultralight or Classic has them
    int[] head = {0x4B, 1, 1, 0, uid.length == 4 ? 4 : 0x44, uid.length == 4 ? 8 : 0, uid.length};
    System.arraycopy(head, 0, data, 0, head.length);
    for (int i = 0; i < uid.length; i++) {
      data[head.length + i] = uid[i] & 0xFF;
    }
    return frame(data);
  }

  private static byte[] frame(int... data) {
    var frame = new ByteArrayOutputStream();
    int length = data.length + 1;
    frame.writeBytes(new byte[] {0, 0, (byte) 0xFF});
    frame.write(length);
    frame.write(256 - length);
    frame.write(TO_HOST);
    int sum = TO_HOST;
    for (int each : data) {
      frame.write(each);
      sum += each;
    }
    frame.write(-sum);
    frame.write(0);
    return frame.toByteArray();
  }

  private void say(byte[] bytes) throws PortException {
    if (!isSilent()) {
      port.write(bytes, 0, bytes.length);
    }
  }

  private synchronized boolean isSilent() {
    return silent;
  }

  /// Switches it off and pulls the wire out.
  @Override
  public void close() {
    port.close();
    try {
      var _ = thread.join(JOIN);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
