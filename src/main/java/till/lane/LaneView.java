package till.lane;

import java.time.Instant;
import java.time.LocalDate;
import java.util.Currency;
import java.util.List;
import java.util.Optional;
import till.sale.LaneState;
import till.sale.Money;
import till.sale.RetailTransaction;
import till.sale.SaleTotals;

/// The lane at one moment, the same for answers, events and pages. Immutable.
///
/// @param revision grows with every change, also over a restart; it begins anew only with a new
///   journal
/// @param prompt what the customer should do next: `scan`, `weigh`, `pay`, `follow-terminal`,
///   `take-receipt`, `thank-you`, `wait-attendant`, `wait`, `closed`
/// @param operator who has signed on
/// @param totals present with the transaction
/// @param cashDue what is due if it is paid in cash, rounded; present with the transaction
/// @param customer who stands there
/// @param suspended the sales that wait for their customers, the oldest first
/// @param training whether somebody practises: nothing is sold
/// @param scale present while something waits for it
public record LaneView(
    LaneState state,
    long revision,
    Currency currency,
    Optional<LocalDate> businessDay,
    Optional<String> operator,
    String prompt,
    Optional<RetailTransaction> transaction,
    Optional<SaleTotals> totals,
    Optional<Money> cashDue,
    List<ProblemView> problems,
    List<DeviceView> devices,
    Optional<LastReceipt> lastReceipt,
    CustomerView customer,
    List<Waiting> suspended,
    boolean training,
    Optional<ScaleView> scale) {

  public LaneView {
    suspended = List.copyOf(suspended);
    problems = List.copyOf(problems);
    devices = List.copyOf(devices);
  }

  /// A sale that waits for its customer.
  ///
  /// @param lines how many there are
  /// @param at since when it waits
  public record Waiting(String transactionId, Money total, int lines, Instant at) {}

  /// The receipt of the sale that ended last.
  ///
  /// @param number the journal's number of its document
  public record LastReceipt(long number, String transactionId) {}
}
