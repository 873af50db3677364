package till.uplink;

import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;

/// Messages that came and were not read yet. Paho's threads put in, the link's owner takes out.
///
/// Bounded by the bytes that the largest ones we allowed the broker to send would take, and some
/// more. Bytes and not messages, because mosquitto 2.0.11 does not keep to our receive maximum once
/// something is acknowledged.
final class Arrivals {

  /// Largest messages that may wait beside those that the broker was allowed to send.
  private static final int SPARE = 64;

  /// What an unread message takes beside its topic and payload.
  private static final long OVERHEAD_BYTES = 1_024;

  private final Queue<Link.Arrived> queue = new ConcurrentLinkedQueue<>();
  private final AtomicLong bytes = new AtomicLong();
  private final long bytesMax;

  /// @param receiveMaximum unacknowledged messages that the broker was allowed to send
  /// @param packetBytesMax of one of them
  Arrivals(int receiveMaximum, long packetBytesMax) {
    bytesMax = (receiveMaximum + SPARE) * packetBytesMax;
  }

  /// Puts one in, unless it is beyond the bound: then the connection is to be given up.
  ///
  /// @return whether it is in
  boolean offer(Link.Arrived arrived) {
    return bytes.addAndGet(bytes(arrived)) <= bytesMax && queue.add(arrived);
  }

  Optional<Link.Arrived> poll() {
    Optional<Link.Arrived> next = Optional.ofNullable(queue.poll());
    next.ifPresent(arrived -> bytes.addAndGet(-bytes(arrived)));
    return next;
  }

  private static long bytes(Link.Arrived arrived) {
    return OVERHEAD_BYTES + arrived.topic().length() + arrived.payload().length;
  }
}
