package till.fleet;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import till.journal.Chain;
import till.trust.Signatures;
import till.uplink.Topics;

/// A document as it was read: everything that can be known without the ledger, and who signed it as
/// far as the keys are known.
///
/// @param hash of its bytes
record Reading(Delivery.Document message, Envelope envelope, String hash, Verdict verdict) {

  /// Of a signature.
  enum Verdict {
    GOOD,
    BAD,
    UNKNOWN_KEY,
    UNSIGNED;

    /// As the ledger has it.
    String word() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /// Whose key, by the name documents have for it.
  record KeyName(Topics terminal, String keyId) {}

  /// Reads a batch, on all processors: a signature takes longer than everything else together.
  static List<Reading> of(List<Delivery.Document> messages, Map<KeyName, byte[]> keys) {
    return messages.parallelStream().map(message -> of(message, keys)).toList();
  }

  private static Reading of(Delivery.Document message, Map<KeyName, byte[]> keys) {
    Envelope envelope = Envelope.read(message);
    var reading = new Reading(message, envelope, Chain.hash(message.payload()), Verdict.UNSIGNED);
    return reading.judged(keys);
  }

  /// With the verdict that these keys allow.
  Reading judged(Map<KeyName, byte[]> keys) {
    Optional<Envelope.Signed> signed = signed();
    Optional<byte[]> key = keyName().map(keys::get);
    if (signed.isEmpty()) {
      return this;
    }
    if (key.isEmpty()) {
      return new Reading(message, envelope, hash, Verdict.UNKNOWN_KEY);
    }
    boolean isGood = Signatures.verify(key.get(), message.payload(), signed.get().signature());
    return new Reading(message, envelope, hash, isGood ? Verdict.GOOD : Verdict.BAD);
  }

  /// The key it claims to be signed with.
  Optional<KeyName> keyName() {
    return signed().map(signed -> new KeyName(message.from(), signed.keyId()));
  }

  private Optional<Envelope.Signed> signed() {
    return switch (envelope) {
      case Envelope.Legible legible -> legible.signature();
      case Envelope.Illegible _ -> Optional.empty();
    };
  }

  /// Kept as bytes only.
  Reading rejected(String code) {
    var slot =
        switch (envelope) {
          case Envelope.Legible legible ->
              Optional.of(new Envelope.Slot(legible.epoch(), legible.number()));
          case Envelope.Illegible illegible -> illegible.slot();
        };
    return new Reading(message, new Envelope.Illegible(code, slot), hash, Verdict.UNSIGNED);
  }
}
