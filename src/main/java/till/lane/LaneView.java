package till.lane;

import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import till.sale.LaneState;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;

/// The lane at one moment, the same for answers, events and pages. Immutable.
///
/// @param revision grows with every change, also over a restart; it begins anew only with a new
///   journal
/// @param prompt what the customer should do next: `scan`, `pay`, `follow-terminal`,
///   `take-receipt`, `wait-attendant`, `closed`
/// @param totals present with the transaction
public record LaneView(
    LaneState state,
    long revision,
    Currency currency,
    Optional<LocalDate> businessDay,
    String prompt,
    Optional<RetailTransaction> transaction,
    Optional<SaleTotals> totals,
    List<ProblemView> problems,
    List<DeviceView> devices,
    Optional<LastReceipt> lastReceipt) {

  public LaneView {
    problems = List.copyOf(problems);
    devices = List.copyOf(devices);
  }

  /// The receipt of the sale that ended last.
  ///
  /// @param number the journal's number of its document
  public record LastReceipt(long number, String transactionId) {}
}
