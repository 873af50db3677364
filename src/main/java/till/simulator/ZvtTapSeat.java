package till.simulator;

import java.io.IOException;
import java.util.List;
import till.simulator.MessageTap.Meddling;

/// Where a tap sits. It is asked on the terminal's thread; any thread may change it.
final class ZvtTapSeat {

  private final ZvtPower power;

  // guarded by this
  private MessageTap tap = _ -> Meddling.PASS;
  private long next;
  private boolean muted;

  ZvtTapSeat(ZvtPower power) {
    this.power = power;
  }

  /// The connection is to be lost now.
  static final class Cut extends IOException {

    private static final long serialVersionUID = 1;

    Cut() {
      super("cut, as scripted");
    }
  }

  synchronized void put(MessageTap another) {
    tap = another;
    next = 0;
  }

  /// Whether nothing passes at all, in either direction.
  synchronized void mute(boolean everything) {
    muted = everything;
  }

  synchronized boolean isMuted() {
    return muted;
  }

  private synchronized MessageTap tap() {
    return tap;
  }

  private synchronized long take() {
    return next++;
  }

  /// What arrives of a message: nothing, itself, something else, or itself twice.
  ///
  /// @throws Cut when the connection is to be lost in place of it
  List<byte[]> pass(MessageTap.Direction direction, byte[] bytes) throws IOException {
    if (isMuted()) {
      return List.of();
    }
    Meddling meddling = tap().see(new MessageTap.Passing(take(), direction, bytes.clone()));
    power.check();
    return switch (meddling) {
      case Meddling.Pass _ -> List.of(bytes);
      case Meddling.Drop _ -> List.of();
      case Meddling.Duplicate _ -> List.of(bytes, bytes);
      case Meddling.Corrupt corrupt -> List.of(corrupt.damage(bytes));
      case Meddling.Delay delay -> {
        power.pause(delay.time());
        yield List.of(bytes);
      }
      case Meddling.Cut _ -> throw new Cut();
    };
  }
}
