package till.device.payment;

import java.util.List;
import java.util.Optional;

/// What became of an end of day at the terminal (nexo ReconciliationResponse).
public sealed interface Reconciliation {

  /// The id it was asked for with.
  String serviceId();

  /// The terminal has handed in its bookings and begins anew.
  ///
  /// @param amountMinor the sum of all, where the terminal states it; 0 when it does not
  /// @param totals for each kind of card that was used
  /// @param firstReceipt four digits; empty when not told
  /// @param report the terminal's own text, lines parted by line feeds
  record Done(
      String serviceId,
      long amountMinor,
      List<Total> totals,
      String firstReceipt,
      String lastReceipt,
      Optional<String> report)
      implements Reconciliation {

    public Done {
      totals = List.copyOf(totals);
    }
  }

  /// It did not take place.
  record Refused(String serviceId, String reason) implements Reconciliation {}

  /// The terminal fell silent: nobody knows whether its day is closed. To be asked for again.
  record Unknown(String serviceId, String reason) implements Reconciliation {}

  /// What was booked with one kind of card.
  ///
  /// @param card the kind of card: `girocard`, `VISA`
  record Total(String card, int count, long amountMinor) {}
}
