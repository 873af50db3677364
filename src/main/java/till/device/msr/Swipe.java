package till.device.msr;

import java.util.Optional;
import java.util.Set;

/// What one pass of a card through a reader came to. Names, discretionary data and track 3 are in
/// none of them.
public sealed interface Swipe {

  /// A card whose number was read.
  ///
  /// @param expiry year and month, `YYMM`; absent where the card has none
  /// @param serviceCode three digits; absent where the card has none
  /// @param tracks that were read without an error, of 1, 2, 3
  record Card(
      AccountNumber account,
      Optional<String> expiry,
      Optional<String> serviceCode,
      Set<Integer> tracks)
      implements Swipe {

    public Card {
      tracks = Set.copyOf(tracks);
    }
  }

  /// Nothing that can be used.
  ///
  /// @param reason in words, and without anything of the card
  record Failed(String reason) implements Swipe {}
}
