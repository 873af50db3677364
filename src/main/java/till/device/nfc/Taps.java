package till.device.nfc;

import java.util.Optional;

/// Makes one tap of many looks at the same card. No I/O, no clock.
final class Taps {

  /// So many looks in a row without it, and the card is gone: at the edge of the field one is
  /// missed now and then.
  static final int MISSES_MAX = 3;

  private Optional<Uid> there = Optional.empty();
  private int misses;

  /// One look.
  ///
  /// @param seen what it found
  /// @return the card, when it was not there before
  Optional<Uid> look(Optional<Uid> seen) {
    if (seen.isEmpty()) {
      misses++;
      if (misses >= MISSES_MAX) {
        there = Optional.empty();
      }
      return Optional.empty();
    }
    misses = 0;
    // a phone has another number at each look, and is one phone
    boolean same = seen.equals(there) || (isRandom(seen) && isRandom(there));
    there = seen;
    return same ? Optional.empty() : seen;
  }

  private static boolean isRandom(Optional<Uid> card) {
    return card.filter(Uid::isRandom).isPresent();
  }
}
