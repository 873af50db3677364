package till.journal;

import java.util.Map;
import java.util.Optional;

/// Documents in their order with what stands beside them, wherever they lie: for the verifier.
interface Rows extends AutoCloseable {

  /// One step through them.
  sealed interface Step {}

  /// A document as it stands there. Type and transaction id only where they stand beside it.
  ///
  /// @param place the row, or the line
  /// @param position over all epochs, as in the database
  @SuppressWarnings("ArrayRecordComponent") // lives for one check, never compared
  record Row(
      long place,
      long position,
      String epoch,
      long number,
      Optional<String> type,
      Optional<String> transactionId,
      byte[] sha256,
      String keyId,
      byte[] signature,
      byte[] bytes)
      implements Step {

    Head asHead() {
      return new Head(epoch, position, number, Chain.hash(bytes));
    }
  }

  /// Something in between that is no document; the next may be one.
  record Illegible(long place, String text) implements Step {}

  /// From this place on nothing can be read, though something may be there.
  record Broken(long place, String text) implements Step {}

  /// The end.
  ///
  /// @param head the newest document; of an epoch without one, where its first will hang
  /// @param fault what says that this cannot be the end
  record End(long place, Head head, Optional<String> fault) implements Step {}

  /// What a place is called here: `row` or `line`.
  String unit();

  /// Whose they are: `acme/0042-03`; nothing when that cannot be read.
  Optional<String> owner();

  /// The public keys that are said to have signed them, 32 bytes each, by id.
  Map<String, byte[]> keys();

  /// What the first document here has to follow; nothing when it is the first of all.
  Optional<Head> before();

  /// The next step; nothing is asked after `Broken` or `End`.
  Step next();

  @Override
  void close();
}
