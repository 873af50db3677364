package till.lane;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import till.device.printer.Sheet;
import till.journal.Document;
import till.journal.Documents;
import till.sale.Original;
import till.sale.Tender;
import till.sale.Transaction;

/// The receipts of the journal's sales, and the reports of its days. Laid out anew each time from
/// the document: what was sold is on disk, how it looks is not. Any thread.
public final class Receipts {

  private final Documents documents;
  private final ReceiptLayout layout;

  public Receipts(Documents documents, ReceiptLayout layout) {
    this.documents = documents;
    this.layout = layout;
  }

  /// The receipt of a sale that was completed, or undone.
  ///
  /// @param document of the journal, as it was stored
  /// @param job what the printer gets
  /// @param text the same to be read, in the columns of the printer
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Receipt(byte[] document, byte[] job, String text) {}

  /// Of the document with this number; nothing when it is no completed sale.
  public Optional<Receipt> byNumber(long number) {
    return documents
        .byNumber(number)
        .flatMap(document ->
            sheet(document, false)
                .map(sheet ->
                    new Receipt(document.bytes(), layout.print(sheet), layout.text(sheet))));
  }

  /// For whom the card terminal wrote a receipt of its own.
  public enum SlipFor {
    CUSTOMER,
    MERCHANT
  }

  /// A receipt of the card terminal, kept with the tender it is of.
  ///
  /// @param tender its number in the sale
  /// @param text lines parted by line feeds
  public record Slip(SlipFor whom, int tender, String text) {}

  /// What the card terminal gave to be printed with a sale.
  ///
  /// @param slips by tender; one at least
  /// @param job what a printer gets
  /// @param text the same to be read, in the columns of the printer
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Slips(List<Slip> slips, byte[] job, String text) {}

  /// Of the document with this number; nothing when it is no completed sale, or the terminal gave
  /// none.
  public Optional<Slips> slips(long number, Set<SlipFor> wanted) {
    return documents
        .byNumber(number)
        .flatMap(document -> completed(document).flatMap(sale -> slips(document, sale, wanted)));
  }

  private Optional<Slips> slips(Document document, Transaction.Retail sale, Set<SlipFor> wanted) {
    List<Slip> slips =
        sale.tenders().stream()
            .flatMap(Receipts::slips)
            .filter(slip -> wanted.contains(slip.whom()))
            .toList();
    if (slips.isEmpty()) {
      return Optional.empty();
    }
    Sheet sheet = layout.sheet(document, sale, slips.stream().map(Slip::text).toList());
    return Optional.of(new Slips(slips, layout.print(sheet), layout.text(sheet)));
  }

  private static Stream<Slip> slips(Tender tender) {
    return tender.authorization().stream()
        .flatMap(card ->
            Stream.concat(
                card.customerReceipt().stream()
                    .map(text -> new Slip(SlipFor.CUSTOMER, tender.n(), text)),
                card.merchantReceipt().stream()
                    .map(text -> new Slip(SlipFor.MERCHANT, tender.n(), text))));
  }

  /// A report of a business day.
  ///
  /// @param job what the printer gets
  /// @param text the same to be read, in the columns of the printer
  @SuppressWarnings("ArrayRecordComponent") // handed over once, never compared
  public record Report(DayReport figures, byte[] job, String text) {}

  /// The Z report with this number; nothing when there is none, or not on this device any more.
  public Optional<Report> z(long number) {
    return documents.byReport(number).flatMap(DayReport::of).map(this::report);
  }

  /// A report as it looks.
  public Report report(DayReport figures) {
    Sheet sheet = layout.sheet(figures, false);
    return new Report(figures, layout.print(sheet), layout.text(sheet));
  }

  /// What the printer gets when it is only to be seen that it prints.
  byte[] test(Instant at) {
    return layout.print(layout.test(at));
  }

  /// The sale or closing with this number; nothing when it is none that was on paper.
  Optional<String> transactionId(long number) {
    return documents
        .byNumber(number)
        .filter(document -> printed(document, true).isPresent())
        .map(document -> document.transaction().transactionId());
  }

  /// A transaction that another one is to go back to.
  Optional<Original> original(String transactionId) {
    return documents.original(transactionId);
  }

  /// The same, by its number.
  Optional<Original> original(long number) {
    return documents.original(number);
  }

  boolean has(String transactionId) {
    return documents.byTransaction(transactionId).isPresent();
  }

  /// Characters of the printer's font A in one line: what a job was laid out for.
  public int columns() {
    return layout.columns();
  }

  /// What the printer gets for a sale that was completed, or a day that was closed.
  ///
  /// @param copy whether it says that it is not the first one
  byte[] bytes(String transactionId, boolean copy) {
    return documents
        .byTransaction(transactionId)
        .flatMap(document -> printed(document, copy))
        .map(layout::print)
        .orElseThrow(() ->
            new IllegalStateException(
                "a receipt of " + transactionId + ", which is no sale and closes no day"));
  }

  /// The sale that was completed or undone last.
  Optional<LaneView.LastReceipt> last() {
    return documents
        .lastSale()
        .map(sale -> new LaneView.LastReceipt(sale.number(), sale.transaction().transactionId()));
  }

  private Optional<Sheet> printed(Document document, boolean copy) {
    return sheet(document, copy)
        .or(() -> DayReport.of(document).map(report -> layout.sheet(report, copy)));
  }

  private Optional<Sheet> sheet(Document document, boolean copy) {
    return completed(document).map(sale -> layout.sheet(document, sale, copy));
  }

  private static Optional<Transaction.Retail> completed(Document document) {
    return document.transaction().body() instanceof Transaction.Retail retail
            && retail.status().counts()
        ? Optional.of(retail)
        : Optional.empty();
  }
}
