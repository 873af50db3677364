package till.lane;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import till.sale.LineItem;
import till.sale.SaleTotals;
import till.sale.Tender;

/// The door for what a country's law asks of a sale before it ends: a TSE, RKSV or like middleware
/// (the `[fiscal]` of the configuration). tilld by itself is not a certified fiscal device.
///
/// Both calls may wait; they come on a thread of their own, never on the lane's.
public interface FiscalProvider {

  /// What a sale came to.
  record Sale(String transactionId, List<LineItem> lines, List<Tender> tenders, SaleTotals totals) {

    public Sale {
      lines = List.copyOf(lines);
      tenders = List.copyOf(tenders);
    }
  }

  /// Its name in the configuration.
  String name();

  /// A sale begins. May come again after a restart.
  ///
  /// @throws IOException when the provider cannot be reached; the sale goes on
  void begin(String transactionId) throws IOException, InterruptedException;

  /// A sale is paid. May come again for the same one, after a restart, and has to answer the same.
  ///
  /// @return what goes into the document and on the receipt
  /// @throws IOException when the provider cannot be reached: the sale ends, marked as an outage
  Map<String, String> finish(Sale sale) throws IOException, InterruptedException;
}
