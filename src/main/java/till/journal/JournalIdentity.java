package till.journal;

import java.time.ZoneId;
import java.util.Currency;

/// Whose journal it is: what every document says of its origin.
///
/// @param terminal the terminal's id on the wire: `0042-03`
/// @param training whether nothing in it has happened but as an exercise
public record JournalIdentity(
    String org,
    String terminal,
    String store,
    String workstation,
    Currency currency,
    ZoneId timeZone,
    boolean training) {

  /// Of the shop's own journal.
  public JournalIdentity(
      String org,
      String terminal,
      String store,
      String workstation,
      Currency currency,
      ZoneId timeZone) {
    this(org, terminal, store, workstation, currency, timeZone, false);
  }

  /// Of the same terminal's journal for training.
  public JournalIdentity forTraining() {
    return new JournalIdentity(org, terminal, store, workstation, currency, timeZone, true);
  }
}
