package till.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Optional;
import till.journal.Chain;
import till.journal.DayFigures;
import till.journal.Document;
import till.sale.DayTotals;
import till.sale.GrandTotals;
import till.sale.TillState;
import till.sale.Transaction;
import till.sale.Workstation;

/// The figures of a business day: as they are (X, which changes nothing), or as it was closed with
/// them (Z).
///
/// @param z present once the day is closed
/// @param at when it was read, or closed
/// @param operator who serves, or has closed it
/// @param grandTotals the perpetual sums, with all of this day in them
/// @param training whether it is of an exercise
public record DayReport(
    Optional<Z> z,
    LocalDate businessDay,
    Instant at,
    String operator,
    DayTotals totals,
    GrandTotals grandTotals,
    boolean training) {

  /// A Z report as the journal has it. Number and hash of its document, on paper in somebody's
  /// hands, show that nothing was taken off the journal's end.
  ///
  /// @param number of the report: perpetual and without a gap
  /// @param document the journal's number of its document
  /// @param hash SHA-256 (hex) of the document
  public record Z(long number, String epoch, long document, String hash) {}

  /// Its figures as they stand in the document that closes a day.
  ///
  /// @return a JSON object
  public String figures() {
    return DayFigures.text(totals, grandTotals);
  }

  /// The business day as it stands; nothing while none is open.
  static Optional<DayReport> open(Workstation workstation, Instant now) {
    TillState state = workstation.state();
    return state
        .day()
        .map(totals ->
            new DayReport(
                Optional.empty(),
                state.businessDay().orElseThrow(),
                now,
                state.operator().orElse(workstation.shop().operator()),
                totals,
                state.grandTotals(),
                workstation.shop().isTraining()));
  }

  /// The report that a document closes its day with; nothing when it does not close one.
  static Optional<DayReport> of(Document document) {
    Transaction transaction = document.transaction();
    return transaction.body() instanceof Transaction.Closing closing
        ? Optional.of(
            new DayReport(
                Optional.of(
                    new Z(
                        closing.number(),
                        document.epoch(),
                        document.number(),
                        Chain.hash(document.bytes()))),
                transaction.businessDay().orElseThrow(),
                transaction.end(),
                transaction.operator(),
                closing.totals(),
                transaction.grandTotals(),
                document.training()))
        : Optional.empty();
  }
}
