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

  /// What kind of transaction it was (POSLog).
  public sealed interface Body {}

  /// A sale that was paid, or given up.
  public record Retail(
      Status status,
      long priceRevision,
      List<LineItem> lines,
      List<Tender> tenders,
      SaleTotals totals,
      List<Problem> problems,
      List<Link> links,
      Optional<FiscalRecord> fiscal)
      implements Body {

    public Retail {
      lines = List.copyOf(lines);
      tenders = List.copyOf(tenders);
      problems = List.copyOf(problems);
      links = List.copyOf(links);
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
