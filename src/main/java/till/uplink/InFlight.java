package till.uplink;

import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.eclipse.paho.mqttv5.client.IMqttToken;
import org.eclipse.paho.mqttv5.client.MqttActionListener;

/// What was published and has no PUBACK yet, with a deadline for each, and the PUBACKs that were
/// not read yet. Paho's threads bring those, the link's owner calls everything.
final class InFlight {

  private final Duration timeout;
  private final Loss loss;
  private final Bell bell;
  private final BlockingQueue<RawAnswer> answers = new ArrayBlockingQueue<>(2 * Link.WINDOW_MAX);

  // the owner's thread only
  private final Map<Long, Pending> pending = new LinkedHashMap<>();
  private long serial;

  private record Pending(long tag, long sentNanos) {}

  private record RawAnswer(long serial, int code) {}

  /// @param timeout until a PUBACK must have come
  /// @param bell rung when one has come
  InFlight(Duration timeout, Loss loss, Bell bell) {
    this.timeout = timeout;
    this.loss = loss;
    this.bell = bell;
  }

  int size() {
    return pending.size();
  }

  /// One more is about to be published.
  ///
  /// @param tag comes back with the answer
  /// @return who waits for its PUBACK
  MqttActionListener begin(long tag) {
    long mine = serial++;
    pending.put(mine, new Pending(tag, System.nanoTime()));
    return new Listener(mine);
  }

  /// The next answer, when there is one. Reads them all before judging the deadline: it is not the
  /// broker's fault when the owner was busy.
  Optional<Link.Answered> answer() {
    for (RawAnswer raw = answers.poll(); raw != null; raw = answers.poll()) {
      Pending answered = pending.remove(raw.serial());
      if (answered != null) {
        return Optional.of(new Link.Answered(answered.tag(), raw.code()));
      }
    }
    checkDeadline();
    return Optional.empty();
  }

  private void checkDeadline() {
    Iterator<Pending> oldest = pending.values().iterator();
    if (oldest.hasNext()
        && System.nanoTime() - oldest.next().sentNanos() > timeout.toNanos()
        && answers.isEmpty()) {
      loss.note("no PUBACK within " + timeout.toMillis() + " ms");
    }
  }

  /// Runs on Paho's threads: takes note, rings, returns.
  private final class Listener implements MqttActionListener {

    private final long serial;

    Listener(long serial) {
      this.serial = serial;
    }

    @Override
    public void onSuccess(IMqttToken token) {
      int[] codes = token.getReasonCodes();
      int code = codes == null || codes.length == 0 ? 0 : codes[0];
      if (!answers.offer(new RawAnswer(serial, code))) {
        loss.note("more answers than questions");
      }
      bell.ring();
    }

    @Override
    public void onFailure(IMqttToken token, Throwable exception) {
      loss.note("a PUBLISH failed: " + PahoFailure.text(exception));
    }
  }
}
