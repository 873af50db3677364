package till.simulator;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import till.port.Port;
import till.port.PortException;
import till.simulator.MessageTap.Direction;

/// A terminal's serial line: a message is acknowledged at once, sent up to three times until it is,
/// and recognised when it comes again.
///
/// A register cannot be seen to leave a serial line.
final class ZvtSerialWire implements ZvtWire {

  private static final int TRANSMISSIONS = 3;
  private static final int BITS_PER_CHARACTER = 11;
  private static final int READ_BYTES = 256;

  /// Until a line that was hung up is plugged in again.
  private static final Duration PLUG = Duration.ofMillis(20);

  private final SimulatedPaymentTerminal.Line line;
  private final ZvtTapSeat tap;
  private final ZvtPower power;
  private final ZvtSettings.Timing timing;
  private final Duration character;

  // the terminal's thread only
  private final ZvtFrames frames = new ZvtFrames();
  private final Deque<byte[]> arrived = new ArrayDeque<>();
  private final Deque<Integer> confirmations = new ArrayDeque<>();
  private byte[] lastArrived = {};
  private boolean sending;

  // guarded by this
  private @Nullable Port port;
  private boolean closed;

  ZvtSerialWire(
      SimulatedPaymentTerminal.Line line, ZvtTapSeat tap, ZvtPower power, ZvtSettings settings)
      throws IOException {
    this.line = line;
    this.tap = tap;
    this.power = power;
    this.timing = settings.timing();
    this.character =
        settings.bitsPerSecond() == 0
            ? Duration.ZERO
            : Duration.ofSeconds(BITS_PER_CHARACTER).dividedBy(settings.bitsPerSecond());
    this.port = line.open();
  }

  @Override
  public boolean awaitRegister(int millis) throws IOException {
    if (isHungUp()) {
      power.pause(PLUG);
      frames.reset();
      arrived.clear();
      lastArrived = new byte[0];
      plug();
    }
    return true;
  }

  private synchronized boolean isHungUp() {
    return port == null;
  }

  private synchronized void plug() throws IOException {
    if (closed) {
      throw new IOException("the terminal was taken away");
    }
    port = line.open();
  }

  private synchronized Port port() throws IOException {
    if (port == null) {
      throw new IOException("the line is lost");
    }
    return port;
  }

  @Override
  public Optional<byte[]> receive(int millis) throws IOException {
    if (arrived.isEmpty()) {
      read(millis);
      confirmations.clear();
    }
    return Optional.ofNullable(arrived.poll());
  }

  /// Listens for one chunk. A frame that stops in the middle is damaged.
  private void read(int millis) throws IOException {
    byte[] chunk = new byte[READ_BYTES];
    int longest = Math.max(1, frames.isInside() ? (int) timing.gap().toMillis() : millis);
    int count;
    try {
      count = port().read(chunk, longest);
    } catch (PortException e) {
      hangUp();
      throw new IOException("the line is lost", e);
    }
    power.check();
    if (count == 0 && frames.isInside()) {
      frames.reset();
      confirm(ZvtFrames.NAK);
    }
    for (int i = 0; i < count; i++) {
      Optional<ZvtFrames.Heard> heard = frames.hear(chunk[i] & 0xFF);
      if (heard.isPresent()) {
        take(heard.get());
      }
    }
  }

  private void take(ZvtFrames.Heard heard) throws IOException {
    switch (heard) {
      case ZvtFrames.Heard.Message message -> {
        for (byte[] carried : pass(Direction.TO_TERMINAL, message.apdu())) {
          take(message.apdu(), carried);
        }
      }
      case ZvtFrames.Heard.Damaged _ -> confirm(ZvtFrames.NAK);
      case ZvtFrames.Heard.Confirmation confirmation -> {
        byte[] octet = {(byte) confirmation.octet()};
        for (byte[] carried : pass(Direction.TO_TERMINAL, octet)) {
          hear(carried[0] & 0xFF);
        }
      }
    }
  }

  private void take(byte[] sent, byte[] carried) throws IOException {
    if (!Arrays.equals(sent, carried)) {
      confirm(ZvtFrames.NAK);
      return;
    }
    confirm(ZvtFrames.ACK);
    if (!Arrays.equals(carried, lastArrived)) {
      lastArrived = carried;
      arrived.add(carried);
    }
  }

  /// What comes behind an acknowledgement is not the last message again, even if it is equal: the
  /// register's next answer may come in one chunk with it.
  private void hear(int confirmation) {
    confirmations.add(confirmation);
    if (sending && confirmation == ZvtFrames.ACK) {
      lastArrived = new byte[0];
    }
  }

  private void confirm(int octet) throws IOException {
    for (byte[] carried : pass(Direction.TO_REGISTER, new byte[] {(byte) octet})) {
      write(carried);
    }
  }

  @Override
  public void send(byte[] apdu) throws IOException {
    read(1);
    sending = true;
    try {
      for (int i = 0; i < TRANSMISSIONS; i++) {
        confirmations.clear();
        for (byte[] carried : pass(Direction.TO_REGISTER, apdu)) {
          write(ZvtFrames.frame(carried, apdu));
        }
        if (isConfirmed()) {
          return;
        }
      }
    } finally {
      sending = false;
    }
    throw new IOException("the register does not acknowledge what is sent to it");
  }

  /// Waits. A message that comes instead is taken: both have sent at the same time, or the register
  /// answers and its acknowledgement was lost.
  private boolean isConfirmed() throws IOException {
    long end = System.nanoTime() + timing.confirmation().toNanos();
    while (System.nanoTime() - end < 0) {
      read(ZvtMachine.LOOK_MILLIS);
      while (!confirmations.isEmpty()) {
        int octet = confirmations.remove();
        if (octet == ZvtFrames.ACK || octet == ZvtFrames.NAK) {
          return octet == ZvtFrames.ACK;
        }
      }
    }
    return false;
  }

  private void write(byte[] bytes) throws IOException {
    try {
      if (character.isZero()) {
        port().write(bytes, 0, bytes.length);
        return;
      }
      for (int i = 0; i < bytes.length; i++) {
        power.pause(character);
        port().write(bytes, i, 1);
      }
    } catch (PortException e) {
      hangUp();
      throw new IOException("the line is lost", e);
    }
  }

  private List<byte[]> pass(Direction direction, byte[] message) throws IOException {
    try {
      return tap.pass(direction, message);
    } catch (ZvtTapSeat.Cut e) {
      hangUp();
      throw e;
    }
  }

  @Override
  public boolean giveUp() {
    lastArrived = new byte[0];
    return isHungUp();
  }

  @Override
  public synchronized void hangUp() {
    Port now = port;
    port = null;
    if (now != null) {
      now.close();
    }
  }

  @Override
  public void turnAway(int millis) {
    hangUp();
    power.await();
  }

  @Override
  public String address() {
    return "";
  }

  @Override
  public synchronized void close() {
    closed = true;
    hangUp();
  }
}
