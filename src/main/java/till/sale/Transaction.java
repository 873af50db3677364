package till.sale;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// A finished transaction: what one journal document says. The journal adds number, chain and
/// signature.
///
/// @param businessDay absent while no business day is open
/// @param grandTotals the perpetual totals with this transaction in them
public record Transaction(
    String transactionId,
    int sequence,
    Optional<LocalDate> businessDay,
    String operator,
    Instant begin,
    Instant end,
    Moment.ClockState clock,
    Body body,
    GrandTotals grandTotals) {

  /// Whether it is a sale that waits for its customer.
  boolean isSuspended() {
    return body instanceof Retail retail && retail.status() == Status.SUSPENDED;
  }

  /// What kind of transaction it was (POSLog).
  public sealed interface Body {}

  /// A sale that was paid, or given up.
  ///
  /// @param language what the customer chose to read
  /// @param receipt what the customer said of a receipt
  public record Retail(
      Status status,
      long priceRevision,
      List<LineItem> lines,
      List<Tender> tenders,
      SaleTotals totals,
      List<Problem> problems,
      List<Link> links,
      Optional<FiscalRecord> fiscal,
      Optional<String> language,
      Optional<ReceiptChoice> receipt)
      implements Body {

    public Retail {
      lines = List.copyOf(lines);
      tenders = List.copyOf(tenders);
      problems = List.copyOf(problems);
      links = List.copyOf(links);
    }

    /// Of a customer who chose nothing.
    public Retail(
        Status status,
        long priceRevision,
        List<LineItem> lines,
        List<Tender> tenders,
        SaleTotals totals,
        List<Problem> problems,
        List<Link> links,
        Optional<FiscalRecord> fiscal) {
      this(
          status,
          priceRevision,
          lines,
          tenders,
          totals,
          problems,
          links,
          fiscal,
          Optional.empty(),
          Optional.empty());
    }

    /// Whether it is what another transaction was undone by.
    boolean undoes(String transactionId) {
      return status == Status.POST_VOIDED
          && links.contains(new Link(Link.Kind.POST_VOID, transactionId));
    }

    /// What the customer got back in cash.
    public Money change() {
      return tenders.stream()
          .map(Tender::change)
          .reduce(Money.zero(totals.total().currency()), Money::plus);
    }
  }

  /// Anything worth remembering that is not a sale: a day opened, a configuration adopted.
  ///
  /// @param control one of the contract's words, such as `business-day-open`
  /// @param facts what there is to say of it; what is longer than `FACT_CHARACTERS_MAX` is cut
  public record Control(String control, Map<String, String> facts) implements Body {

    /// The drawer was opened for nothing.
    static final String NO_SALE = "no-sale";

    /// A receipt is printed once more.
    static final String RECEIPT_COPY = "receipt-copy";

    /// Longest fact: whatever the fleet sent, its refusal fits a document.
    static final int FACT_CHARACTERS_MAX = 4_000;

    public Control {
      facts =
          facts.entrySet().stream()
              .collect(
                  Collectors.toUnmodifiableMap(Map.Entry::getKey, fact -> cut(fact.getValue())));
    }

    private static String cut(String fact) {
      return fact.length() <= FACT_CHARACTERS_MAX ? fact : fact.substring(0, FACT_CHARACTERS_MAX);
    }
  }

  /// A business day was closed: its Z report.
  ///
  /// @param number of the report, perpetual and without a gap
  public record Closing(long number, DayTotals totals) implements Body {

    /// The contract's word for it.
    public static final String CONTROL = "business-day-close";
  }

  /// Cash went into the drawer or out of it beside selling, or was counted.
  ///
  /// @param reason why; may be empty where it goes without saying
  /// @param amount never below zero
  /// @param denominations what it was made of, where somebody said so
  /// @param count what a count is held against; absent in all else
  public record TenderControl(
      CashKind kind,
      String reason,
      Money amount,
      List<Denomination> denominations,
      Optional<CashCount> count)
      implements Body {

    public TenderControl {
      denominations = List.copyOf(denominations);
    }
  }

  /// What a count found.
  ///
  /// @param expected what should have been there
  /// @param difference what was counted beyond it; below zero for what was missing
  public record CashCount(Money expected, Money difference) {}

  /// How a sale ended.
  public enum Status {
    COMPLETED("completed"),
    VOIDED("voided"),
    SUSPENDED("suspended"),
    /// A completed sale is undone, by this transaction.
    POST_VOIDED("post-voided");

    private final String wireName;

    Status(String wireName) {
      this.wireName = wireName;
    }

    /// The name in the journal document.
    public String wireName() {
      return wireName;
    }

    /// Whether money went and goods changed hands: it counts in the totals.
    public boolean counts() {
      return this == COMPLETED || this == POST_VOIDED;
    }
  }
}
