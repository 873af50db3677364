package till.device;

/// A card, badge or key that a reader has read, and that is no payment.
///
/// @param reader the configuration's name of the reader: `msr`, `nfc`, `wiegand`
/// @param id what the kind says; never in a log, which is why `toString` leaves it out
public record CardRead(String reader, Kind kind, String id) {

  /// What the id is, and what it is worth.
  public enum Kind {
    /// The whole number of a loyalty or gift card, whose prefix is configured.
    LOYALTY,
    /// A payment card at a reader that is not for them: first six and last four digits at most.
    PAYMENT,
    /// Another number, masked as well.
    OTHER,
    /// The number of a badge or tag, the same each time. No proof of anything: such numbers can be
    /// copied.
    BADGE,
    /// One key of a keypad: `0` to `9`, `*`, `#`. It may be a digit of a PIN.
    KEY
  }

  @Override
  public String toString() {
    return "CardRead[" + reader + ", " + kind + "]";
  }
}
