package till.device.scale;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import till.port.Port;
import till.port.PortException;

/// Question and answer with a scale on an open wire. The scale's thread only.
final class ScaleWire {

  /// Scales answer within 150 ms; a network or a slow line may hold an answer up.
  static final int ANSWER_MILLIS = 700;

  private static final int READ_BYTES = 64;

  /// What a scale that never stops sending is heard before a question: then its answer is garbled.
  private static final int DRAIN_READS_MAX = 64;

  private final Port port;
  private final AnswerFramer framer;
  private final Queue<Answer> heard = new ArrayDeque<>();
  private final byte[] buffer = new byte[READ_BYTES];

  ScaleWire(Port port, AnswerFramer framer) {
    this.port = port;
    this.framer = framer;
  }

  /// Asks, and gives the answer: the first thing that comes. What came before it was asked answers
  /// nothing.
  ///
  /// @return nothing when nothing came in time
  Optional<Answer> ask(String question) throws PortException {
    drain();
    say(question);
    return answer();
  }

  /// Says something that has no answer.
  void say(String text) throws PortException {
    byte[] bytes = text.getBytes(StandardCharsets.US_ASCII);
    port.write(bytes, 0, bytes.length);
  }

  private Optional<Answer> answer() throws PortException {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(ANSWER_MILLIS);
    while (heard.isEmpty()) {
      int left = millisUntil(deadline);
      if (left <= 0) {
        return Optional.empty();
      }
      framer.feed(buffer, port.read(buffer, left), heard::add);
    }
    return Optional.of(heard.remove());
  }

  /// Hears nothing for a while.
  void rest(int millis) throws PortException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    for (int left = millis; left > 0; left = millisUntil(end)) {
      int _ = port.read(buffer, left); // nobody has asked
    }
  }

  private static int millisUntil(long nanos) {
    return (int) TimeUnit.NANOSECONDS.toMillis(nanos - System.nanoTime());
  }

  private void drain() throws PortException {
    int reads = 0;
    while (port.read(buffer, 1) > 0 && reads < DRAIN_READS_MAX) {
      reads++;
    }
    framer.reset();
    heard.clear();
  }
}
